package io.github.gatehouse.signin.keycloak;

import java.util.List;
import java.util.Map;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.browser.UsernamePasswordFormFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/**
 * The sign-in form with agent ID and Remember Me ({@code sign-in-form}), bound in place of stock's "Username Password
 * Form". Realms that do not bind it keep stock's form.
 */
public final class SignInFormAuthenticatorFactory extends UsernamePasswordFormFactory
        implements ServerInfoAwareProviderFactory {

    static final String ID = "sign-in-form";

    @Override
    public Authenticator create(KeycloakSession session) {
        return new SignInFormAuthenticator(session);
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Sign-in form";
    }

    @Override
    public String getHelpText() {
        return "Asks for user name or agent ID and password, and can remember the name in the browser.";
    }

    @Override
    public boolean isConfigurable() {
        return true;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return SignInProperties.list();
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        return SignInProperties.bundleVersion();
    }
}
