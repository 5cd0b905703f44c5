package io.github.gatehouse.temporarypassword.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.temporarypassword.TemporaryPasswordMode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestedModeTest {

    @ParameterizedTest
    @EnumSource
    void aModeIsNamedByItsId(TemporaryPasswordMode mode) {
        for (TemporaryPasswordMode byDefault : TemporaryPasswordMode.values()) {
            assertThat(RequestedMode.read(" {\"mode\" : \"" + mode.id() + "\"}\n", byDefault))
                    .contains(mode);
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " \r\n\t", "{}", " { } "})
    void whoAsksForNothingInParticularGetsWhatTheRealmSays(String body) {
        for (TemporaryPasswordMode byDefault : TemporaryPasswordMode.values()) {
            assertThat(RequestedMode.read(body, byDefault)).contains(byDefault);
        }
    }

    static Stream<String> mistakes() {
        return Stream.of(
                "null",
                "true",
                "1",
                "\"random\"",
                "[]",
                "[\"random\"]",
                "{",
                "}",
                "{]",
                "random",
                "mode=random",
                "{\"mode\": \"guess\"}",
                "{\"mode\": \"Random\"}",
                "{\"mode\": \" random\"}",
                "{\"mode\": \"\"}",
                "{\"mode\": null}",
                "{\"mode\": 1}",
                "{\"mode\": true}",
                "{\"mode\": []}",
                "{\"mode\": [\"random\"]}",
                "{\"mode\": {\"a\": 1}}",
                "{\"Mode\": \"random\"}",
                "{\"kind\": \"random\"}",
                "{\"mode\": \"random\", \"kind\": \"random\"}",
                "{\"mode\": \"formula\", \"mode\": \"random\"}",
                "{\"mode\": \"random\", \"mode\": \"random\"}",
                "{\"mode\": \"random\"} x",
                "{\"mode\": \"random\"}{}",
                "{\"mode\": \"random\"} null",
                "{\"mode\": \"random\",}",
                "{mode: \"random\"}",
                "{'mode': 'random'}",
                "/* */ {\"mode\": \"random\"}",
                "\uFEFF{\"mode\": \"random\"}",
                "\uFFFD\uFFFD",
                "\u0000",
                "[".repeat(100_000),
                "{\"mode\":".repeat(5_000) + "1" + "}".repeat(5_000),
                "{\"mode\": \"" + "x".repeat(1_000_000) + "\"}",
                "{\"" + "x".repeat(1_000_000) + "\": 1}");
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void anythingElseIsAMistakeAndNotGuessedAt(String body) {
        assertThat(RequestedMode.read(body, TemporaryPasswordMode.FORMULA)).isEmpty();
    }

    @Test
    void aMillionSpacesAreNothing() {
        assertThat(RequestedMode.read(" ".repeat(1_000_000), TemporaryPasswordMode.FORMULA))
                .contains(TemporaryPasswordMode.FORMULA);
    }
}
