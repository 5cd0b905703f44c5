package io.github.gatehouse.localserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keycloak processes that an earlier run left behind because it was killed with -9.
 *
 * <p>Their ids stand in a file. A recorded process is ended only if its command line still names our folder: ids are
 * used again by the system.
 */
final class EarlierServer {

    private final Path record;
    private final Path home;

    EarlierServer(Path record, Path home) {
        this.record = record;
        this.home = home;
    }

    /** Ends what is recorded and still runs. */
    void end() {
        List<ProcessHandle> left = recorded().filter(this::isOurs).toList();
        ChildProcess.end(left);
    }

    /** Whether a recorded process still runs. */
    boolean runs() {
        return recorded().anyMatch(this::isOurs);
    }

    /** Writes down the processes that the next run is to end if this one cannot. */
    void remember(List<ProcessHandle> processes) throws IOException {
        Files.createDirectories(record.getParent());
        Files.writeString(
                record,
                String.join(
                        "\n",
                        processes.stream().map(p -> Long.toString(p.pid())).toList()));
    }

    void forget() {
        try {
            Files.deleteIfExists(record);
        } catch (IOException e) {
            // A stale record does no harm: the command line is compared before anything is ended.
        }
    }

    private Stream<ProcessHandle> recorded() {
        try {
            return Files.readAllLines(record).stream()
                    .filter(line -> line.matches("[0-9]{1,18}"))
                    .map(line -> ProcessHandle.of(Long.parseLong(line)))
                    .flatMap(Optional::stream);
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private boolean isOurs(ProcessHandle process) {
        try {
            // ProcessHandle cuts long command lines, and Keycloak's is long.
            String commandLine = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
            return commandLine.contains(home.toString());
        } catch (IOException e) {
            return false;
        }
    }
}
