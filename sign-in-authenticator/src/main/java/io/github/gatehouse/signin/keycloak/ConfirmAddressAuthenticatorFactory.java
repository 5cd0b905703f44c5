package io.github.gatehouse.signin.keycloak;

import java.util.List;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * The page of forgot-password that shows the masked address ({@code reset-credentials-confirm-address}), bound between
 * choosing the user and stock's "Send Reset Email". Realms that do not bind it are untouched.
 */
public final class ConfirmAddressAuthenticatorFactory extends LookUpStepFactory {

    static final String ID = "reset-credentials-confirm-address";

    @Override
    public Authenticator create(KeycloakSession session) {
        return new ConfirmAddressAuthenticator();
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Confirm address";
    }

    @Override
    public String getHelpText() {
        return "Shows the masked e-mail address and sends the link only when the person confirms it.";
    }

    /** It looks nobody up, so it has nothing to set. */
    @Override
    public boolean isConfigurable() {
        return false;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }
}
