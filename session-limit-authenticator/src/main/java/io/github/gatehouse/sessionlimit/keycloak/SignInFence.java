package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.admission.LimitScope;
import io.github.gatehouse.sessionlimit.admission.RealmGate;
import io.github.gatehouse.sessionlimit.admission.SignInGate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Lets a session begin only with a place, whichever way its sign-in came, and a live session have a further client only
 * with one: in the transaction that inserts the row, the place is given up and the ones it replaces are removed. What can
 * refuse earlier, with a page, does so; this is the last door, and the only one that is never passed by.
 */
final class SignInFence {

    private static final Logger LOG = Logger.getLogger(SignInFence.class);

    /** Of the session of a transaction: the client whose cap was decided about together with its user's. */
    private static final String CLIENT_PASSED = "gatehouse.session-limit.client-passed";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final String userId;
    private final String sessionId;
    private final SessionCap cap;

    private SignInFence(KeycloakSession session, RealmModel realm, String userId, String sessionId, SessionCap cap) {
        this.session = session;
        this.realm = realm;
        this.userId = userId;
        this.sessionId = sessionId;
        this.cap = cap;
    }

    /**
     * @param session of the transaction that inserts the row
     * @throws ModelException the user has no place; the session does not begin
     */
    static void pass(KeycloakSession session, UserSessionModel beginning) {
        RealmModel realm = session.realms().getRealm(beginning.getRealm().getId());
        String userId = beginning.getUser().getId();
        Optional<SessionCap> cap =
                SessionCap.notedWith(beginning).or(() -> capOfWaysWithoutFlow(session, realm, userId));
        if (cap.isEmpty() || cap.get().hasNone()) {
            return;
        }
        SignInFence fence = new SignInFence(session, realm, userId, beginning.getId(), cap.get());
        fence.pass(beginning, (job, cached) -> job.sessions().removeUserSession(cached.getRealm(), cached));
        session.setAttribute(CLIENT_PASSED, beginning.getId() + " " + cap.get().clientId());
    }

    /**
     * The same where a session gets a client.
     *
     * @param session of the transaction that inserts the row
     * @throws ModelException the user has no place; the session stays without the client
     */
    static void passClient(KeycloakSession session, AuthenticatedClientSessionModel beginning) {
        String sessionId = beginning.getUserSession().getId();
        String clientId = beginning.getClient().getId();
        if ((sessionId + " " + clientId).equals(session.getAttribute(CLIENT_PASSED))) {
            return;
        }
        RealmModel realm = session.realms().getRealm(beginning.getRealm().getId());
        SessionCap.notedWith(beginning)
                .or(() -> BoundSteps.withoutFlow(session, realm))
                .map(cap -> cap.ofClientOnly(clientId))
                .filter(cap -> !cap.hasNone())
                .ifPresent(cap -> passClient(session, realm, sessionId, cap));
    }

    private static void passClient(KeycloakSession session, RealmModel realm, String sessionId, SessionCap cap) {
        userOf(session, sessionId)
                .filter(userId -> isPerson(session.users().getUserById(realm, userId)))
                .ifPresent(userId -> new SignInFence(session, realm, userId, sessionId, cap)
                        .pass(
                                session.sessions().getUserSession(realm, sessionId),
                                (job, cached) -> cached.removeAuthenticatedClientSessions(List.of(cap.clientId()))));
    }

    /** And not the user that stands for a client. */
    private static boolean isPerson(UserModel user) {
        return user != null && user.getServiceAccountClientLink() == null;
    }

    private static Optional<String> userOf(KeycloakSession session, String sessionId) {
        return session
                .getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createQuery(
                        "select s.userId from PersistentUserSessionEntity s"
                                + " where s.userSessionId = :id and s.offline = '0'",
                        String.class)
                .setParameter("id", sessionId)
                .getResultList()
                .stream()
                .findFirst();
    }

    private static Optional<SessionCap> capOfWaysWithoutFlow(KeycloakSession session, RealmModel realm, String userId) {
        return BoundSteps.withoutFlow(session, realm).flatMap(cap -> {
            UserModel user = session.users().getUserById(realm, userId);
            return isPerson(user)
                    ? Optional.of(cap.withUserLimit(UserLimit.of(user, cap.userLimit())))
                    : Optional.empty();
        });
    }

    /** @param forget takes what was refused out of the cached copy of the session */
    private void pass(UserSessionModel beginning, BiConsumer<KeycloakSession, UserSessionModel> forget) {
        Set<String> ended = new LinkedHashSet<>();
        for (LimitScope scope : LimitScope.values()) {
            Optional<List<String>> endedForIt = cap.limit(scope) > 0 ? pass(scope) : Optional.of(List.of());
            if (endedForIt.isEmpty()) {
                LOG.infof(
                        "A session of user %s in realm %s did not begin: no place (%s)",
                        userId, realm.getName(), scope.id());
                forgetAfterwards(forget);
                throw new ModelException("There are as many sign-ins as the session limit allows");
            }
            ended.addAll(endedForIt.get());
        }
        EndedSignIns.signOutAfterwards(session, realm, List.copyOf(ended), beginning);
    }

    private Optional<List<String>> pass(LimitScope scope) {
        int limit = cap.limit(scope);
        return switch (scope) {
            case CLIENT -> gate(SignInScope.client(cap.clientId())).pass(sessionId, limit, cap.atLimit());
            case USER -> gate(SignInScope.USER).pass(sessionId, limit, cap.atLimit());
            case REALM ->
                new RealmGate(new RealmTables(session, realm, userId), SignInAdmission.now())
                        .pass(sessionId, limit, cap.atLimit());
        };
    }

    private SignInGate gate(SignInScope scope) {
        return new SignInGate(new SignInTables(session, realm, userId, scope), SignInAdmission.now());
    }

    /** Keycloak puts a session into its cache before the row is written, and leaves it there when that fails. */
    private void forgetAfterwards(BiConsumer<KeycloakSession, UserSessionModel> forget) {
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {}

            @Override
            protected void rollbackImpl() {
                try {
                    KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), job -> {
                        RealmModel jobRealm = job.realms().getRealm(realm.getId());
                        // Keycloak looks the session's user up in it.
                        job.getContext().setRealm(jobRealm);
                        UserSessionModel cached = job.sessions().getUserSession(jobRealm, sessionId);
                        if (cached != null) {
                            forget.accept(job, cached);
                        }
                    });
                } catch (RuntimeException e) {
                    // Whoever rolls back says nothing of it.
                    LOG.warnf(e, "What was refused of session %s stays in the cache", sessionId);
                }
            }
        });
    }
}
