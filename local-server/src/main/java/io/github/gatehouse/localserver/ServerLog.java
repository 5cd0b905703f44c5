package io.github.gatehouse.localserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds the line of a Keycloak log that tells a person why the server did not start. */
final class ServerLog {

    /** Keycloak ends with it whatever went wrong; the cause stands above. */
    private static final String ADVICE = "For more details run the same command";

    private ServerLog() {}

    /** The last line marked as an error, without time stamp and as a sentence; else the last line. */
    static String lastError(Path log) {
        try {
            List<String> lines = Files.readAllLines(log).stream()
                    .filter(l -> !l.isBlank() && !l.contains(ADVICE))
                    .toList();
            if (lines.isEmpty()) {
                return "it printed nothing.";
            }
            return lines.stream()
                    .filter(line -> line.contains("ERROR"))
                    .reduce((first, second) -> second)
                    .orElse(lines.get(lines.size() - 1))
                    .replaceFirst("^.*?ERROR:? *(\\[[^]]*] *)?(\\([^)]*\\) *)?(ERROR: *)?", "")
                    .replaceFirst("[ .]*$", ".");
        } catch (IOException e) {
            return "its log cannot be read (" + e.getMessage() + ").";
        }
    }
}
