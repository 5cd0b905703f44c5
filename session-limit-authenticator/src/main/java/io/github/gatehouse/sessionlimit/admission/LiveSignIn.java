package io.github.gatehouse.sessionlimit.admission;

import java.time.Instant;
import java.util.Comparator;

/**
 * One live sign-in of a user: an online user session that is not expired.
 *
 * @param id of the user session
 * @param started when the person signed in, in whole seconds
 * @param lastUsed when an application last used it, in whole seconds
 */
public record LiveSignIn(String id, Instant started, Instant lastUsed) {

    /**
     * "Oldest" first: the least recently used, ties by start, then by id. Keycloak keeps whole seconds, so ties are
     * common, and two nodes that decide at once have to name the same one.
     */
    public static final Comparator<LiveSignIn> OLDEST_FIRST = Comparator.comparing(LiveSignIn::lastUsed)
            .thenComparing(LiveSignIn::started)
            .thenComparing(LiveSignIn::id);
}
