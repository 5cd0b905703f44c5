package io.github.gatehouse.sessionlimit.setup;

import java.util.Optional;

/**
 * How many sign-ins may be decided about at once, so that none waits for a connection to the database with another in its
 * hands that the others wait for.
 *
 * @param decisions how many are made at once; each takes up to two connections beside that of its request
 * @param requests how many requests may be at it, those included that wait for their turn with a connection in their
 *     hands
 */
public record ConnectionPool(int decisions, int requests) {

    private static final int DECISIONS = 8;

    /** @param size how many connections to the database this node has at most */
    public static ConnectionPool of(int size) {
        int decisions = Math.max(1, Math.min(DECISIONS, size / 5));
        return new ConnectionPool(decisions, Math.max(1, size - 2 * decisions));
    }

    /**
     * What is wrong, and what to do about it, in one line; nothing if the pool is large enough.
     *
     * @param size how many connections to the database this node has at most
     * @param requests how many requests it works on at once at most
     */
    public static Optional<String> finding(int size, int requests) {
        int needed = requests + 2 * DECISIONS;
        return size >= needed
                ? Optional.empty()
                : Optional.of("db-pool-max-size is " + size + ", and the session limit needs " + needed + ": "
                        + requests + " requests at once (http-pool-max-threads), and 2 for each of " + DECISIONS
                        + " decisions. With fewer, many sign-ins at once are slow, or get a page that says to try again."
                        + " Start with --db-pool-max-size=" + needed + ", or with fewer http-pool-max-threads.");
    }
}
