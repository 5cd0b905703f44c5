package io.github.gatehouse.password.keycloak.policy;

import io.github.gatehouse.password.rule.PasswordRule;
import java.util.Optional;
import org.keycloak.models.RealmModel;
import org.keycloak.policy.PasswordPolicyProvider;

/**
 * Marks a password policy of this bundle. A realm whose policy names one asks for the bundle's password part; in any
 * other realm stock Keycloak acts alone.
 */
public interface GatehousePasswordPolicyProvider extends PasswordPolicyProvider {

    /** The rule as the realm has set it; empty for a policy that is a setting and refuses no password. */
    default Optional<PasswordRule> rule(RealmModel realm) {
        return Optional.empty();
    }

    @Override
    default void close() {}
}
