package io.github.gatehouse.signin.keycloak;

import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;

/**
 * The look-up of the direct grant with agent ID ({@code sign-in-user-name}), bound in place of stock's "Username
 * Validation". Realms that do not bind it keep stock's step.
 */
public final class SignInUserNameAuthenticatorFactory extends LookUpStepFactory {

    static final String ID = "sign-in-user-name";

    @Override
    public Authenticator create(KeycloakSession session) {
        return new SignInUserNameAuthenticator();
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Sign-in user name";
    }

    @Override
    public String getHelpText() {
        return "Finds the person by the user name or agent ID given in a direct grant.";
    }
}
