package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.admission.BusyException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets few decisions about places be made at once on this node, and one at a time of the same user, so that sign-ins
 * that wait for one another do so here and not with a database connection in their hands: a decision needs a further
 * one beside that of the request.
 */
final class AdmissionQueue {

    /** How many decisions are made at once; docs/session-limit.md computes the size of the connection pool from it. */
    static final int PERMITS = 8;

    private static final int USERS = 256;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Semaphore connections = new Semaphore(PERMITS, true);
    private final Semaphore[] users = new Semaphore[USERS];

    AdmissionQueue() {
        Arrays.setAll(users, i -> new Semaphore(1, true));
    }

    /** @throws BusyException it was not the turn of this decision within five seconds */
    <T> T inTurn(String realmId, String userId, Supplier<T> decision) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        Semaphore user = users[Math.floorMod(31 * realmId.hashCode() + userId.hashCode(), USERS)];
        return with(user, until, () -> with(connections, until, decision));
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
