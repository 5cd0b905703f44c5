package io.github.gatehouse.temporarypassword.keycloak;

import java.util.List;
import java.util.Map;
import org.keycloak.Config;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/** The step {@code temporary-password} of a flow. It has no settings of its own: the realm's password policy has them. */
public final class TemporaryPasswordAuthenticatorFactory
        implements AuthenticatorFactory, ServerInfoAwareProviderFactory {

    public static final String PROVIDER_ID = "temporary-password";

    private static final TemporaryPasswordAuthenticator AUTHENTICATOR = new TemporaryPasswordAuthenticator();

    private static final AuthenticationExecutionModel.Requirement[] REQUIREMENTS = {
        AuthenticationExecutionModel.Requirement.REQUIRED, AuthenticationExecutionModel.Requirement.DISABLED
    };

    /**
     * Keycloak makes this factory before it loads the ones that cannot be loaded without the password rules.
     *
     * @throws IllegalStateException when their jar is not there; Keycloak then neither builds nor starts
     */
    public TemporaryPasswordAuthenticatorFactory() {
        try {
            Class.forName("io.github.gatehouse.password.keycloak.credential.TemporaryPasswords");
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "temp-password-authenticator needs password-policy-provider of the same version beside it, and that is"
                            + " missing. Put its jar into providers/, or take temp-password-authenticator out.");
        }
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return AUTHENTICATOR;
    }

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayType() {
        return "Temporary password";
    }

    @Override
    public String getHelpText() {
        return "Makes whoever signs in with a temporary password choose a new one. Put it behind the password.";
    }

    @Override
    public String getReferenceCategory() {
        return PasswordCredentialModel.TYPE;
    }

    @Override
    public AuthenticationExecutionModel.Requirement[] getRequirementChoices() {
        return REQUIREMENTS.clone();
    }

    @Override
    public boolean isConfigurable() {
        return false;
    }

    @Override
    public boolean isUserSetupAllowed() {
        return false;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        String version = getClass().getPackage().getImplementationVersion();
        return version == null ? Map.of() : Map.of("version", version);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
