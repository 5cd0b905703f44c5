package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.admission.BusyException;
import io.github.gatehouse.sessionlimit.admission.LimitScope;
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
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.jpa.session.PersistentClientSessionEntity;
import org.keycloak.models.session.UserSessionPersisterProvider;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.storage.StorageId;

/**
 * The sign-ins of one user that one cap counts, in Keycloak's database: its own tables of sessions, and the two of
 * {@link SignInTablesProviderFactory}. Acts in the transaction of the session that it is made with.
 */
class SignInTables implements SignInStore {

    /**
     * Whose sign-ins a cap counts, as it stands in the table of places.
     *
     * @param key with the id of a client in Keycloak's database
     */
    record Scope(String key) {

        static final Scope USER = new Scope(LimitScope.USER.id());
        static final Scope REALM = new Scope(LimitScope.REALM.id());

        private static final String CLIENT = LimitScope.CLIENT.id() + ":";

        static Scope client(String clientId) {
            return new Scope(CLIENT + clientId);
        }

        private boolean isOfClient() {
            return key.startsWith(CLIENT);
        }

        /** Keycloak keeps a client of a client storage provider by its id there. */
        private Query setClient(Query query) {
            StorageId id = new StorageId(key.substring(CLIENT.length()));
            return query.setParameter("client", id.isLocal() ? id.getId() : PersistentClientSessionEntity.EXTERNAL)
                    .setParameter("external", id.isLocal() ? PersistentClientSessionEntity.LOCAL : id.getExternalId());
        }
    }

    private static final String HAS_CLIENT = " and exists (select 1 from {h-schema}OFFLINE_CLIENT_SESSION c"
            + " where c.USER_SESSION_ID = s.USER_SESSION_ID and c.OFFLINE_FLAG = '0'"
            + " and c.CLIENT_ID = :client and c.EXTERNAL_CLIENT_ID = :external)";

    /** How long anybody waits for a gate, and for others of this node before. Drivers count whole seconds. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String QUERY_TIMEOUT = "jakarta.persistence.query.timeout";

    final RealmModel realm;
    final String userId;
    final Scope scope;
    final EntityManager entities;
    final LiveSessions live;
    private final KeycloakSession session;
    private Duration patience = PATIENCE;

    SignInTables(KeycloakSession session, RealmModel realm, String userId, Scope scope) {
        this.session = session;
        this.realm = realm;
        this.userId = userId;
        this.scope = scope;
        this.live = new LiveSessions(realm);
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /**
     * A part of {@link #PATIENCE} may be over.
     *
     * @param until when who decides may wait, by {@code System.nanoTime()}
     */
    final void waitUntil(long until) {
        patience = Duration.ofNanos(Math.max(Duration.ofSeconds(1).toNanos(), until - System.nanoTime()));
    }

    @Override
    public void lock() {
        lock(userId);
    }

    /** @param gate the user's id; {@link RealmTables#EVERYBODY} */
    final void lock(String gate) {
        if (!lockExisting(gate)) {
            makeGate(gate);
            if (!lockExisting(gate)) {
                throw new BusyException("The gate of " + gate + " cannot be made");
            }
        }
    }

    private boolean lockExisting(String gate) {
        try {
            TypedQuery<String> query = entities.createQuery(
                    "select g.userId from SignInGateEntity g where g.realmId = :realm and g.userId = :user",
                    String.class);
            return !query.setParameter("realm", realm.getId())
                    .setParameter("user", gate)
                    .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                    .setHint(QUERY_TIMEOUT, (int) patience.toMillis())
                    .getResultList()
                    .isEmpty();
        } catch (LockTimeoutException | PessimisticLockException | QueryTimeoutException e) {
            throw new BusyException("The gate of " + gate + " did not open", e);
        }
    }

