package io.github.gatehouse.temporarypassword.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.password.rule.AgentSafeRule;
import io.github.gatehouse.password.rule.PasswordOwner;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RandomPasswordTest {

    @Test
    void itHasSixteenCharactersOfAllTypesAndNoneThatLooksLikeAnother() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int run = 0; run < 10_000; run++) {
            assertThat(RandomPassword.make(random))
                    .as("seed %d", seed)
                    .hasSize(16)
                    .matches(".*[A-Z].*")
                    .matches(".*[a-z].*")
                    .matches(".*[0-9].*")
                    .matches(".*[!%&()<>].*")
                    .doesNotContainPattern("[0Oo1Ili2Zz5Ss8B|#$*/@]");
        }
    }

    @Test
    void itIsTakenWhereOnlyAgentSafePasswordsAre() {
        Random random = new Random(1);
        for (int run = 0; run < 1_000; run++) {
            assertThat(new AgentSafeRule(32).check(RandomPassword.make(random), PasswordOwner.UNKNOWN))
                    .isEmpty();
        }
    }

    @Test
    void anUnevenOneHasAnyNumberOfAType() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        Set<String> mixtures = new HashSet<>();
        for (int run = 0; run < 20_000; run++) {
            String password = RandomPassword.makeUneven(random);
            assertThat(password)
                    .as("seed %d", seed)
                    .hasSize(16)
                    .matches("[A-Za-z0-9!%&()<>]+")
                    .doesNotContainPattern("[0Oo1Ili2Zz5Ss8B|#$*/@]");
            mixtures.add(Stream.of("[^A-Z]", "[^a-z]", "[^0-9]", "[^!%&()<>]")
                    .map(others -> "" + password.replaceAll(others, "").length())
                    .collect(Collectors.joining(",")));
        }
        // 969 there are.
        assertThat(mixtures).as("seed %d", seed).contains("5,5,5,1").hasSizeBetween(960, 969);
    }

    @Test
    void noTypeHasAPlaceOfItsOwn() {
        Random random = new Random(1);
        Set<Integer> places = new HashSet<>();
        for (int run = 0; run < 2_000; run++) {
            String password = RandomPassword.make(random);
            places.add(password.indexOf(password.replaceAll("[^0-9]", "").charAt(0)));
        }
        assertThat(places).contains(0, 1, 2, 8, 12);
    }
}
