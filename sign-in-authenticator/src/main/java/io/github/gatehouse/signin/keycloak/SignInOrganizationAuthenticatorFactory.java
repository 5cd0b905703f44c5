package io.github.gatehouse.signin.keycloak;

import java.util.Map;
import org.keycloak.Config;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.organization.authentication.authenticators.browser.OrganizationAuthenticatorFactory;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/**
 * The page for the name in a realm with organizations ({@code sign-in-organization}), bound in place of stock's
 * "Organization Identity-First Login". Realms that do not bind it keep stock's step, realms without organizations do
 * not see it. Its own settings are stock's; those of the look-up are the form's.
 */
public final class SignInOrganizationAuthenticatorFactory extends OrganizationAuthenticatorFactory
        implements ServerInfoAwareProviderFactory {

    static final String ID = "sign-in-organization";

    @Override
    public Authenticator create(KeycloakSession session) {
        return new SignInOrganizationAuthenticator(session);
    }

    /** Also on a server without the feature, where the step lets everybody pass: a flow may name it all the same. */
    @Override
    public boolean isSupported(Config.Scope config) {
        return true;
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Sign-in organization";
    }

    @Override
    public String getHelpText() {
        return "Where there are organizations, asks for user name or agent ID first and leads to the organization's"
                + " identity provider, or on to the password.";
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        return SignInProperties.bundleVersion();
    }
}
