package io.github.gatehouse.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignInSettingsTest {

    @Test
    void aStepWithoutConfigurationTakesUserNamesAndOffersToRememberThem() {
        assertThat(SignInSettings.from(null)).isEqualTo(new SignInSettings(false, "agentId", true));
        assertThat(SignInSettings.from(Map.of())).isEqualTo(SignInSettings.DEFAULTS);
    }

    @Test
    void everySettingIsRead() {
        Map<String, String> config =
                Map.of("agentId", "true", "agentIdAttribute", " employeeNumber ", "rememberMe", "FALSE");

        assertThat(SignInSettings.from(config)).isEqualTo(new SignInSettings(true, "employeeNumber", false));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  ", "yes", "1", "abc"})
    void aValueThatCannotBeReadCountsAsItsDefault(String bad) {
        Map<String, String> config = new HashMap<>();
        config.put("agentId", bad);
        config.put("agentIdAttribute", bad == null || bad.isBlank() ? bad : "agentId");
        config.put("rememberMe", bad);

        assertThat(SignInSettings.from(config)).isEqualTo(SignInSettings.DEFAULTS);
    }
}
