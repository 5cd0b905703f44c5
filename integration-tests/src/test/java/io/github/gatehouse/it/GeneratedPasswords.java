package io.github.gatehouse.it;

import io.github.gatehouse.password.rule.PasswordOwner;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/** Names, and passwords that have something to do with them. */
final class GeneratedPasswords {

    /** What case, accents, width, signs, white space and surrogates make difficult. */
    private static final int[] DIFFICULT =
            ("ßẞſςσΣİıiIéÉñÑÅåǅªⒶﬁﬀ王Иŉǰΐᾳ①ｱ㎏ᲐაꭰᎠ\u0301\u0307\u0345\u00a0\u2007\u2011\u2028\u202f\u3000\ufeff\u0085"
                            + "\u001c\u001f\u000b\u1680\u180e\u200b\ue000😀𝐀𐐀\0")
                    .codePoints()
                    .toArray();

    private static final int[] PLAIN =
            "aAbBcCdDeEzZ0192 !%^&()<>#$*/@-_.,'\t".codePoints().toArray();

    /** In the JDK that runs the test, which may know more characters than an older one, and less than the browser. */
    static final int[] ASSIGNED = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .filter(Character::isDefined)
            .filter(character -> Character.getType(character) != Character.PRIVATE_USE)
            .toArray();

    private final Random random;

    GeneratedPasswords(Random random) {
        this.random = random;
    }

    PasswordOwner owner() {
        return new PasswordOwner(userName(), name(), name());
    }

    String password(PasswordOwner owner) {
        return switch (random.nextInt(4)) {
            case 0 -> text(20);
            case 1 -> text(6) + written(owner.userName()) + text(6);
            case 2 -> text(6) + written(owner.firstName()) + text(6);
            default -> text(6) + written(owner.lastName()) + text(6);
        };
    }

    private String userName() {
        String name = name();
        return name != null && random.nextBoolean() ? name + "@" + text(4) : name;
    }

    private String name() {
        return switch (random.nextInt(8)) {
            case 0 -> null;
            case 1 -> text(5) + random.nextInt(10) + " " + text(5);
            case 2 -> text(5) + "-" + text(5);
            // Cut, as what is behind 1 024 characters is.
            case 3 -> random.nextInt(50) == 0 ? "-x".repeat(510) + text(10) : text(10);
            default -> text(10);
        };
    }

    /** The name, or a piece of it, as somebody could write it into a password. */
    private String written(String name) {
        if (name == null || name.isEmpty()) {
            return "";
        }
        int from = random.nextInt(name.length());
        int to = from + random.nextInt(name.length() - from) + 1;
        return switch (random.nextInt(7)) {
            case 0 -> name.toUpperCase(Locale.ROOT);
            case 1 -> name.toLowerCase(Locale.ROOT);
            case 2 -> decomposed(name);
            case 3 -> Normalizer.normalize(name, Normalizer.Form.NFC);
            case 4 -> name.replaceAll("[^\\p{L}\\p{Nd}]", "");
            case 5 -> name.substring(from, to);
            default -> name;
        };
    }

    private static String decomposed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD).replaceAll("\\p{Mn}", "");
    }

    /** Of one to so many characters. */
    String text(int longest) {
        int[] characters =
                switch (random.nextInt(4)) {
                    case 0 -> ASSIGNED;
                    case 1 -> DIFFICULT;
                    default -> PLAIN;
                };
        return text(IntStream.range(0, random.nextInt(longest) + 1)
                .map(i -> characters[random.nextInt(characters.length)])
                .toArray());
    }

    static String text(int[] characters) {
        return new String(characters, 0, characters.length);
    }
}
