package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.page.Device;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * Why a session ended: the sign-in elsewhere that took its place. Kept under the id of the ended session in Keycloak's
 * store of single-use objects, which the nodes share and which a full restart empties.
 *
 * @param when the other sign-in was finished, in whole seconds
 * @param by what the person signed in with there
 */
record EndedReason(Instant when, Device by) {

    private static final String KEY = "gatehouse.session-limit.ended.";
    private static final String WHEN = "when";
    private static final String BROWSER = "browser";
    private static final String SYSTEM = "system";

    /** Nobody is told of it later, however long the realm's sessions live. */
    private static final Duration LONGEST = Duration.ofDays(1);

    /** More than any id has: what else a cookie of ours may hold is not looked for. */
    private static final int ID_LENGTH = 64;

    static Optional<EndedReason> of(KeycloakSession session, String sessionId) {
        if (sessionId == null || sessionId.length() > ID_LENGTH) {
            return Optional.empty();
        }
        Map<String, String> notes = store(session).get(KEY + sessionId);
        return notes == null
                ? Optional.empty()
                : Optional.of(new EndedReason(
                        Instant.ofEpochSecond(Long.parseLong(notes.get(WHEN))),
                        new Device(notes.get(BROWSER), notes.get(SYSTEM))));
    }

    void keep(KeycloakSession session, RealmModel realm, String sessionId) {
        Map<String, String> notes = new HashMap<>();
        notes.put(WHEN, String.valueOf(when.getEpochSecond()));
        if (by.browser() != null) {
            notes.put(BROWSER, by.browser());
        }
        if (by.system() != null) {
            notes.put(SYSTEM, by.system());
        }
        store(session).put(KEY + sessionId, lifeTime(realm).toSeconds(), notes);
    }

    static void forget(KeycloakSession session, String sessionId) {
        store(session).remove(KEY + sessionId);
    }

    /** As long as the browser of the ended session may hold its cookie, and not longer than a day. */
    static Duration lifeTime(RealmModel realm) {
        Duration session = Duration.ofSeconds(
                Math.max(realm.getSsoSessionMaxLifespan(), realm.getSsoSessionMaxLifespanRememberMe()));
        return session.isZero() || session.isNegative() || session.compareTo(LONGEST) > 0 ? LONGEST : session;
    }

    private static SingleUseObjectProvider store(KeycloakSession session) {
        return session.singleUseObjects();
    }
}
