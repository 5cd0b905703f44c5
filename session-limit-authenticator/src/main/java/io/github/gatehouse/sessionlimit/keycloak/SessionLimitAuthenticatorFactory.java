package io.github.gatehouse.sessionlimit.keycloak;

import java.util.List;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;

/** Registers the step {@code session-limit}. Only realms that bind it in a flow have a cap. */
public final class SessionLimitAuthenticatorFactory extends SessionLimitStepFactory {

    public static final String ID = "session-limit";

    private static final SessionLimitAuthenticator AUTHENTICATOR = new SessionLimitAuthenticator();

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Session limit";
    }

    @Override
    public String getHelpText() {
        return "Caps how many sign-ins of one user are live at once. Put it last in the flow, behind the cookie too.";
    }

    @Override
    public boolean isConfigurable() {
        return true;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return SessionLimitConfigProperties.ALL;
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return AUTHENTICATOR;
    }
}