    /** In a transaction of its own: whoever comes at the same time finds the same row. */
    private void makeGate(String gate) {
        KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), job -> {
            job.getProvider(JpaConnectionProvider.class)
                    .getEntityManager()
                    .createQuery("insert into SignInGateEntity (realmId, userId) values (:realm, :user)"
                            + " on conflict do nothing")
                    .setParameter("realm", realm.getId())
                    .setParameter("user", gate)
                    .executeUpdate();
        });
    }

    @Override
    public List<PendingSignIn> pending(String own) {
        TypedQuery<Object[]> query = entities.createQuery(
                "select p.sessionId, p.startedOn, p.parked, p.expiresOn, p.replaces from PendingSignInEntity p"
                        + " where p.scope = :scope and (p.userId = :user and p.realmId = :realm or p.sessionId = :own)",
                Object[].class);
        return ofUser(query).setParameter("scope", scope.key).setParameter("own", own).getResultList().stream()
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
        Object[] counted = (Object[]) withBounds(entities.createNativeQuery(
                        "select count(*), max(case when s.USER_SESSION_ID = :own then 1 else 0 end)" + fromLive()))
                .setParameter("own", own)
                .getSingleResult();
        boolean ownIsLive = counted[1] != null && ((Number) counted[1]).intValue() == 1;
        return ownIsLive ? LIVE : ((Number) counted[0]).intValue();
    }

    @Override
    @SuppressWarnings("unchecked")
    public List<LiveSignIn> live() {
        List<Object[]> rows = withBounds(entities.createNativeQuery(
                        "select s.USER_SESSION_ID, s.CREATED_ON, s.LAST_SESSION_REFRESH" + fromLive()))
                .getResultList();
        return rows.stream()
                .map(row -> new LiveSignIn((String) row[0], second(row[1]), second(row[2])))
                .toList();
    }

    private static Instant second(Object column) {
        return Instant.ofEpochSecond(((Number) column).longValue());
    }

    private String fromLive() {
        return live.fromLive() + " and s.USER_ID = :user" + (scope.isOfClient() ? HAS_CLIENT : "");
    }

    private Query withBounds(Query query) {
        live.withBounds(query).setParameter("user", userId);
        return scope.isOfClient() ? scope.setClient(query) : query;
    }

    @Override
    public boolean isAbandoned(PendingSignIn place) {
        return session.authenticationSessions().getRootAuthenticationSession(realm, place.id()) == null;
    }

    @Override
    public void reserve(PendingSignIn place) {
        String replaces = joined(place.replaces());
        Query insert = entities.createNativeQuery("insert into {h-schema}GATEHOUSE_PENDING_SIGN_IN"
                        + " (SESSION_ID, LIMIT_SCOPE, REALM_ID, USER_ID, PARKED, STARTED_ON, EXPIRES_ON"
                        + (replaces == null ? "" : ", REPLACES")
                        + ") values (:id, :scope, :realm, :user, :parked, :started, :expires"
                        + (replaces == null ? ")" : ", :replaces)"))
                .setParameter("id", place.id())
                .setParameter("scope", scope.key)
                .setParameter("parked", place.parked())
                .setParameter("started", place.started().getEpochSecond())
                .setParameter("expires", place.expires().getEpochSecond());
        if (replaces != null) {
            insert.setParameter("replaces", replaces);
        }
        ofUser(insert).executeUpdate();
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

    private static final String AS_READ =
            "p.sessionId = :id and p.scope = :scope and p.parked = :parked and p.expiresOn = :expires";

    private Query asRead(Query query, PendingSignIn read) {
        return query.setParameter("id", read.id())
                .setParameter("scope", scope.key)
                .setParameter("parked", read.parked())
                .setParameter("expires", read.expires().getEpochSecond());
    }

    @Override
    public boolean renew(String id, Instant expires) {
        return entities.createQuery("update PendingSignInEntity p set p.parked = false, p.expiresOn = :expires"
                                + " where p.sessionId = :id and p.scope = :scope")
                        .setParameter("expires", expires.getEpochSecond())
                        .setParameter("id", id)
                        .setParameter("scope", scope.key)
                        .executeUpdate()
                == 1;
    }

    /** In all scopes: what a person waits at, he waits at with all his places. */
    @Override
    public void park(String id, Instant expires) {
        entities.createQuery("update PendingSignInEntity p set p.parked = true, p.expiresOn = :expires"
                        + " where p.sessionId = :id")
                .setParameter("expires", expires.getEpochSecond())
                .setParameter("id", id)
                .executeUpdate();
    }

    /** In all scopes. */
    @Override
    public void release(String id) {
        entities.createQuery("delete from PendingSignInEntity p where p.sessionId = :id")
                .setParameter("id", id)
                .executeUpdate();
    }

    @Override
    public boolean take(String id) {
        // In SQL: with each sign-in it is one of the dearer statements to be made out of the entities' language.
        return entities.createNativeQuery("delete from {h-schema}GATEHOUSE_PENDING_SIGN_IN"
                                + " where SESSION_ID = :id and LIMIT_SCOPE = :scope and REPLACES is null")
                        .setParameter("id", id)
                        .setParameter("scope", scope.key)
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
