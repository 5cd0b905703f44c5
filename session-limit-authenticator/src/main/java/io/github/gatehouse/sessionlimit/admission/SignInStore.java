package io.github.gatehouse.sessionlimit.admission;

import java.util.Collection;
import java.util.List;

/** The live sign-ins of one user: what the decision and the page need of the server, and no more. */
public interface SignInStore {

    /** The user's live sign-ins of this moment, the oldest first ({@link LiveSignIn#OLDEST_FIRST}). */
    List<LiveSignIn> live();

    /**
     * Ends these sign-ins and signs their applications out. One that has ended meanwhile is passed over, and so is the
     * id of anything that is not a sign-in of this user.
     */
    void end(Collection<String> ids);
}
