package io.github.gatehouse.sessionlimit.keycloak;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.List;
import org.jboss.logging.Logger;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * The rows that our tables have of a user or a realm, which nothing removes by itself: a foreign key would leave
 * federated users out. The id of such a user has his name in it, so his rows have to go with him.
 */
final class LeftRows {

    private static final Logger LOG = Logger.getLogger(LeftRows.class);

    private LeftRows() {}

    /**
     * When the request is through, in a transaction of its own: within the one that removes the user it could wait for
     * a sign-in that waits for it. Does nothing for a user of a realm without the step.
     *
     * @param userId null: of all users of the realm
     */
    static void removeAfterwards(KeycloakSession session, RealmModel realm, String userId) {
        if (userId != null && BoundSteps.withoutFlow(session, realm).isEmpty()) {
            return;
        }
        String realmId = realm.getId();
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                try {
                    KeycloakModelUtils.runJobInTransaction(
                            session.getKeycloakSessionFactory(), job -> remove(job, realmId, userId));
                } catch (RuntimeException e) {
                    LOG.warnf(e, "What the session limit keeps of removed user %s in realm %s stays", userId, realmId);
                }
            }

            @Override
            protected void rollbackImpl() {}
        });
    }

    private static void remove(KeycloakSession session, String realmId, String userId) {
        EntityManager entities =
                session.getProvider(JpaConnectionProvider.class).getEntityManager();
        for (String entity : List.of("PendingSignInEntity", "SignInGateEntity")) {
            String all = "delete from " + entity + " r where r.realmId = :realm";
            Query query = entities.createQuery(userId == null ? all : all + " and r.userId = :user")
                    .setParameter("realm", realmId);
            (userId == null ? query : query.setParameter("user", userId)).executeUpdate();
        }
    }
}
