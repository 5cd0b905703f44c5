package io.github.gatehouse.password.keycloak.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.policy.PasswordPolicyConfigException;

class PolicySettingsTest {

    private static final List<RulePasswordPolicyProviderFactory<?>> POLICIES = List.of(
            new MinimumLengthPolicyProviderFactory(),
            new NamesPolicyProviderFactory(),
            new CharacterTypesPolicyProviderFactory(),
            new ForbiddenCharactersPolicyProviderFactory());

    @Test
    void withoutASettingAPolicyActsAsTheConsoleProposes() {
        for (RulePasswordPolicyProviderFactory<?> policy : POLICIES) {
            for (String nothing : new String[] {null, "", "  ", "undefined"}) {
                assertThat(policy.parseSetting(nothing)).asString().isEqualTo(policy.getDefaultConfigValue());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 128", "1, 64", "2, 4"})
    void theBoundsAreInside(int policy, int most) {
        assertThat(POLICIES.get(policy).parseSetting("1")).isEqualTo(1);
        assertThat(POLICIES.get(policy).parseSetting(" " + most + " ")).isEqualTo(most);
        for (String outside : List.of("0", String.valueOf(most + 1), "-1", "2.5", "99999999999")) {
            assertThatThrownBy(() -> POLICIES.get(policy).parseSetting(outside))
                    .isInstanceOf(PasswordPolicyConfigException.class)
                    .hasMessage("Enter a whole number from 1 to " + most + ".");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"# $ * / @", "#$*/@", " ( ) ", "€ 😀"})
    void signsCanBeForbiddenHoweverTheyAreSpaced(String signs) {
        assertThat(POLICIES.get(3).parseSetting(signs)).isEqualTo(signs.trim());
    }
}
