package io.github.gatehouse.sessionlimit.admission;

import java.util.OptionalInt;
import java.util.stream.Stream;

/** Exceptions from the cap, as they stand in an attribute of a user, a group or a role. */
public final class LimitOverride {

    private LimitOverride() {}

    /** The number in the attribute; nothing if it is no whole number from 0. */
    public static OptionalInt number(String value) {
        try {
            int number = Integer.parseInt(value.strip());
            return number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    /** The one that lets most in; 0 is no cap and therefore the largest. Nothing if there are none. */
    public static OptionalInt largest(Stream<Integer> limits) {
        return limits.mapToInt(Integer::intValue)
                .reduce((one, other) -> one == 0 || other == 0 ? 0 : Math.max(one, other));
    }
}
