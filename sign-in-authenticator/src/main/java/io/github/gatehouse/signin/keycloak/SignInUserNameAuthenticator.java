package io.github.gatehouse.signin.keycloak;

import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.directgrant.ValidateUsername;

/**
 * Stock's first step of the direct grant, which also takes an agent ID. Everything after the look-up (dummy hash for
 * unknown names, brute-force protection, disabled people, errors) is stock's.
 */
final class SignInUserNameAuthenticator extends ValidateUsername {

    @Override
    protected String retrieveUsername(AuthenticationFlowContext context) {
        return new PersonLookUp(context).stockName(super.retrieveUsername(context));
    }
}
