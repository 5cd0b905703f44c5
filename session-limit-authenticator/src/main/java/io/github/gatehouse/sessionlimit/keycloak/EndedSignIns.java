package io.github.gatehouse.sessionlimit.keycloak;

import java.util.List;
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

/** What follows when sign-ins were ended for another one: their applications are signed out, and an event says why. */
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

    /** Once the transaction that removed their rows is through; if it fails, nobody is signed out. */
    static void signOutAfterwards(KeycloakSession session, RealmModel realm, List<String> ids) {
        if (ids.isEmpty()) {
            return;
        }
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                ids.forEach(id -> signOut(session, realm, id));
            }

            @Override
            protected void rollbackImpl() {}
        });
    }

    /**
     * In a transaction and a context of its own: Keycloak's logout replaces the client and the authentication session
     * of the context it runs in. Failing must not undo the sign-in that this one was ended for.
     */
    private static void signOut(KeycloakSession session, RealmModel realm, String id) {
        KeycloakContext context = session.getContext();
        try {
            KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), job -> {
                RealmModel jobRealm = job.realms().getRealm(realm.getId());
                job.getContext().setRealm(jobRealm);
                UserSessionModel ended = job.sessions().getUserSession(jobRealm, id);
                if (ended == null) {
                    return;
                }
                String userId = ended.getUser() == null ? null : ended.getUser().getId();
                AuthenticationManager.backchannelLogout(
                        job,
                        jobRealm,
                        ended,
                        context.getUri(),
                        context.getConnection(),
                        context.getHttpRequest().getHttpHeaders(),
                        true);
                // backchannelLogout writes no event.
                new EventBuilder(jobRealm, job, context.getConnection())
                        .event(EventType.LOGOUT)
                        .user(userId)
                        .session(id)
                        .detail(Details.REASON, REASON_SESSION_LIMIT)
                        .success();
            });
        } catch (RuntimeException e) {
            LOG.warnf(e, "Session %s has ended, but not all of its applications were told", id);
        }
    }
}
