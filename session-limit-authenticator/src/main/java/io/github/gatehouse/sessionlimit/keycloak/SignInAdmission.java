package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.admission.AtLimit;
import io.github.gatehouse.sessionlimit.admission.BusyException;
import io.github.gatehouse.sessionlimit.admission.Decision;
import io.github.gatehouse.sessionlimit.admission.SignInGate;
import io.github.gatehouse.sessionlimit.admission.SignInGate.Answer;
import jakarta.persistence.PersistenceException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.SessionExpiration;

/**
 * Gets a place for a sign-in, in transactions beside that of the request, and sees to it that the place is kept as long
 * as the sign-in needs it: until its session begins; while the person is at a further page; not at all if the request
 * fails.
 */
final class SignInAdmission {

    private static final Logger LOG = Logger.getLogger(SignInAdmission.class);

    /** Of the request's session: the id of the sign-in that this request got a place for. */
    private static final String ADMITTED = "gatehouse.session-limit.admitted";
    /** Of the request's session: that its sign-in came to its end and a session begins. */
    private static final String FINISHED = "gatehouse.session-limit.finished";

    private static final AdmissionQueue QUEUE = new AdmissionQueue();

    private final KeycloakSession session;
    private final RealmModel realm;
    private final String userId;
    private final String sessionId;

    /** @param sessionId that the session will have: Keycloak takes the id of the root authentication session */
    SignInAdmission(KeycloakSession session, RealmModel realm, String userId, String sessionId) {
        this.session = session;
        this.realm = realm;
        this.userId = userId;
        this.sessionId = sessionId;
    }

    /**
     * @throws BusyException it cannot be decided now
     * @throws NoConnectionException it cannot be decided here
     */
    Answer admit(int limit, AtLimit atLimit, Set<String> chosen) {
        Answer answer = decide((gate, store) -> gate.admit(sessionId, limit, atLimit, chosen));
        if (answer.decision() instanceof Decision.Admit) {
            keep(store -> store.release(sessionId));
        }
        return answer;
    }

    /** For a sign-in that got its place in an earlier request, or none yet. Goes with {@link #keepRenewed}. */
    Answer renew(int limit) {
        return decide((gate, store) -> gate.renew(sessionId, limit));
    }

    /** While the request can still say what is to follow it: if it fails, the person may go on where he was. */
    void keepRenewed() {
        keep(store -> store.park(sessionId, loginTimeout()));
    }

    /**
     * Only sees whether it could be decided now. Who ends the oldest holds no place, so that the oldest are those of the
     * moment in which the session begins; but there no page can be shown.
     *
     * @throws BusyException it cannot
     */
    void knock() {
        decide((gate, store) -> {
            store.lock();
            return null;
        });
    }

    /** No session begins for the place that this request got. */
    void giveUp() {
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                afterwards(store -> store.release(sessionId));
            }

            @Override
            protected void rollbackImpl() {}
        });
    }

    boolean isOfThisRequest() {
        return sessionId.equals(session.getAttribute(ADMITTED));
    }

    /** The sign-in came to its end in this request. */
    static void finish(KeycloakSession session) {
        session.setAttribute(FINISHED, true);
    }

    private <T> T decide(BiFunction<SignInGate, SignInTables, T> steps) {
        return QUEUE.inTurn(realm.getId(), userId, () -> {
            try {
                return inOwnTransaction(store -> steps.apply(new SignInGate(store, now()), store));
            } catch (PersistenceException e) {
                NoConnectionException.throwIfFor(e);
                LOG.warnf(e, "It could not be decided about a sign-in of user %s in realm %s", userId, realm.getName());
                throw new BusyException("The database does not answer", e);
            }
        });
    }

    private <T> T inOwnTransaction(Function<SignInTables, T> steps) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                job -> steps.apply(new SignInTables(job, job.getContext().getRealm(), userId)),
                "session limit");
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
                    afterwards(store -> store.park(sessionId, loginTimeout()));
                }
            }

            @Override
            protected void rollbackImpl() {
                afterwards(ifItFails);
            }
        });
    }

    /** What is not done now is done by the lease: a place that nobody comes for is anybody's after it. */
    private void afterwards(Consumer<SignInTables> step) {
        try {
            inOwnTransaction(store -> {
                step.accept(store);
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
