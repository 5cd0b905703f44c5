package io.github.gatehouse.sessionlimit.keycloak;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.managers.AuthenticationManager;

/**
 * What follows when sign-ins were ended for another one: the reason is kept for who comes back to the sign-in page, an
 * event says it, and the applications are signed out.
 */
final class EndedSignIns {

    private static final Logger LOG = Logger.getLogger(EndedSignIns.class);

    /** So old at most is a session whose first request may still be under way. */
    private static final Duration YOUNG = Duration.ofSeconds(10);

    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private static final String REASON_SESSION_LIMIT = "session_limit";

    private EndedSignIns() {}

    /**
     * Keeps the sessions at hand, whose rows are about to be removed, for {@link #signOutAfterwards}: with their rows
     * gone, the only copy with their applications is in Keycloak's cache.
     */
    static void remember(KeycloakSession session, RealmModel realm, List<String> ids) {
        ids.forEach(id -> {
            UserSessionModel ending = session.sessions().getUserSession(realm, id);
            if (ending != null) {
                ending.getAuthenticatedClientSessions();
            }
        });
    }

    /**
     * Once the transaction that removed their rows is through; if it fails, nobody is signed out.
     *
     * @param beginning the session that they were ended for, of the same user
     */
    static void signOutAfterwards(
            KeycloakSession session, RealmModel realm, List<String> ids, UserSessionModel beginning) {
        if (ids.isEmpty()) {
            return;
        }
        String userId = beginning.getUser().getId();
        EndedReason reason = new EndedReason(SignInAdmission.now(), DescribedSignIns.deviceOf(beginning));
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                // First what is quick: an application may be slow to answer.
                ids.forEach(id -> record(session, realm, id, userId, reason));
                ids.forEach(id -> signOut(session, realm, id));
            }

            @Override
            protected void rollbackImpl() {}
        });
    }

    private static void record(
            KeycloakSession session, RealmModel realm, String id, String userId, EndedReason reason) {
        inOwnTransaction(session.getKeycloakSessionFactory(), realm.getId(), id, job -> {
            RealmModel jobRealm = job.getContext().getRealm();
            reason.keep(job, jobRealm, id);
            new EventBuilder(jobRealm, job, session.getContext().getConnection())
                    .event(EventType.LOGOUT)
                    .user(userId)
                    .session(id)
                    .detail(Details.REASON, REASON_SESSION_LIMIT)
                    .success();
        });
    }

    private static void signOut(KeycloakSession session, RealmModel realm, String id) {
        KeycloakContext context = session.getContext();
        inOwnTransaction(session.getKeycloakSessionFactory(), realm.getId(), id, job -> {
            RealmModel jobRealm = job.getContext().getRealm();
            UserSessionModel ended = job.sessions().getUserSession(jobRealm, id);
            if (ended == null
                    || ended.getStarted() >= SignInAdmission.now().minus(YOUNG).getEpochSecond()) {
                forgetAgainLater(session, realm.getId(), id);
            }
            // Writes no event.
            AuthenticationManager.backchannelLogout(
                    job,
                    jobRealm,
                    ended,
                    context.getUri(),
                    context.getConnection(),
                    context.getHttpRequest().getHttpHeaders(),
                    true);
        });
    }

    /**
     * One that ends in the moment in which it began, on another node: that node puts it into the cache beside writing its
     * row, and may do so after it was taken out of the cache here. Such a copy would go on without a row.
     */
    private static void forgetAgainLater(KeycloakSession session, String realmId, String id) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        Executor executor = session.getProvider(ExecutorsProvider.class).getExecutor("gatehouse-session-limit");
        CompletableFuture.delayedExecutor(A_MOMENT.toMillis(), TimeUnit.MILLISECONDS, executor)
                .execute(() -> inOwnTransaction(factory, realmId, id, job -> {
                    RealmModel realm = job.getContext().getRealm();
                    UserSessionModel copy = job.sessions().getUserSession(realm, id);
                    if (copy != null) {
                        job.sessions().removeUserSession(realm, copy);
                    }
                }));
    }

    /**
     * Also with a context of its own: Keycloak's logout replaces the client and the authentication session of the
     * context it runs in. Failing must not undo the sign-in that this one was ended for.
     */
    private static void inOwnTransaction(
            KeycloakSessionFactory factory, String realmId, String id, Consumer<KeycloakSession> steps) {
        try {
            KeycloakModelUtils.runJobInTransaction(factory, job -> {
                job.getContext().setRealm(job.realms().getRealm(realmId));
                steps.accept(job);
            });
        } catch (RuntimeException e) {
            LOG.warnf(e, "Session %s has ended, but not everything that follows was done", id);
        }
    }
}
