package io.github.gatehouse.signin.keycloak;

import java.util.List;
import java.util.Map;
import org.keycloak.Config;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/** What the factories of the steps without a password have in common: required, and the shared settings. */
abstract class LookUpStepFactory implements AuthenticatorFactory, ServerInfoAwareProviderFactory {

    @Override
    public String getReferenceCategory() {
        return null;
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
    public AuthenticationExecutionModel.Requirement[] getRequirementChoices() {
        return new AuthenticationExecutionModel.Requirement[] {AuthenticationExecutionModel.Requirement.REQUIRED};
    }

    @Override
    public boolean isUserSetupAllowed() {
        return false;
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        return SignInProperties.bundleVersion();
    }

    @Override
    public void init(Config.Scope config) {
        // Nothing to set: each step has its own configuration.
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        // Depends on no other provider.
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
