package io.github.gatehouse.localserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackPortTest {

    @Test
    void anUnsetOrBlankVariableMeansTheStandardPort() {
        assertThat(LoopbackPort.from(Map.of(), "PORTAL_PORT", 8081).number()).isEqualTo(8081);
        assertThat(LoopbackPort.from(Map.of("PORTAL_PORT", " "), "PORTAL_PORT", 8081)
                        .number())
                .isEqualTo(8081);
    }

    @Test
    void aNumberMovesThePort() {
        assertThat(LoopbackPort.from(Map.of("PORTAL_PORT", "65535"), "PORTAL_PORT", 8081)
                        .number())
                .isEqualTo(65535);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "-1", "abc", "80 81", "99999999999"})
    void anythingElseIsRefusedWithWhatWouldBeRight(String value) {
        assertThatThrownBy(() -> LoopbackPort.from(Map.of("PORTAL_PORT", value), "PORTAL_PORT", 8081))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("PORTAL_PORT=" + value)
                .hasMessageContaining("1 to 65535");
    }

    @Test
    void aTakenPortIsNamedWithTheVariableThatMovesIt() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(LoopbackPort.HOST))) {
            LoopbackPort port = new LoopbackPort("MAIL_PORT", taken.getLocalPort());

            assertThatThrownBy(() -> LoopbackPort.requireAllFree(List.of(port)))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()))
                    .hasMessageContaining("MAIL_PORT=");
        }
    }

    @Test
    void twoServersCannotHaveOnePort() {
        int number = LoopbackPort.free().number();

        assertThatThrownBy(() -> LoopbackPort.requireAllFree(
                        List.of(new LoopbackPort("MAIL_PORT", number), new LoopbackPort("PORTAL_PORT", number))))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("MAIL_PORT and PORTAL_PORT");
    }

    /** The system gives one that was left again now and then: of 2 000, some 160 were given before. */
    @Test
    void noFreePortIsGivenTwice() {
        List<Integer> given = Stream.generate(LoopbackPort::free)
                .limit(2000)
                .map(LoopbackPort::number)
                .toList();

        assertThat(given).doesNotHaveDuplicates();
    }

    @Test
    void freePortsAreLeftFree() {
        LoopbackPort port = LoopbackPort.free();

        assertThatNoException().isThrownBy(() -> {
            LoopbackPort.requireAllFree(List.of(port));
            LoopbackPort.requireAllFree(List.of(port));
        });
    }
}
