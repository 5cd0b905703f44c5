package io.github.gatehouse.benchmarks;

import io.github.gatehouse.localserver.KeycloakServer;
import io.github.gatehouse.localserver.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much a server allocates, from its log of garbage collections: what the heap grew by from the end of each to the
 * beginning of the next.
 */
final class Allocation {

    private static final Pattern PAUSE = Pattern.compile("Pause .* (\\d+)M->(\\d+)M\\(");

    private final KeycloakServer server;
    private final Path log;
    private int linesBefore;

    /** @param log that the server writes with {@code -Xlog:gc:file=} */
    Allocation(KeycloakServer server, Path log) {
        this.server = server;
        this.log = log;
    }

    /** Collects, and counts from here on. */
    void force() throws IOException {
        collect();
        // The last line is the end of the forced one.
        linesBefore = Files.readAllLines(log).size() - 1;
    }

    /** Collects again, and adds up. */
    double megabytesSinceForced() throws IOException {
        collect();
        List<String> lines = Files.readAllLines(log);
        double sum = 0;
        int last = -1;
        for (String line : lines.subList(linesBefore, lines.size())) {
            Matcher pause = PAUSE.matcher(line);
            if (pause.find()) {
                sum += last < 0 ? 0 : Integer.parseInt(pause.group(1)) - last;
                last = Integer.parseInt(pause.group(2));
            }
        }
        return sum;
    }

    private void collect() throws IOException {
        long java = server.processes().stream()
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow()
                .pid();
        try {
            int status = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(java),
                            "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new StartFailure("jcmd could not have the server collect garbage.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("Interrupted.", e);
        }
    }
}
