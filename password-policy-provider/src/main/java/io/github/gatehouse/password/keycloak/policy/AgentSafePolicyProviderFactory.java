package io.github.gatehouse.password.keycloak.policy;

import io.github.gatehouse.password.rule.AgentSafeRule;
import io.github.gatehouse.password.rule.PasswordRule;
import org.keycloak.policy.PasswordPolicyConfigException;

/** Password policy {@code agentSafe}: rule L8. It has no setting: what a telephony agent's account takes is given. */
public final class AgentSafePolicyProviderFactory extends RulePasswordPolicyProviderFactory<Integer> {

    public static final String PROVIDER_ID = "agentSafe";

    private static final int LONGEST = 32;

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayName() {
        return "Agent-safe";
    }

    /** None, so that the Admin Console draws a switch. */
    @Override
    public String getConfigType() {
        return null;
    }

    @Override
    public String getDefaultConfigValue() {
        return null;
    }

    @Override
    Integer parseSetting(String setting) {
        if (isLeftToDefault(setting)) {
            return LONGEST;
        }
        throw new PasswordPolicyConfigException(
                "Write " + PROVIDER_ID + " without a setting: it always means at most " + LONGEST + " characters.");
    }

    @Override
    PasswordRule rule(Integer longest) {
        return new AgentSafeRule(longest);
    }
}
