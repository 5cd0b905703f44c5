package io.github.gatehouse.localserver;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A stock Keycloak with our jars in {@code providers/}, built ({@code kc.sh build}) and ready to start.
 *
 * <p>The folder holds nothing that cannot be made again: the database lives elsewhere. It is made again when the
 * distribution or the content of a jar has changed, or when an earlier attempt did not come to its end.
 */
public final class KeycloakHome {

    /** {@code health} is what tells readiness; {@code cache=local} keeps JGroups from opening ports. */
    private static final List<String> EMBEDDED = List.of("--db=dev-file", "--health-enabled=true", "--cache=local");

    /** For PostgreSQL and one node. */
    public static final List<String> POSTGRES = List.of("--db=postgres", "--health-enabled=true", "--cache=local");

    /** For PostgreSQL and nodes that share their caches. */
    public static final List<String> POSTGRES_AND_NODES =
            List.of("--db=postgres", "--health-enabled=true", "--cache=ispn");

    /**
     * One fixed time for all provider jars: {@code start --optimized} refuses a jar whose time differs from the one
     * at the build, even if the bytes are the same.
     */
    private static final FileTime JAR_TIME = FileTime.fromMillis(1_700_000_000_000L);

    /** Compiles little: what runs for seconds only takes half the processor time so. */
    private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:-UseG1GC -XX:+UseSerialGC";

    private static final long RUN_LIMIT_MINUTES = 10;

    private final Path folder;

    private KeycloakHome(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes the folder unless it is there and up to date.
     *
     * @param distribution the zip of the stock distribution
     * @param providerJars what goes into {@code providers/}
     * @param folder where the server is to stand; its former content is thrown away
     * @throws StartFailure when the zip or a jar is missing or broken, or {@code kc.sh build} fails
     */
    public static KeycloakHome prepare(Path distribution, List<Path> providerJars, Path folder, Progress progress) {
        return prepare(distribution, providerJars, EMBEDDED, folder, progress);
    }

    /**
     * The same for another database or several nodes.
     *
     * @param buildOptions of {@code kc.sh build}: {@link #POSTGRES}, {@link #POSTGRES_AND_NODES}
     */
    public static KeycloakHome prepare(
            Path distribution, List<Path> providerJars, List<String> buildOptions, Path folder, Progress progress) {
        Path stamp = folder.resolve("gatehouse.stamp");
        String wanted = stampOf(distribution, providerJars, buildOptions);
        if (wanted.equals(readOrEmpty(stamp))) {
            return new KeycloakHome(folder);
        }
        progress.step("Unpacking " + distribution.getFileName(), () -> {
            // The stamp first: a folder that is deleted or made by half must not look finished.
            Files.deleteIfExists(stamp);
            delete(folder);
            try {
                unzip(distribution, folder);
            } catch (ZipException e) {
                BundleJars.throwAway(distribution);
                throw new StartFailure(
                        "The Keycloak distribution " + distribution.getFileName() + " is broken (" + e.getMessage()
                                + "), as after a download that was cut. It is thrown away: run this again, and it is"
                                + " fetched anew.",
                        e);
            }
            for (Path jar : providerJars) {
                Path target = folder.resolve("providers").resolve(jar.getFileName());
                Files.copy(jar, target, StandardCopyOption.REPLACE_EXISTING);
                Files.setLastModifiedTime(target, JAR_TIME);
            }
            return folder;
        });
        progress.step("Building Keycloak with the jars (kc.sh build)", () -> {
            build(folder, buildOptions);
            Files.writeString(stamp, wanted);
            return folder;
        });
        return new KeycloakHome(folder);
    }

    /** The folder with {@code bin/}, {@code conf/} and {@code providers/}. */
    public Path folder() {
        return folder;
    }

    /**
     * Unpacks the stock distribution and does no more.
     *
     * @param distribution its zip
     * @param folder where {@code bin/} is to be
     * @throws IOException when the zip is broken, or the disk is full
     */
    public static void unpack(Path distribution, Path folder) throws IOException {
        unzip(distribution, folder);
    }

    /**
     * Another folder with the same server, ready to start: the jars keep their times, so that it needs no build.
     *
     * @param other its former content is thrown away
     * @throws StartFailure when it cannot be written
     */
    public KeycloakHome copyTo(Path other) {
        try {
            delete(other);
            copy(folder, other);
        } catch (IOException e) {
            throw new StartFailure("Cannot copy " + folder + " to " + other + ": " + e.getMessage(), e);
        }
        return new KeycloakHome(other);
    }

    /**
     * Runs a command of {@code kc.sh} other than {@code start}, and waits for its end.
     *
     * @param log where its output goes; replaced
     * @param arguments the command and its options
     * @throws StartFailure when it fails, with the last line that it printed, or does not end
     */
    public void run(Path log, List<String> arguments) throws IOException, InterruptedException {
        run(folder, log, arguments);
    }

    private static void build(Path folder, List<String> options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("build"));
        arguments.addAll(options);
        run(folder, folder.resolve("gatehouse-build.log"), arguments);
    }

