package io.github.gatehouse.sessionlimit.admission;

import java.util.List;

/** What {@link Admission} says about one sign-in. */
public sealed interface Decision {

    /** The sign-in may go on; nothing ends. */
    record Admit() implements Decision {}

    /**
     * The person has to choose.
     *
     * @param toEnd how many live sign-ins have to end at least before this one may go on; 1 or more
     */
    record Ask(int toEnd) implements Decision {}

    /**
     * The sign-in may go on once these have ended.
     *
     * @param ids live sign-ins, the least recently used first; never empty
     */
    record End(List<String> ids) implements Decision {
        public End {
            ids = List.copyOf(ids);
        }
    }

    /** The sign-in is refused; nothing ends. */
    record Deny() implements Decision {}
}
