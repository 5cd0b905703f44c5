package io.github.gatehouse.sessionlimit.setup;

import java.util.Optional;

/** Whether there are enough connections to the database that no sign-in waits for one with another in its hands. */
public final class ConnectionPool {

    private ConnectionPool() {}

    /**
     * What is wrong, and what to do about it, in one line; nothing if the pool is large enough.
     *
     * @param size how many connections to the database this node has at most
     * @param requests how many requests it works on at once at most
     * @param decisions how many decisions about sign-ins it makes at once at most; each takes up to two further
     *     connections
     */
    public static Optional<String> finding(int size, int requests, int decisions) {
        int needed = requests + 2 * decisions;
        return size >= needed
                ? Optional.empty()
                : Optional.of("db-pool-max-size is " + size + ", and the session limit needs " + needed + ": "
                        + requests + " requests at once (http-pool-max-threads), and 2 for each of " + decisions
                        + " decisions. With fewer, many sign-ins at once are slow, or get a page that says to try again."
                        + " Start with --db-pool-max-size=" + needed + ", or with fewer http-pool-max-threads.");
    }
}
