package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.setup.ConnectionPool;
import io.github.gatehouse.sessionlimit.setup.RealmSetUp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import org.keycloak.common.util.MultiSiteUtils;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Says in the log where the cap is set up so that it does not do what somebody expects: at the start, and of a realm
 * when its flows, identity providers or settings were saved. Never ends a start or a request. Without the step in any
 * realm it says nothing.
 */
final class SetUpCheck {

    private static final Logger LOG = Logger.getLogger(SetUpCheck.class);

    /** Of the request's session: that a realm is looked at when the request is through; with the id behind it. */
    private static final String CHECKED = "gatehouse.session-limit.checked.";

    /** What was last said of a realm, by its id: not said again at each save. */
    private static final Map<String, String> SAID = new ConcurrentHashMap<>();

    private SetUpCheck() {}

    /** Whether sessions are in the database on this server. Where they are not, nothing is counted and nobody refused. */
    static boolean canCount() {
        return MultiSiteUtils.isPersistentSessionsEnabled();
    }

    static void atStart(KeycloakSessionFactory factory) {
        try {
            List<String> realms = KeycloakModelUtils.runJobInTransactionWithResult(factory, SetUpCheck::realmsWithStep);
            if (!realms.isEmpty()) {
                checkServer();
            }
            realms.forEach(realm -> check(factory, realm));
        } catch (RuntimeException e) {
            LOG.warn("It could not be checked how the session limit is set up", e);
        }
    }

    /** Once what the request has changed is stored. */
    static void afterwards(KeycloakSession session, String realmId) {
        if (session.getAttribute(CHECKED + realmId) != null) {
            return;
        }
        session.setAttribute(CHECKED + realmId, true);
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                check(session.getKeycloakSessionFactory(), realmId);
            }

            @Override
            protected void rollbackImpl() {}
        });
    }

    /** By the entities and not the models, so that a start with thousands of realms without the step costs one query. */
    private static List<String> realmsWithStep(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createQuery(
                        "select distinct e.realm.id from AuthenticationExecutionEntity e where e.authenticator = :step",
                        String.class)
                .setParameter("step", SessionLimitAuthenticatorFactory.ID)
                .getResultList();
    }

    private static void check(KeycloakSessionFactory factory, String realmId) {
        try {
            KeycloakModelUtils.runJobInTransaction(factory, job -> {
                RealmModel realm = job.realms().getRealm(realmId);
                if (realm != null) {
                    job.getContext().setRealm(realm);
                    say(realm, RealmSetUp.finding(realm.getName(), WaysToSignIn.of(job, realm)));
                }
            });
        } catch (RuntimeException e) {
            LOG.warnf(e, "It could not be checked how the session limit of realm %s is set up", realmId);
        }
    }

    private static void say(RealmModel realm, Optional<String> finding) {
        if (finding.isPresent()) {
            if (!finding.get().equals(SAID.put(realm.getId(), finding.get()))) {
                LOG.warn(finding.get());
            }
        } else if (SAID.remove(realm.getId()) != null) {
            LOG.infof("Realm %s: what was said of the session limit is mended.", realm.getName());
        }
    }

    private static void checkServer() {
        if (!canCount()) {
            LOG.warn(
                    "There is no session limit on this server: its feature persistent-user-sessions is off, so sign-ins"
                            + " are not in the database, where they are counted and held. Switch the feature on.");
        }
        ConfigProvider.getConfig()
                .getOptionalValue("quarkus.thread-pool.max-threads", Integer.class)
                .flatMap(requests -> ConnectionPool.finding(poolSize(), requests))
                .ifPresent(LOG::warn);
    }

    /** How many connections to the database this node has at most; Keycloak's default where that is not to be seen. */
    static int poolSize() {
        return ConfigProvider.getConfig()
                .getOptionalValue("quarkus.datasource.jdbc.max-size", Integer.class)
                .orElse(100);
    }
}