    private static void run(Path folder, Path log, List<String> arguments) throws IOException, InterruptedException {
        String name = "kc.sh " + arguments.get(0);
        List<String> command =
                new ArrayList<>(List.of(folder.resolve("bin/kc.sh").toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        ChildProcess.prepare(builder.environment());
        builder.environment().put("JAVA_OPTS_APPEND", SHORT_LIVED);
        try (ChildProcess process = ChildProcess.start(builder)) {
            if (!process.waitFor(RUN_LIMIT_MINUTES, TimeUnit.MINUTES)) {
                throw new StartFailure(name + " did not end within " + RUN_LIMIT_MINUTES + " minutes. See " + log);
            }
            if (process.exitValue() != 0) {
                throw new StartFailure(name + " failed: " + ServerLog.lastError(log) + " See " + log);
            }
        }
    }

    /** Names and checksums of what is inside, so that a jar built again from the same sources counts as the same. */
    private static String stampOf(Path distribution, List<Path> providerJars, List<String> buildOptions) {
        try {
            return readStampOf(distribution, providerJars, buildOptions);
        } catch (IOException e) {
            throw new StartFailure(
                    "A jar or the Keycloak distribution cannot be read: " + e.getMessage()
                            + ". Run: mvn clean, and this again.",
                    e);
        }
    }

    private static String readStampOf(Path distribution, List<Path> providerJars, List<String> buildOptions)
            throws IOException {
        StringBuilder stamp = new StringBuilder()
                .append(distribution.getFileName())
                .append(' ')
                .append(Files.size(distribution))
                .append('\n')
                .append(String.join(" ", buildOptions))
                .append('\n');
        for (Path jar : providerJars) {
            stamp.append(jar.getFileName()).append('\n');
            TreeMap<String, Long> entries = new TreeMap<>();
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                zip.stream().forEach(entry -> entries.put(entry.getName(), entry.getCrc()));
            }
            stamp.append(entries.entrySet().stream()
                    .map(e -> "  " + e.getKey() + ' ' + e.getValue() + '\n')
                    .collect(Collectors.joining()));
        }
        return stamp.toString();
    }

    private static String readOrEmpty(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** Unpacks without the top folder of the zip and makes the scripts executable. */
    private static void unzip(Path archive, Path target) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                int slash = entry.getName().indexOf('/');
                Path path = target.resolve(entry.getName().substring(slash + 1)).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("entry outside of the folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                Files.createDirectories(path.getParent());
                try (InputStream in = zip.getInputStream(entry)) {
                    Files.copy(in, path, StandardCopyOption.REPLACE_EXISTING);
                }
                if (path.toString().endsWith(".sh")) {
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            }
        }
    }

    /**
     * Deletes a folder and all that is in it; does nothing when it is not there.
     *
     * @throws StartFailure when something in it cannot be deleted
     */
    public static void deleteFolder(Path folder) {
        try {
            delete(folder);
        } catch (IOException e) {
            throw new StartFailure("Cannot delete " + folder + ": " + e.getMessage(), e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(visited)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
