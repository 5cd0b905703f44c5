package io.github.gatehouse.sessionlimit.keycloak;

import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
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
        inOwnTransaction(session, realm, id, job -> {
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
        inOwnTransaction(session, realm, id, job -> {
            RealmModel jobRealm = job.getContext().getRealm();
            // Writes no event.
            AuthenticationManager.backchannelLogout(
                    job,
                    jobRealm,
                    job.sessions().getUserSession(jobRealm, id),
                    context.getUri(),
                    context.getConnection(),
                    context.getHttpRequest().getHttpHeaders(),
                    true);
        });
    }

    /**
     * Also with a context of its own: Keycloak's logout replaces the client and the authentication session of the
     * context it runs in. Failing must not undo the sign-in that this one was ended for.
     */
    private static void inOwnTransaction(
            KeycloakSession session, RealmModel realm, String id, Consumer<KeycloakSession> steps) {
        try {
            KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), job -> {
                job.getContext().setRealm(job.realms().getRealm(realm.getId()));
                steps.accept(job);
            });
        } catch (RuntimeException e) {
            LOG.warnf(e, "Session %s has ended, but not everything that follows was done", id);
        }
    }
}
