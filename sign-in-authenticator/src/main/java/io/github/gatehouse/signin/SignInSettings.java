package io.github.gatehouse.signin;

import java.util.Map;

/**
 * The settings shared by every step that looks a person up by a typed name.
 *
 * @param agentId whether the agent ID may be typed instead of the user name; off unless switched on
 * @param agentIdAttribute the user attribute that holds the agent ID
 * @param rememberMe whether the sign-in page offers to remember the user name in the browser; on unless switched off
 */
public record SignInSettings(boolean agentId, String agentIdAttribute, boolean rememberMe) {

    public static final String AGENT_ID = "agentId";
    public static final String AGENT_ID_ATTRIBUTE = "agentIdAttribute";
    public static final String REMEMBER_ME = "rememberMe";

    /** What holds where nothing is configured. */
    public static final SignInSettings DEFAULTS = new SignInSettings(false, "agentId", true);

    /**
     * Reads a step's configuration. Never fails: a missing or unreadable value counts as its default, so that a slip
     * in the Admin Console locks nobody out.
     *
     * @param config the raw values by name, null for a step without a configuration
     */
    public static SignInSettings from(Map<String, String> config) {
        if (config == null) {
            return DEFAULTS;
        }
        return new SignInSettings(
                flag(config.get(AGENT_ID), DEFAULTS.agentId),
                word(config.get(AGENT_ID_ATTRIBUTE), DEFAULTS.agentIdAttribute),
                flag(config.get(REMEMBER_ME), DEFAULTS.rememberMe));
    }

    private static boolean flag(String value, boolean otherwise) {
        String word = word(value, "");
        if (word.equalsIgnoreCase("true")) {
            return true;
        }
        return word.equalsIgnoreCase("false") ? false : otherwise;
    }

    private static String word(String value, String otherwise) {
        return value == null || value.isBlank() ? otherwise : value.strip();
    }
}
