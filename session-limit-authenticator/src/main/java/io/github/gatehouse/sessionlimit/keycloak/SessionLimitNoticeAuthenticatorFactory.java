package io.github.gatehouse.sessionlimit.keycloak;

import java.util.List;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;

/** Registers the step {@code session-limit-notice}. */
public final class SessionLimitNoticeAuthenticatorFactory extends SessionLimitStepFactory {

    public static final String ID = "session-limit-notice";

    private static final SessionLimitNoticeAuthenticator AUTHENTICATOR = new SessionLimitNoticeAuthenticator();

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Session limit: notice to who was signed out";
    }

    @Override
    public String getHelpText() {
        return "Has the sign-in page say that a sign-in elsewhere ended the one in this browser. Put it before the form, and as an alternative before a page that comes before the form.";
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return new Requirement[] {Requirement.REQUIRED, Requirement.ALTERNATIVE, Requirement.DISABLED};
    }

    @Override
    public boolean isConfigurable() {
        return false;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return AUTHENTICATOR;
    }
}
