package io.github.gatehouse.it.support;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A disk in memory with a part of a {@link CopiedTree} on it, seen only by what runs there: a mount namespace of its
 * own, which the system gives to ordinary users too.
 */
public final class SmallDisk implements AutoCloseable {

    private final CopiedTree tree;
    private final Process holder;
    private final Path folder;

    private SmallDisk(CopiedTree tree, Process holder, Path folder) {
        this.tree = tree;
        this.holder = holder;
        this.folder = folder;
    }

    static SmallDisk mount(CopiedTree tree, String part, int megabytes) {
        Path folder = tree.path(part);
        // Ends when its input does, at the latest with this JVM.
        String script = "mount -t tmpfs -o size=" + megabytes + "m tmpfs \"$1\" && echo mounted && read -r end";
        List<String> command = new ArrayList<>(List.of("unshare", "--mount"));
        if (!isRoot()) {
            command.addAll(List.of("--user", "--map-root-user"));
        }
        command.addAll(List.of("sh", "-c", script, "sh", folder.toString()));
        try {
            Process holder =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String answer = holder.inputReader().readLine();
            if (!"mounted".equals(answer)) {
                throw new AssertionError("No disk for the test: " + answer
                        + " It needs a mount namespace: allow user namespaces, or run the tests as root.");
            }
            return new SmallDisk(tree, holder, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** Copies a file or folder of what the disk hides onto it, times included. */
    public SmallDisk bring(String name) {
        String file = tree.path("").relativize(folder.resolve(name)).toString();
        run("cp", "-a", "--parents", file, seen(tree.path("")).toString());
        return this;
    }

    /** Copies all that {@code ./start} builds from onto it; for a disk in the place of the whole tree. */
    public SmallDisk bringSources() {
        run(
                "sh",
                "-c",
                "cp -a --parents start realm-export.json pom.xml .mvn */pom.xml */src \"$1\"",
                "sh",
                seen(tree.path("")).toString());
        return this;
    }

    /** A file of the tree on this disk, as this JVM reaches it. */
    private Path seen(Path file) {
        return Path.of("/proc", Long.toString(holder.pid()), "root" + file);
    }

    /** Leaves this much free. */
    public SmallDisk fill(int megabytesLeft) throws IOException {
        Path filler = seen(folder.resolve("filler"));
        byte[] megabyte = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(filler)) {
            long free = filler.toFile().getUsableSpace() >> 20;
            for (long i = megabytesLeft; i < free; i++) {
                out.write(megabyte);
            }
        }
        return this;
    }

    /** Frees what {@link #fill} took. */
    public void free() throws IOException {
        Files.delete(seen(folder.resolve("filler")));
    }

    /** Runs {@code ./start} with this disk. */
    public StartRun start() {
        List<String> command = new ArrayList<>(List.of("nsenter", "--target", Long.toString(holder.pid()), "--mount"));
        if (!isRoot()) {
            command.addAll(List.of("--user", "--preserve-credentials"));
        }
        command.addAll(List.of(
                "sh", "-c", "cd \"$1\" && exec ./start", "sh", tree.path("").toString()));
        return StartRun.of(tree, command);
    }

    @Override
    public void close() {
        holder.destroy();
        Waiting.until("the disk goes", () -> !holder.isAlive());
    }

    private void run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(tree.path("").toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new AssertionError(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
