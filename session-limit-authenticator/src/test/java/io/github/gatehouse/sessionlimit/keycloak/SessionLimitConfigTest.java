package io.github.gatehouse.sessionlimit.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.sessionlimit.admission.AtLimit;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.provider.ProviderConfigProperty;

class SessionLimitConfigTest {

    @Test
    void aStepWithoutConfigurationHasTheDefaults() {
        assertThat(SessionLimitConfig.of(null)).isEqualTo(SessionLimitConfig.DEFAULTS);
        assertThat(SessionLimitConfig.of(new AuthenticatorConfigModel())).isEqualTo(SessionLimitConfig.DEFAULTS);
        assertThat(SessionLimitConfig.of(model(Map.of()))).isEqualTo(SessionLimitConfig.DEFAULTS);
        assertThat(SessionLimitConfig.DEFAULTS).isEqualTo(new SessionLimitConfig(3, 0, 0, AtLimit.ASK, AtLimit.DENY));
    }

    @ParameterizedTest(name = "userLimit \"{0}\" reads as {1}, the two others as {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "5, 5, 5",
                "' 7 ', 7, 7",
                "0, 0, 0",
                "2147483647, 2147483647, 2147483647",
                "-, 3, 0",
                "'', 3, 0",
                "' ', 3, 0",
                "three, 3, 0",
                "-1, 3, 0",
                "2.5, 3, 0",
                "2147483648, 3, 0",
            })
    void aLimitThatCannotBeReadIsThreeForAUserAndNoneForAClientOrRealm(String value, int ofUser, int ofOthers) {
        assertThat(with("userLimit", value).userLimit()).isEqualTo(ofUser);
        assertThat(with("clientLimit", value).clientLimit()).isEqualTo(ofOthers);
        assertThat(with("realmLimit", value).realmLimit()).isEqualTo(ofOthers);
    }

    @Test
    void ofTwoStepsTheSmallerLimitsHoldAndNoLimitIsTheLargest() {
        SessionLimitConfig one = new SessionLimitConfig(3, 0, 500, AtLimit.ASK, AtLimit.DENY);
        SessionLimitConfig other = new SessionLimitConfig(5, 2, 0, AtLimit.END_OLDEST, AtLimit.END_OLDEST);

        assertThat(one.tightenedBy(other)).isEqualTo(new SessionLimitConfig(3, 2, 500, AtLimit.ASK, AtLimit.DENY));
        assertThat(other.tightenedBy(one))
                .isEqualTo(new SessionLimitConfig(3, 2, 500, AtLimit.END_OLDEST, AtLimit.END_OLDEST));
    }

    @ParameterizedTest(name = "atLimit \"{0}\" reads as {1}")
    @CsvSource(
            nullValues = "-",
            value = {
                "ask, ASK",
                "end-oldest, END_OLDEST",
                "deny, DENY",
                "' deny ', DENY",
                "-, ASK",
                "'', ASK",
                "Deny, ASK",
                "Terminate oldest session, ASK",
            })
    void aBehaviourThatCannotBeReadIsAsk(String value, AtLimit expected) {
        assertThat(with("atLimit", value).atLimit()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "atLimitWithoutPage \"{0}\" reads as {1}")
    @CsvSource(
            nullValues = "-",
            value = {"deny, DENY", "end-oldest, END_OLDEST", "ask, DENY", "-, DENY", "x, DENY"})
    void withoutAPageNobodyCanBeAsked(String value, AtLimit expected) {
        assertThat(with("atLimitWithoutPage", value).atLimitWithoutPage()).isEqualTo(expected);
    }

    @Test
    void theAdminConsoleOffersEachSettingWithItsDefaultAndIdsAsOptions() {
        Map<String, String> defaults = new HashMap<>();
        for (ProviderConfigProperty property : SessionLimitConfigProperties.ALL) {
            defaults.put(property.getName(), (String) property.getDefaultValue());
            if (property.getOptions() != null) {
                assertThat(property.getOptions())
                        .allSatisfy(option -> assertThat(AtLimit.ofId(option)).isPresent());
            }
        }

        assertThat(defaults)
                .containsOnlyKeys("userLimit", "clientLimit", "realmLimit", "atLimit", "atLimitWithoutPage");
        assertThat(SessionLimitConfig.of(model(defaults))).isEqualTo(SessionLimitConfig.DEFAULTS);
    }

    private static SessionLimitConfig with(String name, String value) {
        Map<String, String> config = new HashMap<>();
        config.put(name, value);
        return SessionLimitConfig.of(model(config));
    }

    private static AuthenticatorConfigModel model(Map<String, String> config) {
        AuthenticatorConfigModel model = new AuthenticatorConfigModel();
        model.setAlias("session limit");
        model.setConfig(config);
        return model;
    }
}
