package io.github.gatehouse.localserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {

    @TempDir
    private Path folder;

    @Test
    void theLastErrorIsToldWithoutItsTimeAndWithoutTheAdviceThatAlwaysFollows() throws IOException {
        String handler = " ERROR [org.keycloak.quarkus.runtime.cli.ExecutionExceptionHandler] (main) ";

        assertThat(lastErrorOf("12:00:01" + handler + "ERROR: Failed to start server in (production) mode\n"
                        + "12:00:01" + handler + "ERROR: Password policy not found\n"
                        + "12:00:01" + handler
                        + "For more details run the same command passing the '--verbose' option.\n"
                        + "12:00:02 INFO  [io.quarkus] (main) Keycloak stopped in 0.1s\n"))
                .isEqualTo("Password policy not found.");
        assertThat(lastErrorOf("ERROR: Build failed\nERROR: NotThere\nFor more details run the same command\n"))
                .isEqualTo("NotThere.");
    }

    @Test
    void withoutAnErrorTheLastLineIsTold() throws IOException {
        assertThat(lastErrorOf("one\ntwo\n\n")).isEqualTo("two.");
        assertThat(lastErrorOf("")).isEqualTo("it printed nothing.");
    }

    private String lastErrorOf(String log) throws IOException {
        Path file = folder.resolve("keycloak.log");
        Files.writeString(file, log);
        return ServerLog.lastError(file);
    }
}
