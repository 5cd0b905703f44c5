package io.github.gatehouse.sessionlimit.admission;

import java.time.Instant;
import java.util.List;

/**
 * The sign-ins of one user that one cap counts ({@link LimitScope}), as a database keeps them, seen from within one
 * transaction: what others have committed and what this transaction wrote. {@link SignInGate} says in which order it is
 * asked, and why. A sign-in holds a place for each cap that counts it.
 */
public interface SignInStore {

    /**
     * Waits until no other transaction holds this user's gate, and holds it until this transaction ends.
     *
     * @throws BusyException the gate did not open in time
     */
    void lock();

    /** All places that are held for the user, also those that have expired, and the one with this id whoever's it is. */
    List<PendingSignIn> pending(String own);

    /** How many live sign-ins the user has; {@link #LIVE} if the one with this id is among them. */
    int count(String own);

    /** The answer of {@link #count} when the sign-in is live itself, and nothing is left to decide. */
    int LIVE = -1;

    /** The user's live sign-ins, in any order. */
    List<LiveSignIn> live();

    /** Whether nobody can finish this sign-in any more, because Keycloak has forgotten the pages it waits at. */
    boolean isAbandoned(PendingSignIn place);

    /**
     * Holds a place, in one statement, if there surely is one: fewer than the limit are live or hold a place, none of the
     * places has expired by {@code now}, and the sign-in itself is not one of them. False: nothing was written, and it
     * has to be looked at more closely; so it may also be while sessions that are over are still in the database.
     *
     * @param place that replaces nobody
     */
    boolean reserveIfFree(PendingSignIn place, int limit, Instant now);

    /**
     * The same in a transaction of its own that is this one statement, with the gate: held by nobody when the statement
     * reads, and by this one until it has written. False also if the gate was held or is not there yet, and where the
     * database cannot do it.
     *
     * @throws BusyException the gate did not open in time
     */
    boolean reserveAtOnceIfFree(PendingSignIn place, int limit, Instant now);

    /** Holds a place for a sign-in that has none yet. */
    void reserve(PendingSignIn place);

    /** Replaces what is known of a place that was read in this transaction; false if it changed meanwhile or is gone. */
    boolean replace(PendingSignIn read, PendingSignIn by);

    /** Gives a place up that was read in this transaction; false if it changed meanwhile or is gone. */
    boolean drop(PendingSignIn read);

    /** Marks the place with this id as on its way until then; false if there is none. */
    boolean renew(String id, Instant expires);

    /** Marks the place with this id as parked until then. There may be none: its session has begun. */
    void park(String id, Instant expires);

    /** Gives up the place with this id, if there is one. */
    void release(String id);

    /** Gives up the place with this id if it replaces nobody; false if there is no such place. */
    boolean take(String id);

    /** Removes these live sign-ins. One that has ended meanwhile is passed over. */
    void remove(List<String> ids);
}
