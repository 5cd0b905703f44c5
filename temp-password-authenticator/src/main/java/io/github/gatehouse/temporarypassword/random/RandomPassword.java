package io.github.gatehouse.temporarypassword.random;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * A random temporary password: 16 characters of all four types, none of which looks like another when it is read from a
 * screen or a note. About 90 bits.
 */
public final class RandomPassword {

    private static final int LENGTH = 16;

    /** Without 0 O o, 1 I l i, 2 Z z, 5 S s and 8 B. */
    private static final List<String> TYPES =
            List.of("ACDEFGHJKLMNPQRTUVWXY", "abcdefghjkmnpqrtuvwxy", "34679", "!%&()<>");

    private RandomPassword() {}

    /**
     * Makes one.
     *
     * @param random where the randomness comes from; outside of tests a {@link java.security.SecureRandom}
     */
    public static String make(RandomGenerator random) {
        List<String> characters = new ArrayList<>();
        TYPES.forEach(type -> characters.add(pick(type, random)));
        String all = String.join("", TYPES);
        while (characters.size() < LENGTH) {
            characters.add(pick(all, random));
        }
        for (int last = characters.size() - 1; last > 0; last--) {
            Collections.swap(characters, last, random.nextInt(last + 1));
        }
        return characters.stream().collect(Collectors.joining());
    }

    private static String pick(String characters, RandomGenerator random) {
        return String.valueOf(characters.charAt(random.nextInt(characters.length())));
    }
}
