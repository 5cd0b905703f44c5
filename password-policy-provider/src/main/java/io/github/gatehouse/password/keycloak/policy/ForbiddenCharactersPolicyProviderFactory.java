package io.github.gatehouse.password.keycloak.policy;

import io.github.gatehouse.password.rule.ForbiddenCharactersRule;
import io.github.gatehouse.password.rule.PasswordRule;
import org.keycloak.policy.PasswordPolicyConfigException;
import org.keycloak.policy.PasswordPolicyProvider;

/** Password policy {@code forbiddenCharacters}: rule L2, setting the characters, separated by spaces. */
public final class ForbiddenCharactersPolicyProviderFactory extends RulePasswordPolicyProviderFactory<String> {

    public static final String PROVIDER_ID = "forbiddenCharacters";

    private static final String DEFAULT_CHARACTERS = "# $ * / @";

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayName() {
        return "Forbidden characters";
    }

    @Override
    public String getConfigType() {
        return PasswordPolicyProvider.STRING_CONFIG_TYPE;
    }

    @Override
    public String getDefaultConfigValue() {
        return DEFAULT_CHARACTERS;
    }

    @Override
    String parseSetting(String setting) {
        if (isLeftToDefault(setting)) {
            return DEFAULT_CHARACTERS;
        }
        // A sentence typed here by mistake would otherwise forbid most letters to everybody.
        if (setting.codePoints().anyMatch(Character::isLetterOrDigit)) {
            throw new PasswordPolicyConfigException("Enter the signs that a password must not have, separated by"
                    + " spaces, for example " + DEFAULT_CHARACTERS + " (letters and digits cannot be forbidden).");
        }
        return setting.trim();
    }

    @Override
    PasswordRule rule(String characters) {
        return new ForbiddenCharactersRule(characters);
    }
}
