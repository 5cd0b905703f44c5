package io.github.gatehouse.temporarypassword;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

class TemporaryPasswordMarkTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final TemporaryPasswordMark mark =
            new TemporaryPasswordMark(TemporaryPasswordMode.RANDOM, NOON, NOON.plusSeconds(3600));

    @Test
    void whatIsWrittenIsRead() {
        assertThat(TemporaryPasswordMark.read(mark.toParameters())).contains(mark);
    }

    /** The hour that a zone skips in spring, in a zone and a language with digits of its own. */
    @Test
    void neitherTheServersZoneNorItsLanguageTouchesTheTimes() {
        Locale language = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        Instant skipped = Instant.parse("2027-03-28T01:30:00Z");
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
            TemporaryPasswordMark inSpring = new TemporaryPasswordMark(TemporaryPasswordMode.FORMULA, NOON, skipped);

            assertThat(inSpring.toParameters().values()).contains(List.of("2027-03-28T01:30:00Z"));
            assertThat(TemporaryPasswordMark.read(inSpring.toParameters())).contains(inSpring);
        } finally {
            Locale.setDefault(language);
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void anOrdinaryPasswordHasNoMark() {
        assertThat(TemporaryPasswordMark.read(Map.of("type", List.of("id"), "memory", List.of("7168"))))
                .isEmpty();
    }

    @Test
    void dataWithAMarkAreAlwaysTakenApart() {
        for (String name : mark.toParameters().keySet()) {
            assertThat(TemporaryPasswordMark.canBeIn("{\"additionalParameters\":{\"" + name + "\":[]}}"))
                    .isTrue();
            assertThat(TemporaryPasswordMark.canBeIn(
                            "{\"additionalParameters\":{\"\\u0074" + name.substring(1) + "\":[]}}"))
                    .isTrue();
        }
    }

    @Test
    void dataOfAnOrdinaryPasswordAreNot() {
        assertThat(TemporaryPasswordMark.canBeIn("{\"hashIterations\":5,\"algorithm\":\"argon2\"}"))
                .isFalse();
        assertThat(TemporaryPasswordMark.canBeIn(null)).isFalse();
    }

    @Test
    void itExpiresAtItsTimeAndNotBefore() {
        assertThat(mark.isExpiredAt(NOON.plusSeconds(3599))).isFalse();
        assertThat(mark.isExpiredAt(NOON.plusSeconds(3600))).isTrue();
    }

    @Test
    void aDamagedMarkIsOneThatHasExpired() {
        for (String damaged : mark.toParameters().keySet()) {
            for (List<String> values : Arrays.asList(null, List.<String>of(), List.of("tomorrow"))) {
                Map<String, List<String>> parameters = new HashMap<>(mark.toParameters());
                parameters.keySet().removeIf(name -> name.endsWith("ExpiresAt"));
                parameters.put(damaged, values);

                assertThat(TemporaryPasswordMark.read(parameters))
                        .as("%s = %s", damaged, values)
                        .hasValueSatisfying(
                                read -> assertThat(read.isExpiredAt(NOON)).isTrue());
            }
        }
    }
}
