package io.github.gatehouse.testclock.keycloak;

import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.keycloak.common.util.Time;
import org.keycloak.connections.infinispan.InfinispanConnectionProvider;
import org.keycloak.connections.infinispan.InfinispanUtil;
import org.keycloak.models.KeycloakSession;

/**
 * Moves the clock of the whole server, caches included: {@code PUT /realms/{realm}/test-clock/{seconds}}.
 *
 * <p>Anybody may call it. It is for tests and stands in no shipped jar.
 */
public final class TestClockResource {

    private static Runnable undoOfCaches;

    private final KeycloakSession session;

    TestClockResource(KeycloakSession session) {
        this.session = session;
    }

    /**
     * @param seconds how far the server's clock is to be ahead of the real one; 0 sets it right again
     */
    @PUT
    @Path("{seconds}")
    public void set(@PathParam("seconds") int seconds) {
        Time.setOffset(seconds);
        synchronized (TestClockResource.class) {
            if (seconds != 0 && undoOfCaches == null) {
                undoOfCaches = InfinispanUtil.setTimeServiceToKeycloakTime(
                        session.getProvider(InfinispanConnectionProvider.class)
                                .getCache(InfinispanConnectionProvider.USER_CACHE_NAME)
                                .getCacheManager());
            } else if (seconds == 0 && undoOfCaches != null) {
                undoOfCaches.run();
                undoOfCaches = null;
            }
        }
    }
}
