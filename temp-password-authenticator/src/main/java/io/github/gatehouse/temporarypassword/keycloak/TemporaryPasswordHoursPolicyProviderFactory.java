package io.github.gatehouse.temporarypassword.keycloak;

import org.keycloak.policy.PasswordPolicyProvider;

/** Password policy {@code temporaryPasswordHours}: how long a temporary password lives. Refuses no password. */
public final class TemporaryPasswordHoursPolicyProviderFactory extends SettingPolicyProviderFactory {

    public static final String PROVIDER_ID = "temporaryPasswordHours";

    static final int DEFAULT_HOURS = 72;

    private static final int HOURS_OF_A_YEAR = 8760;

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayName() {
        return "Temporary password hours";
    }

    @Override
    public String getConfigType() {
        return PasswordPolicyProvider.INT_CONFIG_TYPE;
    }

    @Override
    public String getDefaultConfigValue() {
        return String.valueOf(DEFAULT_HOURS);
    }

    @Override
    Object parseSetting(String setting) {
        return parseNumber(setting, DEFAULT_HOURS, 1, HOURS_OF_A_YEAR);
    }
}
