package io.github.gatehouse.sessionlimit.keycloak;

import java.util.List;
import org.keycloak.common.util.Time;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.SessionExpirationUtils;

/**
 * {@code AuthenticationManager.isSessionValid} for queries of Keycloak's table of sessions: which online sessions of a
 * realm are live now. In SQL and not by its entities: that is a good part of what a sign-in costs.
 */
final class LiveSessions {

    private final RealmModel realm;
    private final String table;

    LiveSessions(RealmModel realm, DirectSql sql) {
        this.realm = realm;
        this.table = sql.table("OFFLINE_USER_SESSION");
    }

    /**
     * From the table {@code s} with a condition, to which others can be added with {@code and}. It is unknown of a session
     * from before an upgrade whether it is remembered; such a one counts as long as it may.
     */
    String fromLive() {
        String live = "s.LAST_SESSION_REFRESH > ? and s.CREATED_ON > ?";
        return fromKept()
                + " and "
                + (realm.isRememberMe()
                        ? "((s.REMEMBER_ME is null or s.REMEMBER_ME <> ?) and " + live + " or s.REMEMBER_ME = ? and "
                                + live + ")"
                        : "(s.REMEMBER_ME is null or s.REMEMBER_ME = ?) and " + live);
    }

    /** The same with those that are over and not deleted yet; its one question mark is the realm's id. */
    String fromKept() {
        return " from " + table + " s where s.REALM_ID = ? and s.OFFLINE_FLAG = '0'";
    }

    /** Of the question marks in {@link #fromLive}. */
    List<Object> bounds() {
        return realm.isRememberMe()
                ? List.of(
                        realm.getId(),
                        false,
                        idleSince(true),
                        startedBefore(true),
                        false,
                        idleSince(false),
                        startedBefore(false))
                : List.of(realm.getId(), false, idleSince(false), startedBefore(false));
    }

    /** The last second of use with which a session is over by now. */
    private int idleSince(boolean remembered) {
        return over(SessionExpirationUtils.calculateUserSessionIdleTimestamp(false, remembered, 0, realm));
    }

    /** The last second of start with which a session is over by now; before all of them if sessions have no maximum. */
    private int startedBefore(boolean remembered) {
        long max = SessionExpirationUtils.calculateUserSessionMaxLifespanTimestamp(false, remembered, 0, realm);
        return max < 0 ? Integer.MIN_VALUE : over(max);
    }

    private static int over(long milliseconds) {
        return (int) Math.max(Integer.MIN_VALUE, Math.floorDiv(Time.currentTimeMillis() - milliseconds, 1000L));
    }
}
