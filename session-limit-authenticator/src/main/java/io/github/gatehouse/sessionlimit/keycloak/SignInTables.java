package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.admission.BusyException;
import io.github.gatehouse.sessionlimit.admission.LiveSignIn;
import io.github.gatehouse.sessionlimit.admission.PendingSignIn;
import io.github.gatehouse.sessionlimit.admission.SignInStore;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.PessimisticLockException;
import jakarta.persistence.Query;
import jakarta.persistence.QueryTimeoutException;
import jakarta.persistence.TypedQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.session.UserSessionPersisterProvider;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.SessionExpirationUtils;

/**
 * The sign-ins of one user in Keycloak's database: its own table of sessions, and the two of
 * {@link SignInTablesProviderFactory}. Acts in the transaction of the session that it is made with.
 */
final class SignInTables implements SignInStore {

    /** How long anybody waits for the gate of a user. Drivers count whole seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String QUERY_TIMEOUT = "jakarta.persistence.query.timeout";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final String userId;
    private final EntityManager entities;

    SignInTables(KeycloakSession session, RealmModel realm, String userId) {
        this.session = session;
        this.realm = realm;
        this.userId = userId;
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    @Override
    public void lock() {
        if (!lockExisting()) {
            makeGate();
            if (!lockExisting()) {
                throw new BusyException("The gate of user " + userId + " cannot be made");
            }
        }
    }

    private boolean lockExisting() {
        try {
            TypedQuery<String> query = entities.createQuery(
                    "select g.userId from SignInGateEntity g where g.realmId = :realm and g.userId = :user",
                    String.class);
            return !ofUser(query)
                    .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                    .setHint(QUERY_TIMEOUT, (int) PATIENCE.toMillis())
                    .getResultList()
                    .isEmpty();
        } catch (LockTimeoutException | PessimisticLockException | QueryTimeoutException e) {
            throw new BusyException("The gate of user " + userId + " did not open", e);
        }
    }

    /** In a transaction of its own: whoever comes at the same time finds the same row. */
    private void makeGate() {
        KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), job -> {
            Query insert = job.getProvider(JpaConnectionProvider.class)
                    .getEntityManager()
                    .createQuery("insert into SignInGateEntity (realmId, userId) values (:realm, :user)"
                            + " on conflict do nothing");
            ofUser(insert).executeUpdate();
        });
    }

    @Override
    public List<PendingSignIn> pending(String own) {
        TypedQuery<Object[]> query = entities.createQuery(
                "select p.sessionId, p.startedOn, p.parked, p.expiresOn, p.replaces from PendingSignInEntity p"
                        + " where p.userId = :user and p.realmId = :realm or p.sessionId = :own",
                Object[].class);
        return ofUser(query).setParameter("own", own).getResultList().stream()
                .map(row -> new PendingSignIn(
                        (String) row[0],
                        Instant.ofEpochSecond((Long) row[1]),
                        (Boolean) row[2],
                        Instant.ofEpochSecond((Long) row[3]),
                        row[4] == null ? List.of() : List.of(((String) row[4]).split(" "))))
                .toList();
    }

    @Override
    public int count(String own) {
        Object[] counted = withBounds(ofUser(entities.createQuery(
                        "select count(s), max(case when s.userSessionId = :own then 1 else 0 end)" + fromLive(),
                        Object[].class)))
                .setParameter("own", own)
                .getSingleResult();
        boolean ownIsLive = counted[1] != null && ((Number) counted[1]).intValue() == 1;
        return ownIsLive ? LIVE : ((Number) counted[0]).intValue();
    }

    @Override
    public List<LiveSignIn> live() {
        return withBounds(ofUser(entities.createQuery(
                        "select s.userSessionId, s.createdOn, s.lastSessionRefresh" + fromLive(), Object[].class)))
                .getResultList()
                .stream()
                .map(row -> new LiveSignIn(
                        (String) row[0], Instant.ofEpochSecond((Integer) row[1]), Instant.ofEpochSecond((Integer)
                                row[2])))
                .toList();
    }

    private String fromLive() {
        return " from PersistentUserSessionEntity s"
                + " where s.userId = :user and s.realmId = :realm and s.offline = '0' and " + isLive();
    }

    /**
     * {@code AuthenticationManager.isSessionValid} as a condition. It is unknown of a session from before an upgrade
     * whether it is remembered; such a one counts as long as it may.
     */
    private String isLive() {
        String live = "s.lastSessionRefresh > :idle and s.createdOn > :max";
        return realm.isRememberMe()
                ? "(s.rememberMe = false and " + live + " or (s.rememberMe is null or s.rememberMe = true)"
                        + " and s.lastSessionRefresh > :idleRemembered and s.createdOn > :maxRemembered)"
                : "(s.rememberMe is null or s.rememberMe = false) and " + live;
    }

    private <T> TypedQuery<T> withBounds(TypedQuery<T> query) {
        query.setParameter("idle", idleSince(false)).setParameter("max", startedBefore(false));
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

    @Override
    public boolean isAbandoned(PendingSignIn place) {
        return session.authenticationSessions().getRootAuthenticationSession(realm, place.id()) == null;
    }

    @Override
    public void reserve(PendingSignIn place) {
        PendingSignInEntity entity = new PendingSignInEntity();
        entity.sessionId = place.id();
        entity.realmId = realm.getId();
        entity.userId = userId;
        entity.parked = place.parked();
        entity.startedOn = place.started().getEpochSecond();
        entity.expiresOn = place.expires().getEpochSecond();
        entity.replaces = joined(place.replaces());
        entities.persist(entity);
        entities.flush();
    }

    @Override
    public boolean replace(PendingSignIn read, PendingSignIn by) {
        Query update = entities.createQuery("update PendingSignInEntity p set p.realmId = :realm, p.userId = :user,"
                + " p.parked = :parkedNow, p.expiresOn = :expiresNow, p.replaces = :replaces where " + AS_READ);
        return asRead(ofUser(update), read)
                        .setParameter("parkedNow", by.parked())
                        .setParameter("expiresNow", by.expires().getEpochSecond())
                        .setParameter("replaces", joined(by.replaces()))
                        .executeUpdate()
                == 1;
    }

    @Override
    public boolean drop(PendingSignIn read) {
        return asRead(entities.createQuery("delete from PendingSignInEntity p where " + AS_READ), read)
                        .executeUpdate()
                == 1;
    }

    private static final String AS_READ = "p.sessionId = :id and p.parked = :parked and p.expiresOn = :expires";

    private static Query asRead(Query query, PendingSignIn read) {
        return query.setParameter("id", read.id())
                .setParameter("parked", read.parked())
                .setParameter("expires", read.expires().getEpochSecond());
    }

    @Override
    public boolean renew(String id, Instant expires) {
        return mark(id, false, expires) == 1;
    }

    @Override
    public void park(String id, Instant expires) {
        mark(id, true, expires);
    }

    private int mark(String id, boolean parked, Instant expires) {
        return entities.createQuery("update PendingSignInEntity p set p.parked = :parked, p.expiresOn = :expires"
                        + " where p.sessionId = :id")
                .setParameter("parked", parked)
                .setParameter("expires", expires.getEpochSecond())
                .setParameter("id", id)
                .executeUpdate();
    }

    @Override
    public void release(String id) {
        entities.createQuery("delete from PendingSignInEntity p where p.sessionId = :id")
                .setParameter("id", id)
                .executeUpdate();
    }

    @Override
    public boolean take(String id) {
        return entities.createQuery("delete from PendingSignInEntity p where p.sessionId = :id and p.replaces is null")
                        .setParameter("id", id)
                        .executeUpdate()
                == 1;
    }

    @Override
    public void remove(List<String> ids) {
        EndedSignIns.remember(session, realm, ids);
        UserSessionPersisterProvider sessions = session.getProvider(UserSessionPersisterProvider.class);
        ids.forEach(id -> sessions.removeUserSession(id, false));
    }

    private <Q extends Query> Q ofUser(Q query) {
        query.setParameter("realm", realm.getId()).setParameter("user", userId);
        return query;
    }

    private static String joined(List<String> ids) {
        return ids.isEmpty() ? null : String.join(" ", ids);
    }
}
