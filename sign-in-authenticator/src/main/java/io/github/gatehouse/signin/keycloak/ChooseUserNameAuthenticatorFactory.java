package io.github.gatehouse.signin.keycloak;

import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;

/**
 * The first step of forgot-password ({@code reset-credentials-choose-user-name}), bound in place of stock's "Choose
 * User". Realms that do not bind it keep stock's step.
 */
public final class ChooseUserNameAuthenticatorFactory extends LookUpStepFactory {

    static final String ID = "reset-credentials-choose-user-name";

    @Override
    public Authenticator create(KeycloakSession session) {
        return new ChooseUserNameAuthenticator();
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Choose user name";
    }

    @Override
    public String getHelpText() {
        return "Takes the name typed on the sign-in page, or asks for a user name or agent ID.";
    }
}
