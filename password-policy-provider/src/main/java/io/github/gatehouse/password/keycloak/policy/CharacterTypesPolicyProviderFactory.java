package io.github.gatehouse.password.keycloak.policy;

import io.github.gatehouse.password.rule.CharacterTypesRule;
import io.github.gatehouse.password.rule.PasswordRule;
import org.keycloak.policy.PasswordPolicyProvider;

/** Password policy {@code characterTypes}: rule L3, setting 1 to 4 types. */
public final class CharacterTypesPolicyProviderFactory extends RulePasswordPolicyProviderFactory<Integer> {

    public static final String PROVIDER_ID = "characterTypes";

    private static final int DEFAULT_NEEDED = 3;

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayName() {
        return "Character types";
    }

    @Override
    public String getConfigType() {
        return PasswordPolicyProvider.INT_CONFIG_TYPE;
    }

    @Override
    public String getDefaultConfigValue() {
        return String.valueOf(DEFAULT_NEEDED);
    }

    @Override
    Integer parseSetting(String setting) {
        return parseNumber(setting, DEFAULT_NEEDED, 1, 4);
    }

    @Override
    PasswordRule rule(Integer needed) {
        return new CharacterTypesRule(needed);
    }
}
