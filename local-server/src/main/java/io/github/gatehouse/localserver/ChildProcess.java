package io.github.gatehouse.localserver;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process of ours and all its children, ended together.
 *
 * <p>{@code kc.sh} is a shell with java as its child: it forwards TERM, but after KILL java goes on alone. So the
 * children are collected before anything is ended.
 */
public final class ChildProcess implements AutoCloseable {

    private static final long TERM_SECONDS = 15;

    private static final Set<String> READ_BY_KC_SH = Set.of(
            "JAVA",
            "JAVA_OPTS",
            "JAVA_OPTS_APPEND",
            "JAVA_OPTS_KC_HEAP",
            "JAVA_ADD_OPENS",
            "JAVA_LOCALE",
            "DEBUG",
            "DEBUG_PORT",
            "DEBUG_SUSPEND",
            "PRINT_ENV");

    private final Process process;
    private final Thread hook;

    private ChildProcess(Process process) {
        this.process = process;
        this.hook = new Thread(this::end, "end-child-" + process.pid());
    }

    /** Starts it; it ends with this JVM at the latest, unless this JVM is killed with -9. */
    public static ChildProcess start(ProcessBuilder builder) throws IOException {
        ChildProcess child = new ChildProcess(builder.start());
        Runtime.getRuntime().addShutdownHook(child.hook);
        return child;
    }

    /**
     * Lets {@code kc.sh} use the java that runs us, and nothing that the person has in the environment for another
     * server: Keycloak's settings, and what the script itself reads. Caches are local: a cluster would open ports to
     * the outside.
     */
    public static void prepare(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("KC_") || READ_BY_KC_SH.contains(name));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("KC_CACHE", "local");
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitValue() {
        return process.exitValue();
    }

    /** Waits for its end, up to a time; whether it has ended. */
    public boolean waitFor(long time, TimeUnit unit) throws InterruptedException {
        return process.waitFor(time, unit);
    }

    /** The process and its children. */
    List<ProcessHandle> family() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is going down already: the hook has run or is running.
        }
    }

    private synchronized void end() {
        end(family());
    }

    /** Asks the processes to end, waits, and kills what is left. */
    static void end(List<ProcessHandle> processes) {
        processes.forEach(ProcessHandle::destroy);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TERM_SECONDS);
        for (ProcessHandle handle : processes) {
            try {
                handle.onExit().get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                handle.destroyForcibly();
            } catch (Exception e) {
                handle.destroyForcibly();
            }
        }
    }
}
