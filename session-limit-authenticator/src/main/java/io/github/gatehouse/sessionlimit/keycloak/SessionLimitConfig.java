package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.admission.AtLimit;
import java.util.Map;
import org.jboss.logging.Logger;
import org.keycloak.models.AuthenticatorConfigModel;

/**
 * The settings of the step {@code session-limit}; the only reader of its raw configuration. A setting that cannot be
 * read is said in the log and reads as its default: it never ends the cap, and never anybody's sign-in.
 *
 * @param userLimit how many sign-ins of one user may be live at once; 0: any number
 * @param atLimit what happens at the cap where a page can be shown
 * @param atLimitWithoutPage what happens at the cap where none can (direct grant); never {@link AtLimit#ASK}
 */
record SessionLimitConfig(int userLimit, AtLimit atLimit, AtLimit atLimitWithoutPage) {

    static final String USER_LIMIT = "userLimit";
    static final String AT_LIMIT = "atLimit";
    static final String AT_LIMIT_WITHOUT_PAGE = "atLimitWithoutPage";
    static final SessionLimitConfig DEFAULTS = new SessionLimitConfig(3, AtLimit.ASK, AtLimit.DENY);

    private static final Logger LOG = Logger.getLogger(SessionLimitConfig.class);

    /** The settings of a bound step; null (a step without configuration) is all defaults. */
    static SessionLimitConfig of(AuthenticatorConfigModel model) {
        if (model == null || model.getConfig() == null) {
            return DEFAULTS;
        }
        Map<String, String> raw = model.getConfig();
        return new SessionLimitConfig(
                limit(raw.get(USER_LIMIT), model.getAlias()),
                behaviour(AT_LIMIT, raw.get(AT_LIMIT), true, DEFAULTS.atLimit, model.getAlias()),
                behaviour(
                        AT_LIMIT_WITHOUT_PAGE,
                        raw.get(AT_LIMIT_WITHOUT_PAGE),
                        false,
                        DEFAULTS.atLimitWithoutPage,
                        model.getAlias()));
    }

    private static int limit(String value, String alias) {
        if (isNotSet(value)) {
            return DEFAULTS.userLimit;
        }
        try {
            int limit = Integer.parseInt(value.strip());
            if (limit >= 0) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Said below, together with the negative ones.
        }
        warn(USER_LIMIT, value, "a whole number from 0", String.valueOf(DEFAULTS.userLimit), alias);
        return DEFAULTS.userLimit;
    }

    private static AtLimit behaviour(String name, String value, boolean page, AtLimit standard, String alias) {
        if (isNotSet(value)) {
            return standard;
        }
        return AtLimit.ofId(value.strip())
                .filter(behaviour -> page || behaviour != AtLimit.ASK)
                .orElseGet(() -> {
                    warn(name, value, page ? "ask, end-oldest or deny" : "end-oldest or deny", standard.id(), alias);
                    return standard;
                });
    }

    private static boolean isNotSet(String value) {
        return value == null || value.isBlank();
    }

    private static void warn(String name, String value, String allowed, String used, String alias) {
        LOG.warnf(
                "Setting %s of '%s' is '%s', which is not %s; %s is used. Correct it in Authentication > Flows.",
                name, alias, value, allowed, used);
    }
}
