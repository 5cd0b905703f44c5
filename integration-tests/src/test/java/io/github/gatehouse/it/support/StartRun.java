package io.github.gatehouse.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** One run of {@code ./start} in a {@link CopiedTree}. */
public final class StartRun {

    private final CopiedTree tree;
    private final Process process;
    private final Path out;
    private final Path error;

    private StartRun(CopiedTree tree, Process process, Path out, Path error) {
        this.tree = tree;
        this.process = process;
        this.out = out;
        this.error = error;
    }

    static StartRun of(CopiedTree tree, List<String> command) {
        try {
            Path folder = tree.path("").getParent();
            Path out = Files.createTempFile(folder, "start", ".out");
            Path error = Files.createTempFile(folder, "start", ".err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(tree.path("").toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(error.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("KC_"));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            tree.ports()
                    .forEach((variable, port) -> builder.environment().put(variable, Integer.toString(port.number())));
            return new StartRun(tree, builder.start(), out, error);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has printed a line that begins so. */
    public StartRun awaitLine(String beginning) {
        return await("the line \"" + beginning + "\"", () -> lines(out).anyMatch(line -> line.startsWith(beginning)));
    }

    /** Waits until a process of this tree runs whose command line has this in it. */
    public StartRun awaitProcess(String part) {
        return await(
                "the process " + part,
                () -> tree.processes().stream()
                        .anyMatch(other -> CopiedTree.commandLine(other).contains(part)));
    }

    /** Waits until a file is there and has this in it. */
    public StartRun awaitFile(Path file, String content) {
        return await(
                "the file " + file,
                () -> Files.exists(file)
                        && (content.isEmpty() || lines(file).anyMatch(line -> line.contains(content))));
    }

    /** Waits until it has told all that it tells when everything is up. */
    public StartRun awaitUp() {
        return awaitLine("  Ctrl-C ends everything");
    }

    private StartRun await(String what, BooleanSupplier happened) {
        Waiting.until(what, () -> {
            if (happened.getAsBoolean()) {
                return true;
            }
            if (!process.isAlive()) {
                throw new AssertionError("./start ended (" + process.exitValue() + ") before " + what + ": " + error());
            }
            return false;
        });
        return this;
    }

    /** Waits for its end; its exit code. */
    public int exitCode() {
        Waiting.until("the end of ./start", () -> !process.isAlive());
        return process.exitValue();
    }

    /** Ctrl-C, as far as a process can do it; returns when it has ended. */
    public void stop() {
        process.destroy();
        exitCode();
    }

    /** {@code kill -9} to {@code ./start} alone; its children do not notice. */
    public int kill() {
        process.destroyForcibly();
        return exitCode();
    }

    /** {@code kill -9} to it and all that it has started, as when the power fails. */
    public int killAll() {
        List<ProcessHandle> children = tree.processes();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        Waiting.until("the killed processes end", () -> tree.processes().isEmpty());
        return exitCode();
    }

    /** What it has printed to standard error. */
    public String error() {
        try {
            return Files.readString(error);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return new String(Files.readAllBytes(file)).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
