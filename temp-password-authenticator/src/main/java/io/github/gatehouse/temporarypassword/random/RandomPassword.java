package io.github.gatehouse.temporarypassword.random;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
        return mixed(characters, random);
    }

    /**
     * Makes one with many of some types and few or none of others, every mixture being as likely: for realms that ask
     * for eight digits, or allow no special characters.
     *
     * @param random as for {@link #make}
     */
    public static String makeUneven(RandomGenerator random) {
        // Three bars among the characters part them into four types.
        Set<Integer> bars = new HashSet<>();
        while (bars.size() < TYPES.size() - 1) {
            bars.add(random.nextInt(LENGTH + TYPES.size() - 1));
        }
        List<String> characters = new ArrayList<>();
        int type = 0;
        for (int place = 0; place < LENGTH + TYPES.size() - 1; place++) {
            if (bars.contains(place)) {
                type++;
            } else {
                characters.add(pick(TYPES.get(type), random));
            }
        }
        return mixed(characters, random);
    }

    private static String mixed(List<String> characters, RandomGenerator random) {
        for (int last = characters.size() - 1; last > 0; last--) {
            Collections.swap(characters, last, random.nextInt(last + 1));
        }
        return characters.stream().collect(Collectors.joining());
    }

    private static String pick(String characters, RandomGenerator random) {
        return String.valueOf(characters.charAt(random.nextInt(characters.length())));
    }
}
