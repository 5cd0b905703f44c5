package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.admission.AtLimit;
import io.github.gatehouse.sessionlimit.admission.BusyException;
import io.github.gatehouse.sessionlimit.admission.Decision;
import io.github.gatehouse.sessionlimit.admission.LimitScope;
import io.github.gatehouse.sessionlimit.admission.RealmGate;
import io.github.gatehouse.sessionlimit.admission.SignInGate;
import io.github.gatehouse.sessionlimit.admission.SignInGate.Answer;
import io.github.gatehouse.sessionlimit.setup.ConnectionPool;
import jakarta.persistence.PersistenceException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.SessionExpiration;

/**
 * Gets places for a sign-in, one for each cap, in transactions beside that of the request, and sees to it that they are
 * kept as long as the sign-in needs them: until its session begins; while the person is at a further page; not at all if
 * the request fails.
 */
final class SignInAdmission {

    private static final Logger LOG = Logger.getLogger(SignInAdmission.class);

    /** Of the request's session: the id of the sign-in that this request got a place for. */
    private static final String ADMITTED = "gatehouse.session-limit.admitted";
    /** Of the request's session: that its sign-in came to its end and a session begins. */
    private static final String FINISHED = "gatehouse.session-limit.finished";

    private static final AdmissionQueue QUEUE = new AdmissionQueue(ConnectionPool.of(SetUpCheck.poolSize()));

    private static final List<LimitScope> OF_USER = List.of(LimitScope.CLIENT, LimitScope.USER);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final String userId;
    private final String sessionId;
    private final SessionCap cap;
    /** That there is a place in the user's cap for this sign-in already. */
    private boolean heldAtOnce;

    /** @param sessionId that the session will have: Keycloak takes the id of the root authentication session */
    SignInAdmission(KeycloakSession session, RealmModel realm, String userId, String sessionId, SessionCap cap) {
        this.session = session;
        this.realm = realm;
        this.userId = userId;
        this.sessionId = sessionId;
        this.cap = cap;
    }

    /**
     * What came of it: the first cap that refuses, or the last that admits.
     *
     * @param limit how many it allows
     */
    record Outcome(LimitScope scope, int limit, Answer answer) {

        private static Outcome freely() {
            return new Outcome(LimitScope.USER, 0, new Answer(Decision.Admit.freely(), List.of(), List.of()));
        }

        boolean isAdmitted() {
            return answer.decision() instanceof Decision.Admit;
        }
    }

    /**
     * Holds a place in the user's cap if that is the only one of this user and is far. Goes before {@link #admit}, and
     * before anything else for which the request needs the database: so the connection that this returns is the one that
     * Keycloak takes next, and one process of the database serves the whole sign-in.
     *
     * @throws BusyException it cannot be decided now
     */
    void admitAtOnce() {
        if (cap.limit(LimitScope.CLIENT) > 0 || cap.limit(LimitScope.USER) <= 0 || cap.endsOldest()) {
            return;
        }
        try {
            heldAtOnce = inTurn(until -> {
                SignInTables tables = new SignInTables(session, realm, userId, SignInScope.USER);
                tables.waitUntil(until);
                return new SignInGate(tables, now()).admitAtOnce(sessionId, cap.limit(LimitScope.USER));
            });
        } catch (NoConnectionException e) {
            return; // Who goes on asks once more, and hears it then.
        }
        if (heldAtOnce) {
            keep(store -> store.release(sessionId));
        }
    }

    /** No new session begins: gives up what {@link #admitAtOnce} held. */
    void giveUp() {
        if (heldAtOnce) {
            heldAtOnce = false;
            session.removeAttribute(ADMITTED);
            afterwards(session, userId, store -> store.release(sessionId));
        }
    }

    /**
     * Who ends the oldest holds no place of the user's caps, so that the oldest are those of the moment in which the
     * session begins; but there no page can be shown, so here it is seen whether it could be decided.
     *
     * @throws BusyException it cannot be decided now
     * @throws NoConnectionException it cannot be decided here
     */
    Outcome admit(AtLimit atLimit, Set<String> chosen) {
        if (cap.hasNone() || heldAtOnce && cap.realmLimit() <= 0) {
            return Outcome.freely();
        }
        Outcome outcome = decide(new Asking(atLimit, chosen, false));
        if (outcome.isAdmitted() && cap.needsPlace() && !heldAtOnce) {
            keep(store -> store.release(sessionId));
        }
        return outcome;
    }

    /** For a sign-in that got its places in an earlier request, or none yet. Goes with {@link #keepRenewed}. */
    Outcome renew() {
        return decide(new Asking(cap.atLimit(), Set.of(), true));
    }

    /** While the request can still say what is to follow it: if it fails, the person may go on where he was. */
    void keepRenewed() {
        keep(store -> store.park(sessionId, loginTimeout()));
    }

    boolean isOfThisRequest() {
        return isOfThisRequest(session, sessionId);
    }

    static boolean isOfThisRequest(KeycloakSession session, String sessionId) {
        return sessionId.equals(session.getAttribute(ADMITTED));
    }

    /** No session begins for the place that this request got. */
    static void giveUp(KeycloakSession session, String userId, String sessionId) {
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                afterwards(session, userId, store -> store.release(sessionId));
            }

