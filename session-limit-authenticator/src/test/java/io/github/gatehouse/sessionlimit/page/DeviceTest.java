package io.github.gatehouse.sessionlimit.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceTest {

    @ParameterizedTest(name = "{0}, {1}: {2} on {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "Chrome/141.0.0,        Windows,  Chrome,        Windows",
                "Firefox/140.0,         Linux,    Firefox,       Linux",
                "Mobile Safari/18.1,    iOS,      Mobile Safari, iOS",
                "Edge/141.0.3537,       Mac OS X, Edge,          Mac OS X",
                "Safari,                Mac OS X, Safari,        Mac OS X",
                "Firefox/Unknown,       Linux,    Firefox,       Linux",
                "Other/Unknown,         Other,    -,             -",
                "Other,                 Linux,    -,             Linux",
                "Chrome/141.0.0,        Unknown,  Chrome,        -",
                "Odd/Name/1.0,          Linux,    Odd/Name,      Linux",
                "/1.0,                  '',       -,             -",
                "'',                    ' ',      -,             -",
                "-,                     -,        -,             -",
            })
    void thePersonReadsNamesAndNeverAVersionOrAWordForNoIdea(
            String browser, String system, String shownBrowser, String shownSystem) {
        assertThat(Device.of(browser, system)).isEqualTo(new Device(shownBrowser, shownSystem));
    }
}
