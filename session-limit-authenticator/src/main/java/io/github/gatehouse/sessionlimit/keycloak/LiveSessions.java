package io.github.gatehouse.sessionlimit.keycloak;

import jakarta.persistence.TypedQuery;
import org.keycloak.common.util.Time;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.SessionExpirationUtils;

/**
 * {@code AuthenticationManager.isSessionValid} for queries of Keycloak's table of sessions: which online sessions of a
 * realm are live now.
 */
final class LiveSessions {

    private final RealmModel realm;

    LiveSessions(RealmModel realm) {
        this.realm = realm;
    }

    /**
     * From {@code PersistentUserSessionEntity s} with a condition, to which others can be added with {@code and}. It is
     * unknown of a session from before an upgrade whether it is remembered; such a one counts as long as it may.
     */
    String fromLive() {
        String live = "s.lastSessionRefresh > :idle and s.createdOn > :max";
        return " from PersistentUserSessionEntity s where s.realmId = :realm and s.offline = '0' and "
                + (realm.isRememberMe()
                        ? "(s.rememberMe = false and " + live + " or (s.rememberMe is null or s.rememberMe = true)"
                                + " and s.lastSessionRefresh > :idleRemembered and s.createdOn > :maxRemembered)"
                        : "(s.rememberMe is null or s.rememberMe = false) and " + live);
    }

    /** Sets the parameters that {@link #fromLive} has. */
    <T> TypedQuery<T> withBounds(TypedQuery<T> query) {
        query.setParameter("realm", realm.getId())
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
