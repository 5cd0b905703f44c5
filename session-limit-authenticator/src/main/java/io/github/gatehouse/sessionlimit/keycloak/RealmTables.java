package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.admission.PendingSignIn;
import io.github.gatehouse.sessionlimit.admission.RealmStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The same for the cap of a whole realm. */
final class RealmTables extends SignInTables implements RealmStore {

    /** In the place of a user's id: the gate of the realm. */
    static final String EVERYBODY = "*";

    private static final String PLACES = " from PendingSignInEntity p where p.realmId = :realm and p.scope = :scope";

    RealmTables(KeycloakSession session, RealmModel realm, String userId) {
        super(session, realm, userId, SignInScope.REALM);
    }

    @Override
    public void lock() {
        lock(EVERYBODY);
    }

    @Override
    public void announce(PendingSignIn place) {
        entities.createQuery("insert into PendingSignInEntity"
                        + " (sessionId, scope, realmId, userId, parked, startedOn, expiresOn)"
                        + " values (:id, :scope, :realm, :user, :parked, :started, :expires) on conflict do nothing")
                .setParameter("id", place.id())
                .setParameter("scope", scope.key())
                .setParameter("realm", realm.getId())
                .setParameter("user", userId)
                .setParameter("parked", place.parked())
                .setParameter("started", place.started().getEpochSecond())
                .setParameter("expires", place.expires().getEpochSecond())
                .executeUpdate();
    }

    @Override
    public int occupied() {
        return count("", "", List.of());
    }

    @Override
    public int occupiedByOthers() {
        return count(" and s.USER_ID <> ?", " and p.REPLACES is null and p.USER_ID <> ?", List.of(userId));
    }

    /** In one statement: a place that becomes a session meanwhile is one of them, and not both. */
    private int count(String ofSessions, String ofPlaces, List<String> ofBoth) {
        // One that this transaction began just before.
        entities.flush();
        List<Object> values = new ArrayList<>(live.bounds());
        values.addAll(ofBoth);
        values.addAll(List.of(realm.getId(), scope.key()));
        values.addAll(ofBoth);
        return sql.rows(
                        "select sessions.n + places.n from (select count(*) as n" + live.fromLive() + ofSessions
                                + ") sessions, (select count(*) as n from " + places
                                + " p where p.REALM_ID = ? and p.LIMIT_SCOPE = ?" + ofPlaces + ") places",
                        values,
                        counted -> counted.getInt(1))
                .get(0);
    }

    @Override
    public List<List<String>> replacedByOthers() {
        return entities
                .createQuery(
                        "select p.replaces" + PLACES + " and p.replaces is not null and p.userId <> :user",
                        String.class)
                .setParameter("realm", realm.getId())
                .setParameter("scope", scope.key())
                .setParameter("user", userId)
                .getResultList()
                .stream()
                .map(SignInTables::split)
                .toList();
    }

    @Override
    public Set<String> liveAmong(Collection<String> ids) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        List<Object> values = new ArrayList<>(live.bounds());
        values.addAll(ids);
        return Set.copyOf(sql.rows(
                "select s.USER_SESSION_ID" + live.fromLive() + " and s.USER_SESSION_ID in ("
                        + String.join(", ", Collections.nCopies(ids.size(), "?")) + ")",
                values,
                session -> session.getString(1)));
    }

    @Override
    public void dropExpired(Instant now) {
        entities.createQuery("delete" + PLACES + " and p.expiresOn <= :now")
                .setParameter("realm", realm.getId())
                .setParameter("scope", scope.key())
                .setParameter("now", now.getEpochSecond())
                .executeUpdate();
    }
}
