package io.github.gatehouse.password.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentSafeRuleTest {

    private static final AgentSafeRule RULE = new AgentSafeRule(32);

    @ParameterizedTest
    @ValueSource(strings = {"", "Passw0rd!", " ~", "12345678901234567890123456789012", "#$*/@ '\"<>&\\"})
    void printableAsciiOfUpTo32CharactersIsAccepted(String password) {
        assertThat(RULE.check(password, PasswordOwner.UNKNOWN)).isEmpty();
    }

    @Test
    void oneCharacterMoreIsTooLong() {
        assertThat(RULE.check("1".repeat(33), PasswordOwner.UNKNOWN))
                .contains(new RuleViolation("passwordTooLong", List.of(32)));
    }

    static Stream<Arguments> characters() {
        return Stream.of(
                arguments("Pässw0rd", "ä"),
                arguments("straße-é-straße", "ß é"),
                arguments("王😀王", "王 😀"),
                // What nobody could see, or would see as something else.
                arguments("a\u00a0b", "U+00A0"),
                arguments("a\u202fb\u3000\u2028\u2029", "U+2028 U+2029 U+202F U+3000"),
                arguments("a\tb\0", "U+0000 U+0009"),
                arguments("\u007f\u0085", "U+007F U+0085"),
                arguments("a\u200b\u202eb", "U+200B U+202E"),
                arguments("e\u0301", "U+0301"),
                arguments("a\u20ddक\u093f", "क U+093F U+20DD"),
                arguments("\ud83d", "U+D83D"),
                arguments("\ue000", "U+E000"),
                arguments("\uffff", "U+FFFF"),
                // Also where it is too long; no password stands on the page as a whole.
                arguments("é".repeat(33), "é"),
                arguments("密码安全密码安全", "全 安 密 码"),
                arguments("абвгдежз", "а б в г д"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("characters")
    void otherCharactersAreNamedAndBothLimitsToldTogether(String password, String found) {
        assertThat(RULE.check(password, PasswordOwner.UNKNOWN))
                .contains(new RuleViolation("passwordNotAgentSafe", List.of(found, 32)));
    }
}
