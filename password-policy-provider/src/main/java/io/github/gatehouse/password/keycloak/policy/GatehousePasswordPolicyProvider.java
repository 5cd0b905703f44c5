package io.github.gatehouse.password.keycloak.policy;

import org.keycloak.policy.PasswordPolicyProvider;

/**
 * Marks a password policy of this bundle. A realm whose policy names one asks for the bundle's password part; in any
 * other realm stock Keycloak acts alone.
 */
public interface GatehousePasswordPolicyProvider extends PasswordPolicyProvider {

    @Override
    default void close() {}
}
