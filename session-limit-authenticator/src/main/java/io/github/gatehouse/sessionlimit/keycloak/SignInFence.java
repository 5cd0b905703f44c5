package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.admission.SignInGate;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Lets a session begin only with a place, whichever way its sign-in came: in the transaction that inserts its row, the
 * place is given up and the ones it replaces are removed. What can refuse earlier, with a page, does so; this is the
 * last door, and the only one that is never passed by.
 */
final class SignInFence {

    private static final Logger LOG = Logger.getLogger(SignInFence.class);

    private SignInFence() {}

    /**
     * @param session of the transaction that inserts the row
     * @throws ModelException the user has no place; the session does not begin
     */
    static void pass(KeycloakSession session, UserSessionModel beginning) {
        RealmModel realm = session.realms().getRealm(beginning.getRealm().getId());
        String userId = beginning.getUser().getId();
        Optional<SessionCap> cap =
                SessionCap.notedWith(beginning).or(() -> capOfWaysWithoutFlow(session, realm, userId));
        if (cap.isEmpty() || cap.get().userLimit() <= 0) {
            return;
        }
        SignInTables tables = new SignInTables(session, realm, userId);
        Optional<List<String>> ended = new SignInGate(tables, SignInAdmission.now())
                .pass(beginning.getId(), cap.get().userLimit(), cap.get().atLimit());
        if (ended.isEmpty()) {
            LOG.infof("A session of user %s in realm %s did not begin: no place", userId, realm.getName());
            forgetAfterwards(session, realm, beginning.getId());
            throw new ModelException("The user has as many sign-ins as the session limit allows");
        }
        EndedSignIns.signOutAfterwards(session, realm, ended.get(), beginning);
    }

    private static Optional<SessionCap> capOfWaysWithoutFlow(KeycloakSession session, RealmModel realm, String userId) {
        return BoundSteps.withoutFlow(session, realm).flatMap(cap -> {
            UserModel user = session.users().getUserById(realm, userId);
            return user == null || user.getServiceAccountClientLink() != null
                    ? Optional.empty()
                    : Optional.of(new SessionCap(UserLimit.of(user, cap.userLimit()), cap.atLimit()));
        });
    }

    /** Keycloak puts a session into its cache before the row is written, and leaves it there when that fails. */
    private static void forgetAfterwards(KeycloakSession session, RealmModel realm, String sessionId) {
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {}

            @Override
            protected void rollbackImpl() {
                KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), job -> {
                    RealmModel jobRealm = job.realms().getRealm(realm.getId());
                    UserSessionModel cached = job.sessions().getUserSession(jobRealm, sessionId);
                    if (cached != null) {
                        job.sessions().removeUserSession(jobRealm, cached);
                    }
                });
            }
        });
    }
}
