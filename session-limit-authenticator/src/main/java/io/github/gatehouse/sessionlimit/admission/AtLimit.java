package io.github.gatehouse.sessionlimit.admission;

import java.util.Arrays;
import java.util.Optional;

/** What happens when a sign-in finds the cap reached. The ids are the values of the settings; see docs/session-limit.md. */
public enum AtLimit {
    /** The person sees the sign-ins there are and chooses which to end. Needs a page. */
    ASK("ask"),
    /** The sign-ins that were not used for longest end, as many as needed. */
    END_OLDEST("end-oldest"),
    /** The new sign-in is refused and the others stay. */
    DENY("deny");

    private final String id;

    AtLimit(String id) {
        this.id = id;
    }

    /** The word that stands in the settings. Never changes. */
    public String id() {
        return id;
    }

    /** The behaviour with this id, or nothing for null and for any other word. */
    public static Optional<AtLimit> ofId(String id) {
        return Arrays.stream(values()).filter(value -> value.id.equals(id)).findFirst();
    }
}
