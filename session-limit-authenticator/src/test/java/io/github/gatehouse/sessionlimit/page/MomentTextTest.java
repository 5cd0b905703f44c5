package io.github.gatehouse.sessionlimit.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentTextTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @ParameterizedTest(name = "{0} for {1} in {2}: {3}")
    @CsvSource({
        "2026-11-24T09:40:00Z, en, UTC,           9:40 AM UTC",
        "2026-11-24T09:40:59Z, de, UTC,           09:40 UTC",
        "2026-11-24T09:40:00Z, de, Europe/Berlin, 10:40 MEZ",
        "2026-11-24T09:40:00Z, en, Europe/Berlin, 10:40 AM CET",
        // yesterday there, although the same day in UTC
        "2026-11-24T04:30:00Z, de, America/Chicago, '23.11.2026, 22:30 CST'",
        "2026-11-23T23:59:00Z, de, UTC,           '23.11.2026, 23:59 UTC'",
    })
    void theTimeIsToldInTheReadersLanguageWithItsZoneAndTheDateUnlessToday(
            Instant moment, String language, ZoneId zone, String expected) {
        MomentText text = MomentText.of(moment, NOW, Locale.forLanguageTag(language), zone);

        // From JDK 20 on the English time has a narrow no-break space before AM.
        assertThat(text.text().replace('\u202f', ' ')).isEqualTo(expected);
        assertThat(text.datetime()).isEqualTo(moment.toString());
    }
}