            @Override
            protected void rollbackImpl() {}
        });
    }

    /** The sign-in came to its end in this request. */
    static void finish(KeycloakSession session) {
        session.setAttribute(FINISHED, true);
    }

    /** @param renews places that are held already stay as they are */
    private record Asking(AtLimit atLimit, Set<String> chosen, boolean renews) {

        private Answer at(SignInGate gate, String sessionId, int limit) {
            return renews ? gate.renew(sessionId, limit) : gate.admit(sessionId, limit, atLimit, chosen);
        }
    }

    private Outcome decide(Asking asking) {
        return inTurn(until -> {
            Outcome outcome =
                    heldAtOnce ? Outcome.freely() : inOwnTransaction(job -> atTheUsersGate(job, asking, until));
            return outcome.isAdmitted() && cap.realmLimit() > 0 ? inTheRealm(asking, until, outcome) : outcome;
        });
    }

    private <T> T inTurn(LongFunction<T> decision) {
        return QUEUE.inTurn(realm.getId(), userId, until -> {
            try {
                return decision.apply(until);
            } catch (PersistenceException e) {
                NoConnectionException.throwIfFor(e);
                LOG.warnf(e, "It could not be decided about a sign-in of user %s in realm %s", userId, realm.getName());
                throw new BusyException("The database does not answer", e);
            }
        });
    }

    private Outcome atTheUsersGate(KeycloakSession job, Asking asking, long until) {
        Outcome outcome = Outcome.freely();
        for (LimitScope scope : OF_USER) {
            int limit = cap.limit(scope);
            SignInTables tables = new SignInTables(
                    job,
                    job.getContext().getRealm(),
                    userId,
                    scope == LimitScope.USER ? SignInScope.USER : SignInScope.client(cap.clientId()));
            tables.waitUntil(until);
            if (limit > 0 && !cap.endsOldest()) {
                outcome = new Outcome(scope, limit, asking.at(new SignInGate(tables, now()), sessionId, limit));
                if (!outcome.isAdmitted()) {
                    if (scope == LimitScope.USER && cap.limit(LimitScope.CLIENT) > 0) {
                        // Without the place that the client's cap may have given just now.
                        job.getTransactionManager().setRollbackOnly();
                    }
                    return outcome;
                }
            } else if (limit > 0 && !asking.renews) {
                tables.lock();
            }
        }
        return outcome;
    }

    /** In transactions of which the first is through when it is counted, as {@link RealmGate} says. */
    private Outcome inTheRealm(Asking asking, long until, Outcome ofUser) {
        int limit = cap.realmLimit();
        if (asking.renews && inOwnTransaction(job -> tables(job).renew(sessionId, now().plus(SignInGate.LEASE)))) {
            return ofUser;
        }
        if (inOwnTransaction(job -> new RealmGate(tables(job), now()).announce(sessionId, limit))
                && inOwnTransaction(job -> new RealmGate(tables(job), now()).isFarFrom(limit))) {
            return ofUser;
        }
        return inOwnTransaction(job -> {
            RealmTables tables = tables(job);
            tables.waitUntil(until);
            Answer answer = new RealmGate(tables, now()).admit(sessionId, limit, asking.atLimit, asking.chosen);
            Outcome outcome = new Outcome(LimitScope.REALM, limit, answer);
            if (!outcome.isAdmitted()) {
                tables.release(sessionId);
            }
            return outcome;
        });
    }

    private RealmTables tables(KeycloakSession job) {
        return new RealmTables(job, job.getContext().getRealm(), userId);
    }

    private <T> T inOwnTransaction(Function<KeycloakSession, T> steps) {
        return inOwnTransaction(session, steps);
    }

    private static <T> T inOwnTransaction(KeycloakSession session, Function<KeycloakSession, T> steps) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(), session.getContext(), steps::apply, "session limit");
    }

    /**
     * After everything else of the request: Keycloak writes the session in a transaction behind that of the request,
     * and the calls behind that one come in the order in which they were asked for.
     */
    private void keep(Consumer<SignInTables> ifItFails) {
        session.setAttribute(ADMITTED, sessionId);
        session.sessions();
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                if (session.getAttribute(FINISHED) == null) {
                    afterwards(session, userId, store -> store.park(sessionId, loginTimeout()));
                }
            }

            @Override
            protected void rollbackImpl() {
                afterwards(session, userId, ifItFails);
            }
        });
    }

    /** What is not done now is done by the lease: a place that nobody comes for is anybody's after it. */
    private static void afterwards(KeycloakSession session, String userId, Consumer<SignInTables> step) {
        try {
            inOwnTransaction(session, job -> {
                step.accept(new SignInTables(job, job.getContext().getRealm(), userId, SignInScope.USER));
                return null;
            });
        } catch (RuntimeException e) {
            LOG.warnf(e, "The place of a sign-in of user %s stays held for a while", userId);
        }
    }

    private Instant loginTimeout() {
        return now().plusSeconds(SessionExpiration.getAuthSessionLifespan(realm));
    }

    /** In whole seconds, as Keycloak keeps its sessions. */
    static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis()).truncatedTo(ChronoUnit.SECONDS);
    }
}
