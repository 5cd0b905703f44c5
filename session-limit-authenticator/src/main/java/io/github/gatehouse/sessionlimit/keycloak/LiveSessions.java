package io.github.gatehouse.sessionlimit.keycloak;

import jakarta.persistence.Query;
import org.keycloak.common.util.Time;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.SessionExpirationUtils;

/**
 * {@code AuthenticationManager.isSessionValid} for queries of Keycloak's table of sessions: which online sessions of a
 * realm are live now. In SQL and not by its entities: that is a good part of what a sign-in costs.
 */
final class LiveSessions {

    private final RealmModel realm;

    LiveSessions(RealmModel realm) {
        this.realm = realm;
    }

    /**
     * From the table {@code s} with a condition, to which others can be added with {@code and}. It is unknown of a session
     * from before an upgrade whether it is remembered; such a one counts as long as it may.
     */
    String fromLive() {
        String live = "s.LAST_SESSION_REFRESH > :idle and s.CREATED_ON > :max";
        return " from {h-schema}OFFLINE_USER_SESSION s where s.REALM_ID = :realm and s.OFFLINE_FLAG = '0' and "
                + (realm.isRememberMe()
                        ? "(s.REMEMBER_ME = :forgotten and " + live
                                + " or (s.REMEMBER_ME is null or s.REMEMBER_ME <> :forgotten)"
                                + " and s.LAST_SESSION_REFRESH > :idleRemembered and s.CREATED_ON > :maxRemembered)"
                        : "(s.REMEMBER_ME is null or s.REMEMBER_ME = :forgotten) and " + live);
    }

    /** Sets the parameters that {@link #fromLive} has. */
    Query withBounds(Query query) {
        query.setParameter("realm", realm.getId())
                .setParameter("forgotten", false)
                .setParameter("idle", idleSince(false))
                .setParameter("max", startedBefore(false));
        return realm.isRememberMe()
                ? query.setParameter("idleRemembered", idleSince(true))
                        .setParameter("maxRemembered", startedBefore(true))
                : query;
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
