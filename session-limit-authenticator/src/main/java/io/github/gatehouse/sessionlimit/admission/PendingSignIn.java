package io.github.gatehouse.sessionlimit.admission;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * A place that is held for a sign-in whose session does not exist yet, or does not have the client yet that is counted.
 *
 * @param id that the user session will have; Keycloak knows it beforehand
 * @param started when the place was first given
 * @param parked true: the person is at a page after the cap's step (a forced password change, consent); false: a
 *     request is on its way to the session at this moment
 * @param expires when the place is nobody's any more
 * @param replaces live sign-ins that end when this one's session begins; they and this place count as one
 */
public record PendingSignIn(String id, Instant started, boolean parked, Instant expires, List<String> replaces) {

    /** Parked ones first, for nobody is on the way there; then by start, then by id. */
    public static final Comparator<PendingSignIn> FIRST_TO_DROP = Comparator.comparing(
                    (PendingSignIn pending) -> !pending.parked())
            .thenComparing(PendingSignIn::started)
            .thenComparing(PendingSignIn::id);

    public PendingSignIn {
        replaces = List.copyOf(replaces);
    }
}
