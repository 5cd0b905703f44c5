package io.github.gatehouse.password.keycloak.policy;

import io.github.gatehouse.password.rule.NamesRule;
import io.github.gatehouse.password.rule.PasswordRule;
import org.keycloak.policy.PasswordPolicyProvider;

/** Password policy {@code notContainsNames}: rule L4, setting 1 to 64 characters that a name must have to count. */
public final class NamesPolicyProviderFactory extends RulePasswordPolicyProviderFactory<Integer> {

    public static final String PROVIDER_ID = "notContainsNames";

    private static final int DEFAULT_SHORTEST = 3;

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayName() {
        return "Does not contain names";
    }

    @Override
    public String getConfigType() {
        return PasswordPolicyProvider.INT_CONFIG_TYPE;
    }

    @Override
    public String getDefaultConfigValue() {
        return String.valueOf(DEFAULT_SHORTEST);
    }

    @Override
    Integer parseSetting(String setting) {
        return parseNumber(setting, DEFAULT_SHORTEST, 1, 64);
    }

    @Override
    PasswordRule rule(Integer shortest) {
        return new NamesRule(shortest);
    }
}
