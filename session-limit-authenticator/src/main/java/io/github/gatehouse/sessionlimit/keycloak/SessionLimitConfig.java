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
 * @param clientLimit how many of them may have the same client; 0: any number
 * @param realmLimit how many sign-ins of all users of the realm may be live at once; 0: any number
 * @param atLimit what happens at the cap where a page can be shown
 * @param atLimitWithoutPage what happens at the cap where none can (direct grant); never {@link AtLimit#ASK}
 */
record SessionLimitConfig(int userLimit, int clientLimit, int realmLimit, AtLimit atLimit, AtLimit atLimitWithoutPage) {

    static final String USER_LIMIT = "userLimit";
    static final String CLIENT_LIMIT = "clientLimit";
    static final String REALM_LIMIT = "realmLimit";
    static final String AT_LIMIT = "atLimit";
    static final String AT_LIMIT_WITHOUT_PAGE = "atLimitWithoutPage";
    static final SessionLimitConfig DEFAULTS = new SessionLimitConfig(3, 0, 0, AtLimit.ASK, AtLimit.DENY);

    private static final Logger LOG = Logger.getLogger(SessionLimitConfig.class);

    /** The settings of a bound step; null (a step without configuration) is all defaults. */
    static SessionLimitConfig of(AuthenticatorConfigModel model) {
        if (model == null || model.getConfig() == null) {
            return DEFAULTS;
        }
        Map<String, String> raw = model.getConfig();
        return new SessionLimitConfig(
                limit(USER_LIMIT, raw, DEFAULTS.userLimit, model.getAlias()),
                limit(CLIENT_LIMIT, raw, DEFAULTS.clientLimit, model.getAlias()),
                limit(REALM_LIMIT, raw, DEFAULTS.realmLimit, model.getAlias()),
                behaviour(AT_LIMIT, raw.get(AT_LIMIT), true, DEFAULTS.atLimit, model.getAlias()),
                behaviour(
                        AT_LIMIT_WITHOUT_PAGE,
                        raw.get(AT_LIMIT_WITHOUT_PAGE),
                        false,
                        DEFAULTS.atLimitWithoutPage,
                        model.getAlias()));
    }

    /** With the smaller cap of each two; what happens at them stays. */
    SessionLimitConfig tightenedBy(SessionLimitConfig other) {
        return new SessionLimitConfig(
                smaller(userLimit, other.userLimit),
                smaller(clientLimit, other.clientLimit),
                smaller(realmLimit, other.realmLimit),
                atLimit,
                atLimitWithoutPage);
    }

    private static int smaller(int one, int other) {
        return one == 0 || other == 0 ? Math.max(one, other) : Math.min(one, other);
    }

    private static int limit(String name, Map<String, String> raw, int standard, String alias) {
        String value = raw.get(name);
        if (isNotSet(value)) {
            return standard;
        }
        try {
            int limit = Integer.parseInt(value.strip());
            if (limit >= 0) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Said below, together with the negative ones.
        }
        warn(name, value, "a whole number from 0", String.valueOf(standard), alias);
        return standard;
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
