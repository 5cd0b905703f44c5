package io.github.gatehouse.localserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Keycloak processes of one folder that an earlier run left behind because it was killed with -9.
 *
 * <p>They are found by their command lines: whoever is killed has no time to write ids down, and ids are used again by
 * the system.
 */
final class EarlierServer {

    private EarlierServer() {}

    /**
     * Ends them, built or being built, and comes back when none is left.
     *
     * @param home folder of the server, without links in it
     * @throws StartFailure when one of them cannot be ended
     */
    static void end(Path home) {
        // More than once: a shell may start its java while it is being ended.
        for (int attempt = 0; attempt < 3; attempt++) {
            List<ProcessHandle> left = ProcessHandle.allProcesses()
                    .filter(process -> isOf(home, process))
                    .toList();
            if (left.isEmpty()) {
                return;
            }
            ChildProcess.end(left);
        }
        throw new StartFailure(
                "A Keycloak of an earlier start still runs and cannot be ended. End it, and run this again: "
                        + ProcessHandle.allProcesses()
                                .filter(process -> isOf(home, process))
                                .map(process -> "process " + process.pid())
                                .toList());
    }

    /** The script is told from an editor that shows it by the command behind it; its java names the folder itself. */
    private static boolean isOf(Path home, ProcessHandle process) {
        List<String> arguments = arguments(process);
        int script = arguments.indexOf(home.resolve("bin/kc.sh").toString());
        boolean runsTheScript = script >= 0
                && script + 1 < arguments.size()
                && List.of("start", "build").contains(arguments.get(script + 1));
        return runsTheScript
                || arguments.stream().anyMatch(argument -> argument.startsWith("-Dkc.home.dir=" + home + "/"));
    }

    /** From the system: {@link ProcessHandle} cuts long command lines, and Keycloak's is long. */
    private static List<String> arguments(ProcessHandle process) {
        try {
            return Arrays.asList(Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                    .split("\0"));
        } catch (IOException e) {
            return List.of();
        }
    }
}
