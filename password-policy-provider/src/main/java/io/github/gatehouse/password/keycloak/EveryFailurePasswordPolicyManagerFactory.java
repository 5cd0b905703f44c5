package io.github.gatehouse.password.keycloak;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.policy.PasswordPolicyManagerProvider;
import org.keycloak.policy.PasswordPolicyManagerProviderFactory;

/** Makes {@link EveryFailurePasswordPolicyManager} the server's policy manager, without any configuration. */
public final class EveryFailurePasswordPolicyManagerFactory implements PasswordPolicyManagerProviderFactory {

    public static final String PROVIDER_ID = "gatehouse-password-policy-manager";

    @Override
    public PasswordPolicyManagerProvider create(KeycloakSession session) {
        return new EveryFailurePasswordPolicyManager(session);
    }

    /** The highest positive number becomes the default; stock's is 0. */
    @Override
    public int order() {
        return 10;
    }

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        JarVersions.warnIfTheyDiffer();
        RivalProviders.warnIfThereAreAny(factory);
    }

    @Override
    public void close() {}
}
