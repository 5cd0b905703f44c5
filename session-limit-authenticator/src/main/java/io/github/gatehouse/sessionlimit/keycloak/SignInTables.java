package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.admission.BusyException;
import io.github.gatehouse.sessionlimit.admission.LiveSignIn;
import io.github.gatehouse.sessionlimit.admission.PendingSignIn;
import io.github.gatehouse.sessionlimit.admission.SignInStore;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.PessimisticLockException;
import org.hibernate.QueryTimeoutException;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.session.UserSessionPersisterProvider;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * The sign-ins of one user that one cap counts, in Keycloak's database: its own tables of sessions, and the two of
 * {@link SignInTablesProviderFactory}. Acts in the transaction of the session that it is made with.
 */
class SignInTables implements SignInStore {

    /** How long anybody waits for a gate, and for others of this node before. Drivers count whole seconds. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String GATES = "GATEHOUSE_SIGN_IN_GATE";
    static final String OF_USER = " and s.USER_ID = ?";

    final RealmModel realm;
    final String userId;
    final SignInScope scope;
    final EntityManager entities;
    final DirectSql sql;
    final LiveSessions live;
    final String places;
    private final String turnGate;
    private final KeycloakSession session;
    private Duration patience = PATIENCE;

    SignInTables(KeycloakSession session, RealmModel realm, String userId, SignInScope scope) {
        this.session = session;
        this.realm = realm;
        this.userId = userId;
        this.scope = scope;
        this.sql = new DirectSql(session);
        this.live = new LiveSessions(realm, sql);
        this.places = sql.table("GATEHOUSE_PENDING_SIGN_IN");
        this.turnGate = "update " + sql.table(GATES) + " set USER_ID = USER_ID where REALM_ID = ? and USER_ID = ?";
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

    /** By a change that changes nothing, which every database has a lock for. */
    private boolean lockExisting(String gate) {
        try {
            return sql.update(turnGate, List.of(realm.getId(), gate), patience) == 1;
        } catch (PessimisticLockException | QueryTimeoutException e) {
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

    private String fromPlacesOfUser() {
        return " from " + places
                + " p where p.LIMIT_SCOPE = ? and (p.USER_ID = ? and p.REALM_ID = ? or p.SESSION_ID = ?)";
    }

    @Override
    public List<PendingSignIn> pending(String own) {
        return sql.rows(
                "select p.SESSION_ID, p.STARTED_ON, p.PARKED, p.EXPIRES_ON, p.REPLACES" + fromPlacesOfUser(),
                List.of(scope.key(), userId, realm.getId(), own),
                place -> new PendingSignIn(
                        place.getString(1),
                        Instant.ofEpochSecond(place.getLong(2)),
                        place.getBoolean(3),
                        Instant.ofEpochSecond(place.getLong(4)),
                        split(place.getString(5))));
    }

    @Override
    public int count(String own) {
        return readLive(
                        "select count(*), max(case when s.USER_SESSION_ID = ? then 1 else 0 end)",
                        List.of(own),
                        counted -> counted.getInt(2) == 1 ? LIVE : counted.getInt(1))
                .get(0);
    }

    @Override
    public List<LiveSignIn> live() {
        return readLive(
                "select s.USER_SESSION_ID, s.CREATED_ON, s.LAST_SESSION_REFRESH",
                List.of(),
                session -> new LiveSignIn(
                        session.getString(1),
                        Instant.ofEpochSecond(session.getLong(2)),
                        Instant.ofEpochSecond(session.getLong(3))));
    }

    private <T> List<T> readLive(String columns, List<String> ofColumns, DirectSql.Row<T> row) {
        // One that this transaction began just before.
        entities.flush();
        List<Object> values = new ArrayList<>(ofColumns);
        values.addAll(boundsOfUser());
        return sql.rows(columns + fromLiveOfUser(), values, row);
    }

    private String fromLiveOfUser() {
        return live.fromLive() + OF_USER + ofClient();
    }

    private List<Object> boundsOfUser() {
        List<Object> values = new ArrayList<>(live.bounds());
        values.add(userId);
        values.addAll(valuesOfClient());
        return values;
    }

    final String ofClient() {
        return scope.isOfClient()
                ? " and exists (select 1 from " + sql.table("OFFLINE_CLIENT_SESSION")
                        + " c where c.USER_SESSION_ID = s.USER_SESSION_ID and c.OFFLINE_FLAG = '0'"
                        + " and c.CLIENT_ID = ? and c.EXTERNAL_CLIENT_ID = ?)"
                : "";
    }

    final List<String> valuesOfClient() {
        return scope.isOfClient() ? scope.client() : List.of();
    }

    @Override
    public boolean isAbandoned(PendingSignIn place) {
        return session.authenticationSessions().getRootAuthenticationSession(realm, place.id()) == null;
    }

    @Override
    public boolean reserveIfFree(PendingSignIn place, int limit, Instant now) {
        entities.flush();
        PlaceInsert insert = new PlaceInsert(this, place);
        return sql.update(insert.ifFree(""), insert.valuesIfFree(limit, now)) == 1;
    }

    /**
     * PostgreSQL lets one statement do both, and reads for all of it what was there when it began. Who held the gate
     * since has left another version of its row: then, having waited, it finds none to change. As Keycloak writes its
     * sessions, it does not wait for the disk: a place that a failing database forgets is decided about again when the
     * session is to begin.
     */
    @Override
    public boolean reserveAtOnceIfFree(PendingSignIn place, int limit, Instant now) {
        if (!sql.isOfPostgreSql()) {
            return false;
        }
        PlaceInsert insert = new PlaceInsert(this, place);
        List<Object> values = new ArrayList<>(
                List.of(realm.getId(), userId, realm.getId(), userId, String.valueOf(patience.toMillis())));
        values.addAll(insert.valuesIfFree(limit, now));
        try {
            return sql.updateApart(
                            "with gate as (" + turnGate + " and xmin = (select g.xmin from " + sql.table(GATES)
                                    + " g where g.REALM_ID = ? and g.USER_ID = ?"
                                    + " and set_config('lock_timeout', ?, true) is not null)"
                                    + " returning set_config('synchronous_commit', 'off', true)) "
                                    + insert.ifFree(", gate"),
                            values)
                    == 1;
        } catch (PessimisticLockException | QueryTimeoutException e) {
            throw new BusyException("The gate of " + userId + " did not open", e);
        }
    }

    @Override
    public void reserve(PendingSignIn place) {
        PlaceInsert insert = new PlaceInsert(this, place);
        sql.update(insert.always(), insert.values());
    }

    @Override
    public boolean replace(PendingSignIn read, PendingSignIn by) {
        Query update = entities.createQuery("update PendingSignInEntity p set p.realmId = :realm, p.userId = :user,"
                + " p.parked = :parkedNow, p.expiresOn = :expiresNow, p.replaces = :replaces where " + AS_READ);
        return asRead(update, read)
                        .setParameter("realm", realm.getId())
                        .setParameter("user", userId)
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
                .setParameter("scope", scope.key())
                .setParameter("parked", read.parked())
                .setParameter("expires", read.expires().getEpochSecond());
    }

    @Override
    public boolean renew(String id, Instant expires) {
        return entities.createQuery("update PendingSignInEntity p set p.parked = false, p.expiresOn = :expires"
                                + " where p.sessionId = :id and p.scope = :scope")
                        .setParameter("expires", expires.getEpochSecond())
                        .setParameter("id", id)
                        .setParameter("scope", scope.key())
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
        return sql.update(
                        "delete from " + places + " where SESSION_ID = ? and LIMIT_SCOPE = ? and REPLACES is null",
                        List.of(id, scope.key()))
                == 1;
    }

    @Override
    public void remove(List<String> ids) {
        EndedSignIns.remember(session, realm, ids);
        UserSessionPersisterProvider sessions = session.getProvider(UserSessionPersisterProvider.class);
        ids.forEach(id -> sessions.removeUserSession(id, false));
    }

    static List<String> split(String ids) {
        return ids == null ? List.of() : List.of(ids.split(" "));
    }

    static String joined(List<String> ids) {
        return ids.isEmpty() ? null : String.join(" ", ids);
    }
}
