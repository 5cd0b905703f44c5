package io.github.gatehouse.sessionlimit.admission;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The places of a realm's cap, as one of its users sees them: as a {@link SignInStore} it has that user's own live
 * sign-ins and places, and its gate is that of the whole realm. Every call is one statement.
 */
public interface RealmStore extends SignInStore {

    /** Holds a place for a sign-in, or leaves the one that it has. */
    void announce(PendingSignIn place);

    /** The live sign-ins and the places of everybody, as they were at one instant. */
    int occupied();

    /** The live sign-ins of others than the user and those of their places that replace nobody, at one instant. */
    int occupiedByOthers();

    /** What each of the places of others replaces that replaces anybody. */
    List<List<String>> replacedByOthers();

    /** Those of the realm's live sign-ins that have these ids. */
    Set<String> liveAmong(Collection<String> ids);

    /** Gives up all places of the realm that have expired by now. */
    void dropExpired(Instant now);
}
