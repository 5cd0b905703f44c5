package io.github.gatehouse.temporarypassword.keycloak;

import io.github.gatehouse.temporarypassword.TemporaryPasswordMode;
import org.keycloak.policy.PasswordPolicyConfigException;
import org.keycloak.policy.PasswordPolicyProvider;

/**
 * Password policy {@code temporaryPasswordMode}: a realm that names it gives new users a temporary password. Refuses no
 * password.
 */
public final class TemporaryPasswordModePolicyProviderFactory extends SettingPolicyProviderFactory {

    public static final String PROVIDER_ID = "temporaryPasswordMode";

    static final TemporaryPasswordMode DEFAULT = TemporaryPasswordMode.FORMULA;

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayName() {
        return "Temporary passwords";
    }

    @Override
    public String getConfigType() {
        return PasswordPolicyProvider.STRING_CONFIG_TYPE;
    }

    @Override
    public String getDefaultConfigValue() {
        return DEFAULT.id();
    }

    @Override
    Object parseSetting(String setting) {
        if (isLeftToDefault(setting)) {
            return DEFAULT.id();
        }
        return TemporaryPasswordMode.byId(setting.trim())
                .map(TemporaryPasswordMode::id)
                .orElseThrow(() -> new PasswordPolicyConfigException("Enter formula or random."));
    }
}
