package io.github.gatehouse.testclock.keycloak;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.WebApplicationException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Holds the gate of somebody's sign-ins in the database, as a node that is slow would: {@code PUT} and {@code DELETE
 * /realms/{realm}/test-gate/{user id}}. A minute at most.
 *
 * <p>Anybody may call it. It is for tests and stands in no shipped jar.
 */
public final class TestGateResource {

    private static final int MOST_SECONDS = 60;
    private static final Map<String, CountDownLatch> HELD = new ConcurrentHashMap<>();

    private final KeycloakSession session;

    TestGateResource(KeycloakSession session) {
        this.session = session;
    }

    /** Answers as soon as the gate is held; 404 where there is none. */
    @PUT
    @Path("{user}")
    public void hold(@PathParam("user") String user) throws InterruptedException {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        String realm = session.getContext().getRealm().getId();
        CountDownLatch letGo = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        HELD.put(user, letGo);
        Thread holder = new Thread(
                () -> KeycloakModelUtils.runJobInTransaction(factory, job -> {
                    if (!job.getProvider(JpaConnectionProvider.class)
                            .getEntityManager()
                            .createNativeQuery("select USER_ID from GATEHOUSE_SIGN_IN_GATE"
                                    + " where REALM_ID = ?1 and USER_ID = ?2 for update")
                            .setParameter(1, realm)
                            .setParameter(2, user)
                            .getResultList()
                            .isEmpty()) {
                        held.countDown();
                        await(letGo);
                    }
                }),
                "test-gate");
        holder.setDaemon(true);
        holder.start();
        if (!held.await(MOST_SECONDS / 2, TimeUnit.SECONDS)) {
            throw new WebApplicationException(404);
        }
    }

    /** Lets go of it, if it is held. */
    @DELETE
    @Path("{user}")
    public void letGo(@PathParam("user") String user) {
        CountDownLatch letGo = HELD.remove(user);
        if (letGo != null) {
            letGo.countDown();
        }
    }

    private static void await(CountDownLatch letGo) {
        try {
            letGo.await(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
