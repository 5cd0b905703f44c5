package io.github.gatehouse.temporarypassword.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.password.keycloak.policy.GatehousePasswordPolicyProviderFactory;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.keycloak.policy.PasswordPolicyProviderFactory;

/**
 * The realms of earlier releases can be loaded: {@code policy-values-of-releases.csv} holds what those releases took. It
 * stands in this module because the password rules' policies are seen from here too.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyValuesOfReleasesTest {

    private static final Map<String, PasswordPolicyProviderFactory> OURS =
            ServiceLoader.load(PasswordPolicyProviderFactory.class).stream()
                    .filter(provider -> GatehousePasswordPolicyProviderFactory.class.isAssignableFrom(provider.type()))
                    .map(ServiceLoader.Provider::get)
                    .collect(Collectors.toMap(PasswordPolicyProviderFactory::getId, Function.identity()));

    private final TreeSet<String> inTheTable = new TreeSet<>();

    @ParameterizedTest(name = "{arguments}")
    @CsvFileSource(resources = "/policy-values-of-releases.csv", delimiter = '|', useHeadersInDisplayName = true)
    void whatAnEarlierReleaseTookStillMeansTheSame(String since, String policy, String value, String meaning) {
        inTheTable.add(policy);

        assertThat(OURS.get(policy).create(null).parseConfig(value)).asString().isEqualTo(meaning);
    }

    @AfterAll
    void everyPolicyIsInTheTable() {
        assertThat(inTheTable).containsExactlyInAnyOrderElementsOf(OURS.keySet());
    }

    @Test
    void thePoliciesOfBothJarsAreLookedAt() {
        assertThat(OURS.keySet()).containsAll(List.of("minimumLength", "temporaryPasswordHours"));
    }
}
