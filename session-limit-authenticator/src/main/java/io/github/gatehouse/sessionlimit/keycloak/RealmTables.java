package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.admission.PendingSignIn;
import io.github.gatehouse.sessionlimit.admission.RealmStore;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
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
        super(session, realm, userId, Scope.REALM);
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
        return count(live.withBounds(entities.createQuery(
                "select count(s), (select count(p)" + PLACES + ")" + live.fromLive(), Object[].class)));
    }

    @Override
    public int occupiedByOthers() {
        return count(live.withBounds(entities.createQuery(
                        "select count(s), (select count(p)" + PLACES + " and p.replaces is null and p.userId <> :user)"
                                + live.fromLive() + " and s.userId <> :user",
                        Object[].class))
                .setParameter("user", userId));
    }

    private int count(TypedQuery<Object[]> query) {
        Object[] counted = query.setParameter("scope", scope.key()).getSingleResult();
        return ((Number) counted[0]).intValue() + ((Number) counted[1]).intValue();
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
                .map(ids -> List.of(ids.split(" ")))
                .toList();
    }

    @Override
    public Set<String> liveAmong(Collection<String> ids) {
        return new HashSet<>(live.withBounds(entities.createQuery(
                        "select s.userSessionId" + live.fromLive() + " and s.userSessionId in (:ids)", String.class))
                .setParameter("ids", ids)
                .getResultList());
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
