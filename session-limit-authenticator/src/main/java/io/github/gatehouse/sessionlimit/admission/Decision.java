package io.github.gatehouse.sessionlimit.admission;

import java.util.List;

/** What {@link Admission} says about one sign-in. */
public sealed interface Decision {

    /**
     * The sign-in may go on.
     *
     * @param ending live sign-ins that end when its session begins, the least recently used first
     * @param dropping unfinished sign-ins that lose their place at once
     */
    record Admit(List<String> ending, List<PendingSignIn> dropping) implements Decision {
        public Admit {
            ending = List.copyOf(ending);
            dropping = List.copyOf(dropping);
        }

        /** Nothing ends. */
        public static Admit freely() {
            return new Admit(List.of(), List.of());
        }
    }

    /**
     * The person has to choose.
     *
     * @param toChoose how many are to be chosen, live and unfinished ones, so that this one may go on whichever they are; 1
     *     or more
     */
    record Ask(int toChoose) implements Decision {}

    /**
     * The sign-in is refused; nothing ends.
     *
     * @param occupied how many places are taken: live sign-ins, and those that are held for unfinished ones
     */
    record Deny(int occupied) implements Decision {}
}
