package io.github.gatehouse.password.keycloak.policy;

import io.github.gatehouse.password.rule.MinimumLengthRule;
import io.github.gatehouse.password.rule.PasswordRule;
import org.keycloak.policy.PasswordPolicyProvider;

/** Password policy {@code minimumLength}: rule L1, setting 1 to 128 characters. */
public final class MinimumLengthPolicyProviderFactory extends RulePasswordPolicyProviderFactory<Integer> {

    public static final String PROVIDER_ID = "minimumLength";

    private static final int DEFAULT_MINIMUM = 8;

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayName() {
        return "Characters at least";
    }

    @Override
    public String getConfigType() {
        return PasswordPolicyProvider.INT_CONFIG_TYPE;
    }

    @Override
    public String getDefaultConfigValue() {
        return String.valueOf(DEFAULT_MINIMUM);
    }

    @Override
    Integer parseSetting(String setting) {
        return parseNumber(setting, DEFAULT_MINIMUM, 1, 128);
    }

    @Override
    PasswordRule rule(Integer minimum) {
        return new MinimumLengthRule(minimum);
    }
}
