package io.github.gatehouse.temporarypassword.keycloak;

import io.github.gatehouse.password.keycloak.policy.GatehousePasswordPolicyProvider;
import io.github.gatehouse.password.keycloak.policy.GatehousePasswordPolicyProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.policy.PasswordPolicyProvider;
import org.keycloak.policy.PolicyError;

/** A password policy that carries a setting of the realm and refuses no password. */
abstract class SettingPolicyProviderFactory extends GatehousePasswordPolicyProviderFactory {

    /**
     * Reads the setting.
     *
     * @param setting as in the realm's policy string, or null
     * @throws org.keycloak.policy.PasswordPolicyConfigException if it means nothing; the message says what is right
     */
    abstract Object parseSetting(String setting);

    @Override
    public PasswordPolicyProvider create(KeycloakSession session) {
        return new SettingPolicyProvider();
    }

    private final class SettingPolicyProvider implements GatehousePasswordPolicyProvider {

        @Override
        public Object parseConfig(String value) {
            return parseSetting(value);
        }

        @Override
        public PolicyError validate(RealmModel realm, UserModel user, String password) {
            return null;
        }

        @Override
        public PolicyError validate(String userName, String password) {
            return null;
        }
    }
}
