package io.github.gatehouse.password.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is typed, the rules answer, and the same in every server. A run is repeated with {@code -Dseed=<the printed
 * one>}.
 */
class BadInputTest {

    private static final int CASES = 1_000_000;
    private static final int BATCH = 10_000;
    private static final int MEGABYTE = 1 << 20;

    private static final List<PasswordRule> RULES = List.of(
            new MinimumLengthRule(8),
            new NamesRule(1),
            new CharacterTypesRule(3),
            new ForbiddenCharactersRule("# $ * / @"),
            new AgentSafeRule(32));

    /** Those whose own case rules differ, and those that sort or write differently. */
    private static final List<Locale> LOCALES =
            Stream.of("en", "tr", "lt", "az", "de").map(Locale::forLanguageTag).toList();

    private static final String SEPARATORS = ", . - _ # \t \u00a0 \u2010 \u2011 \u2013";

    private static final String[] PIECES = {
        "\ud800", "\udbff", "\udc00", "\udfff", "\0", "\u0001", "\u0300", "\u0307", "\u036f", "\u0345", "\u05b0",
        "\u20dd", "\u202e", "\u200f", "\u061c", "\u05d0", "\u0627", "\ufdfa", "\u200d", "\ufe0f", "\ufeff", "\uffff",
        "😀", "𝐀", "İ", "ı", "I", "i", "J\u0307", "į\u0301", "ß", "ẞ", "ς", "Σ", "ŉ", "ﬁ", "ǅ", "王", "#", "$", "@",
        "!", "'", "{0}", "%s", "a", "B", "7", " ", ",", "-", "\u2011"
    };

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final Locale before = Locale.getDefault();

    private record Case(PasswordOwner owner, String password) {

        List<Optional<RuleViolation>> verdict() {
            return RULES.stream().map(rule -> rule.check(password, owner)).toList();
        }

        @Override
        public String toString() {
            return Stream.of(password, owner.userName(), owner.firstName(), owner.lastName())
                    .map(Case::units)
                    .toList()
                    .toString();
        }

        private static String units(String text) {
            StringBuilder units = new StringBuilder();
            String start = text == null ? "null" : text.substring(0, Math.min(text.length(), 80));
            start.chars().forEach(unit -> units.append(String.format("%04x ", unit)));
            return units.toString();
        }
    }

    @AfterEach
    void restoreTheDefaultLocale() {
        Locale.setDefault(before);
    }

    @Test
    void everyInputHasTheSameVerdictInEveryDefaultLocale() {
        System.out.println("Bad input to the password rules: seed " + seed);
        Map<PasswordRule, int[]> keptAndBroken = new LinkedHashMap<>();
        RULES.forEach(rule -> keptAndBroken.put(rule, new int[2]));
        for (int batch = 0; batch < CASES / BATCH; batch++) {
            // In English and one of the others, by turns.
            Locale other = LOCALES.get(1 + batch % (LOCALES.size() - 1));
            List<Case> cases = Stream.generate(this::generated).limit(BATCH).toList();
            count(agree(cases, List.of(LOCALES.get(0), other)), keptAndBroken);
        }
        // Only where each rule has been kept and broken often are the verdicts worth something.
        keptAndBroken.forEach(
                (rule, counts) -> assertThat(Arrays.stream(counts).min().orElseThrow())
                        .as("how often %s was kept, or broken, seed %d", rule, seed)
                        .isGreaterThan(CASES / 20));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"a", "\0", "😀", "\ud800", "\u202e\u05d0", "aB3! ", "- ", "@", "\u0301a"})
    void aMegabyteOfAnythingHasTheSameVerdictInEveryDefaultLocale(String piece) {
        String megabyte = piece.repeat(MEGABYTE / piece.length());
        agree(
                List.of(
                        new Case(PasswordOwner.UNKNOWN, megabyte),
                        new Case(new PasswordOwner(megabyte, megabyte, megabyte), "Passw0rd!"),
                        new Case(new PasswordOwner("x", megabyte + "x", null), megabyte)),
                LOCALES);
    }

    /** Out of their canonical order, they are put in order one past the other, in a time that grows with the square. */
    @Test
    void aMegabyteOfCombiningMarksInANameStallsNoServer() {
        String marks = "a" + "\u0301".repeat(MEGABYTE / 2) + "\u0316".repeat(MEGABYTE / 2);
        PasswordOwner owner = new PasswordOwner(marks, marks, marks);

        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(new NamesRule(3).check("Passw0rd!", owner)).isEmpty());
    }

    private List<List<Optional<RuleViolation>>> agree(List<Case> cases, List<Locale> locales) {
        List<List<Optional<RuleViolation>>> first = null;
        for (Locale locale : locales) {
            Locale.setDefault(locale);
            List<List<Optional<RuleViolation>>> verdicts =
                    cases.parallelStream().map(this::verdictOf).toList();
            first = first == null ? verdicts : first;
            for (int i = 0; i < cases.size(); i++) {
                if (!verdicts.get(i).equals(first.get(i))) {
                    assertThat(verdicts.get(i))
                            .as("in %s, of %s, seed %d", locale, cases.get(i), seed)
                            .isEqualTo(first.get(i));
                }
            }
        }
        return first;
    }

    private static void count(List<List<Optional<RuleViolation>>> verdicts, Map<PasswordRule, int[]> keptAndBroken) {
        for (List<Optional<RuleViolation>> verdict : verdicts) {
            int rule = 0;
            for (int[] counts : keptAndBroken.values()) {
                counts[verdict.get(rule++).isPresent() ? 1 : 0]++;
            }
        }
    }

    private List<Optional<RuleViolation>> verdictOf(Case c) {
        try {
            return c.verdict();
        } catch (RuntimeException e) {
            throw new AssertionError("in " + Locale.getDefault() + ", " + c + ", seed " + seed, e);
        }
    }

    private Case generated() {
        String password = text(random.nextInt(20));
        return new Case(new PasswordOwner(name(password), name(password), name(password)), password);
    }

    private String name(String password) {
        return switch (random.nextInt(10)) {
            case 0 -> null;
            case 1 -> " \t\u00a0\u3000".substring(random.nextInt(5));
            case 2 -> piece();
            case 3 -> "!?'\"()-.".substring(random.nextInt(9));
            case 4 -> SEPARATORS;
            case 5 -> password;
            case 6 -> password.substring(random.nextInt(password.length() + 1)).toUpperCase(Locale.ROOT);
            case 7 -> text(2) + "@" + text(2);
            default -> text(random.nextInt(12));
        };
    }

    private String text(int pieces) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pieces; i++) {
            switch (random.nextInt(4)) {
                case 0 -> text.append((char) random.nextInt(0x10000));
                case 1 -> text.append((char) (' ' + random.nextInt(95)));
                default -> text.append(piece());
            }
        }
        return text.toString();
    }

    private String piece() {
        return PIECES[random.nextInt(PIECES.length)];
    }
}
