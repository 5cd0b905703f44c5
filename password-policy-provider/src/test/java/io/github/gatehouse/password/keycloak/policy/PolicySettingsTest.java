package io.github.gatehouse.password.keycloak.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gatehouse.password.rule.PasswordOwner;
import io.github.gatehouse.password.rule.PasswordRule;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
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

    /** A run is repeated with {@code -Dseed=<the printed one>}. */
    @Test
    void whateverIsTypedAsASettingIsAValueOrOneSentence() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        System.out.println("Bad input to the settings: seed " + seed);
        int[] takenAndRefused = new int[2];
        for (int run = 0; run < 20_000; run++) {
            String setting = garbage(random);
            for (RulePasswordPolicyProviderFactory<?> policy : POLICIES) {
                takenAndRefused[isTaken(policy, setting, seed) ? 0 : 1]++;
            }
        }
        assertThat(takenAndRefused)
                .as("taken and refused, seed %d", seed)
                .satisfies(counts -> assertThat(Math.min(counts[0], counts[1])).isGreaterThan(2_000));
    }

    private static <T> boolean isTaken(RulePasswordPolicyProviderFactory<T> policy, String setting, long seed) {
        try {
            PasswordRule rule = policy.rule(policy.parseSetting(setting));
            rule.check(setting, new PasswordOwner(setting, setting, setting));
            rule.description();
            return true;
        } catch (PasswordPolicyConfigException e) {
            assertThat(e).hasMessageStartingWith("Enter ").hasNoCause();
            return false;
        } catch (RuntimeException e) {
            throw new AssertionError(policy.getId() + " of \"" + setting + "\", seed " + seed, e);
        }
    }

    private static String garbage(Random random) {
        String[] pieces = {
            "1", "9", "-", "+", ".", "e", " ", "\0", "\ud800", "٣", "x", "0x", "😀", "#", "(", ")", "{0}", ""
        };
        return random.ints(random.nextInt(6), 0, pieces.length + 3)
                .mapToObj(i -> i < pieces.length ? pieces[i] : Character.toString(random.nextInt(0x10000)))
                .collect(Collectors.joining());
    }
}
