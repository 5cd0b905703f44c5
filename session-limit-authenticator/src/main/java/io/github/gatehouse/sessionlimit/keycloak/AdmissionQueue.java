package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.admission.BusyException;
import io.github.gatehouse.sessionlimit.setup.ConnectionPool;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * Lets few decisions about places be made at once on this node, and one at a time of the same user, so that sign-ins
 * that wait for one another do so here and not with a database connection in their hands: a decision needs further ones
 * beside that of the request. Where the pool is small, few requests may even wait here, for they hold theirs meanwhile.
 */
final class AdmissionQueue {

    private static final int USERS = 256;

    /** So long a decision may wait for a lock in the database at least; drivers count whole seconds. */
    private static final long LEAST = Duration.ofSeconds(1).toNanos();

    private final Semaphore requests;
    private final Semaphore connections;
    private final Semaphore[] users = new Semaphore[USERS];

    AdmissionQueue(ConnectionPool pool) {
        requests = new Semaphore(pool.requests());
        connections = new Semaphore(pool.decisions(), true);
        Arrays.setAll(users, i -> new Semaphore(1, true));
    }

    /**
     * @param decision is given until when it may take, by {@code System.nanoTime()}: a second from now at least
     * @throws BusyException it was not the turn of this decision within them
     */
    <T> T inTurn(String realmId, String userId, LongFunction<T> decision) {
        long until = System.nanoTime() + SignInTables.PATIENCE.toNanos();
        long turn = until - LEAST;
        Semaphore user = users[Math.floorMod(31 * realmId.hashCode() + userId.hashCode(), USERS)];
        // Who may not wait here is told at once, for he keeps a connection from those who decide.
        return with(
                requests,
                System.nanoTime(),
                () -> with(user, turn, () -> with(connections, turn, () -> decision.apply(until))));
    }

    private static <T> T with(Semaphore permits, long until, Supplier<T> action) {
        try {
            if (!permits.tryAcquire(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new BusyException("Others are not done with deciding about sign-ins");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusyException("Interrupted while others decided about sign-ins", e);
        }
        try {
            return action.get();
        } finally {
            permits.release();
        }
    }
}
