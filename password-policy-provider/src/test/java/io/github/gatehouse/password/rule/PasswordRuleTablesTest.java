package io.github.gatehouse.password.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of passwords in the rules' definition, row by row, under every default locale that ever made a difference. */
class PasswordRuleTablesTest {

    private static final List<PasswordRule> RULES = List.of(
            new MinimumLengthRule(8),
            new NamesRule(3),
            new CharacterTypesRule(3),
            new ForbiddenCharactersRule("# $ * / @"));

    private static final PasswordOwner JOHN_DOE = new PasswordOwner("jdoe", "John", "Doe");

    private final Locale before = Locale.getDefault();

    @AfterEach
    void restoreTheDefaultLocale() {
        Locale.setDefault(before);
    }

    static Stream<Arguments> rows() {
        return Stream.of("en", "tr", "lt", "az", "el")
                .map(Locale::forLanguageTag)
                .flatMap(locale -> Stream.of(
                                row(JOHN_DOE, "Passw0rd!"),
                                row(JOHN_DOE, "Summer24"),
                                row(JOHN_DOE, "summer24!"),
                                row(JOHN_DOE, "Pass w0rd"),
                                row(JOHN_DOE, "Sum24!", violation("passwordTooShort", 8)),
                                row(JOHN_DOE, "summer24", tooFewTypes(2, "upperCase", "special")),
                                row(JOHN_DOE, "Summer-time", tooFewTypes(2, "digit", "special")),
                                row(JOHN_DOE, "S$mm*r/24@", violation("passwordForbiddenCharacters", "$ * / @")),
                                row(JOHN_DOE, "xJOHNx24!", containsName("firstName")),
                                row(JOHN_DOE, "Jdoe!2024", containsName("lastName", "userName")),
                                row(new PasswordOwner("al", "Al", "Li"), "Alive2024!"),
                                row(
                                        new PasswordOwner("mlee", "Mary Ann", "Lee"),
                                        "Mary2024!x",
                                        containsName("firstName")),
                                row(
                                        new PasswordOwner("mlee", "Mary Ann", "Lee"),
                                        "xMaryann24!",
                                        containsName("firstName")),
                                row(new PasswordOwner("jose", "José", "Núñez"), "Nunez2024!", containsName("lastName")),
                                row(
                                        new PasswordOwner("irem", "İrem", "Işık"),
                                        "xIREM2024!a",
                                        containsName("firstName", "userName")),
                                row(
                                        new PasswordOwner("john.doe@acme.com", "Jon", "Smith"),
                                        "john.doe24!A",
                                        containsName("userName")),
                                row(PasswordOwner.UNKNOWN, "Passw0rd!"),
                                row(new PasswordOwner("", " ", "\t"), "Passw0rd!"),
                                row(JOHN_DOE, "😀😀😀Ab1!", violation("passwordTooShort", 8)),
                                // Beyond the table: rows of the definitions.
                                row(new PasswordOwner("john.doe", null, null), "Johnny24!"),
                                row(new PasswordOwner("jd", "O'Brien", null), "xObrien24!", containsName("firstName")),
                                row(
                                        new PasswordOwner("jd", "Anna‑Lena", "de\u00a0Vries"),
                                        "Lena24!Vries",
                                        containsName("firstName", "lastName")),
                                row(new PasswordOwner("x", "Strauß", null), "xSTRAUSS24!a", containsName("firstName")),
                                row(new PasswordOwner("x", "Strauß", null), "xSTRAUẞE24!a", containsName("firstName")),
                                row(new PasswordOwner("x", "Νίκος", null), "xνικοσ24!A", containsName("firstName")),
                                row(
                                        new PasswordOwner("x", "\u00c0lan", null),
                                        "xA\u036flan24!",
                                        containsName("firstName")),
                                row(JOHN_DOE, "Éclair24"),
                                row(JOHN_DOE, "Summer-0"),
                                row(JOHN_DOE, "Summer-9"),
                                row(
                                        JOHN_DOE,
                                        "Summer/:",
                                        tooFewTypes(2, "digit", "special"),
                                        violation("passwordForbiddenCharacters", "/")),
                                row(JOHN_DOE, "ИванИван24"),
                                row(JOHN_DOE, "王王王王ªⒶǅʕ1", tooFewTypes(1, "upperCase", "lowerCase", "special")),
                                row(
                                        JOHN_DOE,
                                        "$",
                                        violation("passwordTooShort", 8),
                                        tooFewTypes(0, "upperCase", "lowerCase", "digit", "special"),
                                        violation("passwordForbiddenCharacters", "$")))
                        .map(row -> arguments(locale, row.get()[0], row.get()[1], row.get()[2])));
    }

    @ParameterizedTest(name = "in a {0} server, {1} with {2}: {3}")
    @MethodSource("rows")
    void everyRowOfTheTableHolds(Locale locale, PasswordOwner owner, String password, List<RuleViolation> expected) {
        Locale.setDefault(locale);

        assertThat(RULES.stream().map(rule -> rule.check(password, owner)).flatMap(Optional::stream))
                .containsExactlyElementsOf(expected);
    }

    @Test
    void eachRuleTellsThePageItsTwinAndItsSetting() {
        assertThat(RULES.stream().map(PasswordRule::description))
                .containsExactly(
                        new RuleDescription("minimumLength", "8"),
                        new RuleDescription("notContainsNames", "3"),
                        new RuleDescription("characterTypes", "3"),
                        new RuleDescription("forbiddenCharacters", "#$*/@"));
        assertThat(new AgentSafeRule(32).description()).isEqualTo(new RuleDescription("agentSafe", "32"));
    }

    private static Arguments row(PasswordOwner owner, String password, RuleViolation... expected) {
        return arguments(owner, password, List.of(expected));
    }

    private static RuleViolation violation(String code, Object... parameters) {
        return new RuleViolation(code, List.of(parameters));
    }

    private static RuleViolation containsName(String... names) {
        return violation("passwordContainsName", List.of(names));
    }

    private static RuleViolation tooFewTypes(int found, String... missing) {
        return violation("passwordTooFewCharacterTypes", 3, found, List.of(missing));
    }
}
