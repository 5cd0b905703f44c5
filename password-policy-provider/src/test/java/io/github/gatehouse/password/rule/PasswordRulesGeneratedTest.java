package io.github.gatehouse.password.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Properties that hold for every input. A run is repeated with {@code -Dseed=<the printed one>}. */
class PasswordRulesGeneratedTest {

    private static final int RUNS = 20_000;

    /** Characters that case, accents, signs and surrogates make difficult, and plain ones. */
    private static final int[] CHARACTERS =
            "aAbBzZ019 !%^&()<>#$*/@-_.,'ßẞſςσΣİıiIéÉñÑÅåǅªⒶﬁﬀ王И\u0301\u0307\u00a0\u2011😀𝐀"
                    .codePoints()
                    .toArray();

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void aPasswordMadeAroundANameIsRefusedHoweverTheNameIsWritten() {
        for (int run = 0; run < RUNS; run++) {
            String name = text(6);
            String written =
                    switch (random.nextInt(3)) {
                        case 0 -> name.toUpperCase(Locale.ROOT);
                        case 1 -> name.toLowerCase(Locale.ROOT);
                        default -> name;
                    };
            if (ComparableText.of(name).isBlank()) {
                continue;
            }
            assertThat(new NamesRule(1).check(text(4) + written + text(4), new PasswordOwner(null, name, null)))
                    .as("name %s written %s, seed %d", codes(name), codes(written), seed)
                    .isPresent();
        }
    }

    @Test
    void comparingOnceIsAsGoodAsComparingTwice() {
        for (int run = 0; run < RUNS; run++) {
            String once = ComparableText.of(text(8));
            assertThat(ComparableText.of(once))
                    .as("%s, seed %d", codes(once), seed)
                    .isEqualTo(once);
        }
    }

    @Test
    void aForbiddenCharacterIsNamedIfAndOnlyIfThePasswordHasIt() {
        ForbiddenCharactersRule rule = new ForbiddenCharactersRule("# $ * / @");
        for (int run = 0; run < RUNS; run++) {
            String password = text(10);
            String expected = "#$*/@"
                    .codePoints()
                    .filter(character -> password.indexOf(character) >= 0)
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining(" "));
            String found = rule.check(password, PasswordOwner.UNKNOWN)
                    .map(violation -> (String) violation.parameters().get(0))
                    .orElse("");
            assertThat(found).as("%s, seed %d", codes(password), seed).isEqualTo(expected);
        }
    }

    @Test
    void whatIsAgentSafeIsWhatAsciiHoldsInAsManyBytes() {
        AgentSafeRule rule = new AgentSafeRule(6);
        int safe = 0;
        for (int run = 0; run < RUNS; run++) {
            String password = text(2) + text(2) + text(2) + text(2);
            boolean expected = StandardCharsets.US_ASCII.newEncoder().canEncode(password)
                    && password.codePoints().noneMatch(Character::isISOControl)
                    && password.getBytes(StandardCharsets.US_ASCII).length <= 6;
            assertThat(rule.check(password, PasswordOwner.UNKNOWN).isEmpty())
                    .as("%s, seed %d", codes(password), seed)
                    .isEqualTo(expected);
            safe += expected ? 1 : 0;
        }
        assertThat(safe).as("seed %d", seed).isBetween(RUNS / 100, RUNS / 2);
    }

    @Test
    void addingACharacterNeverTakesATypeAway() {
        for (int run = 0; run < RUNS; run++) {
            String password = text(8);
            for (int needed = 1; needed <= 4; needed++) {
                CharacterTypesRule rule = new CharacterTypesRule(needed);
                if (rule.check(password, PasswordOwner.UNKNOWN).isEmpty()) {
                    assertThat(rule.check(password + text(1), PasswordOwner.UNKNOWN))
                            .as("%s, seed %d", codes(password), seed)
                            .isEmpty();
                }
            }
        }
    }

    private String text(int longest) {
        return IntStream.range(0, random.nextInt(longest) + 1)
                .mapToObj(position -> Character.toString(CHARACTERS[random.nextInt(CHARACTERS.length)]))
                .collect(Collectors.joining());
    }

    private static String codes(String text) {
        return text.codePoints()
                .mapToObj(character -> String.format("U+%04X", character))
                .collect(Collectors.joining(" "));
    }
}
