package io.github.gatehouse.temporarypassword.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.gatehouse.password.rule.AgentSafeRule;
import io.github.gatehouse.password.rule.CharacterTypesRule;
import io.github.gatehouse.password.rule.ForbiddenCharactersRule;
import io.github.gatehouse.password.rule.MinimumLengthRule;
import io.github.gatehouse.password.rule.NamesRule;
import io.github.gatehouse.password.rule.PasswordOwner;
import io.github.gatehouse.password.rule.RuleViolation;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of temporary passwords in the rules' definition. */
class FormulaPasswordTest {

    private final Locale before = Locale.getDefault();

    @AfterEach
    void restoreTheDefaultLocale() {
        Locale.setDefault(before);
    }

    static Stream<Arguments> rows() {
        return Stream.of(
                arguments("John", "Doe", "5125551212", "Jd5125551212!!"),
                arguments("john", "DOE", "+1 (512) 555-1212", "Jd15125551212!!"),
                arguments("John", "Doe", "512.555.1212 x34", "Jd5125551212!!"),
                arguments("John", "Doe", "00441234567890123456", "Jd004412345678901!!"),
                arguments("John", "Doe", "212", "Jd212!!"),
                arguments("élodie", "Ångström", "5125551212", "Éå5125551212!!"),
                arguments(nfd("élodie"), nfd("Ångström"), "5125551212", "Éå5125551212!!"),
                arguments("小明", "王", "13800138000", "小王13800138000!!"),
                arguments("J", "D", "5125551212", "Jd5125551212!!"),
                // Beyond the table: rows of the definitions.
                arguments("\"John\"", "- 😀 Doe", "5125551212", "Jd5125551212!!"),
                arguments("ismail", "Iyer", "5125551212", "Ii5125551212!!"),
                arguments("ßara", "İpek", "5125551212", "ßi5125551212!!"),
                arguments("John", "Doe", "٥١٢ ５５５ 1212", "Jd5125551212!!"),
                arguments("John", "Doe", "512/555/1212;ext=7", "Jd5125551212!!"),
                arguments("John", "Doe", "5125551212 EXT. 9", "Jd5125551212!!"),
                arguments("John", "Doe", "5125551212#9", "Jd5125551212!!"),
                arguments("John", "Doe", "5125551212,,9", "Jd5125551212!!"),
                arguments("John", "Doe", "ext. 5125551212", "Jd5125551212!!"));
    }

    @ParameterizedTest(name = "{0} {1}, {2}: {3}")
    @MethodSource("rows")
    void everyRowOfTheTableHolds(String first, String last, String phone, String expected) {
        assertThat(FormulaPassword.of(first, last, phone).value()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} {1}, {2}: {3}")
    @MethodSource("rows")
    void everyRowOfTheTableHoldsInATurkishServer(String first, String last, String phone, String expected) {
        Locale.setDefault(Locale.forLanguageTag("tr"));

        assertThat(FormulaPassword.of(first, last, phone).value()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{1} {2}, {3}, user {0}: {4}")
    @CsvSource({
        "john, John, Doe, 5125551212,",
        "john, John, Doe, 212, passwordTooShort",
        "xm, 小明, 王, 13800138000, passwordTooFewCharacterTypes",
        "5125551212, John, Doe, 5125551212, passwordContainsName",
        "jd, J, D, 5125551212,"
    })
    void itBreaksTheRulesThatTheTableSays(String user, String first, String last, String phone, String broken) {
        PasswordOwner owner = new PasswordOwner(user, first, last);
        String password = FormulaPassword.of(first, last, phone).value();

        assertThat(Stream.of(
                                new MinimumLengthRule(8),
                                new NamesRule(3),
                                new CharacterTypesRule(3),
                                new ForbiddenCharactersRule("# $ * / @"))
                        .flatMap(rule -> rule.check(password, owner).stream())
                        .map(RuleViolation::code))
                .containsExactlyElementsOf(Stream.ofNullable(broken).toList());
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "John, Doe,",
        "élodie, Ångström, É å",
        "小明, 王, 小 王",
        "ßara, İpek, ß",
        "Anna, Ödön, ö",
    })
    void whereOnlyAgentSafePasswordsAreTakenItNeedsInitialsWithoutAccents(String first, String last, String found) {
        String longest = FormulaPassword.of(first, last, "00441234567890123456").value();

        assertThat(new AgentSafeRule(32)
                        .check(longest, PasswordOwner.UNKNOWN)
                        .map(violation -> violation.parameters().get(0)))
                .isEqualTo(Optional.ofNullable(found));
    }

    @Test
    void everyMissingPartIsNamed() {
        assertThat(FormulaPassword.of("John", "Doe", null).missing()).containsExactly("phoneNumber");
        assertThat(FormulaPassword.of("John", "Doe", "none").missing()).containsExactly("phoneNumber");
        assertThat(FormulaPassword.of(" ", null, "+").missing())
                .containsExactly("firstName", "lastName", "phoneNumber");
        assertThat(FormulaPassword.of("007", "😀", "212").missing()).containsExactly("firstName", "lastName");
    }

    @Test
    void thePasswordIsNotInItsDescription() {
        assertThat(FormulaPassword.of("John", "Doe", "5125551212")).asString().doesNotContain("5125551212");
    }

    @Test
    void everyPasswordHasTwoLettersUpToFifteenDigitsAndTwoMarks() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int run = 0; run < 20_000; run++) {
            String first = text(random);
            String last = text(random);
            String phone = text(random);
            FormulaPassword password = FormulaPassword.of(first, last, phone);
            if (password.value() == null) {
                assertThat(password.missing()).as("seed %d", seed).isNotEmpty();
            } else {
                assertThat(password.value())
                        .as("%s / %s / %s, seed %d", first, last, phone, seed)
                        .matches("\\p{L}\\p{L}[0-9]{1,15}!!");
            }
        }
    }

    private static String text(Random random) {
        int[] characters = "aZßİıéÅ王ﬁ19٣９ +-().x,;#'😀\u0301".codePoints().toArray();
        return random.ints(random.nextInt(12), 0, characters.length)
                .map(position -> characters[position])
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String nfd(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD);
    }
}
