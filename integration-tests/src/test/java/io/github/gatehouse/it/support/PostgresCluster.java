package io.github.gatehouse.it.support;

import io.github.gatehouse.localserver.KeycloakHome;
import io.github.gatehouse.localserver.LoopbackPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL of a test's own, from the system's packages, on a free port of the loopback address. The clusters of the
 * system are not touched. Closed, it is gone with its data.
 *
 * <p>PostgreSQL refuses to run as root; then it runs as the system's user {@code postgres}. That user may not reach this
 * tree, so the data are in the system's folder for temporary files.
 */
public final class PostgresCluster implements AutoCloseable {

    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    private static final String MISSING = "PostgreSQL is missing. Install it: apt-get install postgresql";
    private static final String SERVER_USER = "postgres";

    private final Path programs;
    private final Path folder;
    private final String user;
    private final String password;
    private final LoopbackPort port = LoopbackPort.free();
    private final Thread hook = new Thread(this::stop, "stop-postgresql");

    private PostgresCluster(Path programs, Path folder, String user, String password) {
        this.programs = programs;
        this.folder = folder;
        this.user = user;
        this.password = password;
    }

    /**
     * Starts it with one empty database.
     *
     * @param user name of its owner, and of the database
     */
    public static PostgresCluster start(String user, String password) {
        // One for each tree, so that what an earlier run left behind because it was killed is found.
        Path folder = Path.of(System.getProperty("java.io.tmpdir"))
                .resolve("gatehouse-postgresql-"
                        + Integer.toHexString(Tree.root().hashCode()));
        PostgresCluster cluster = new PostgresCluster(programs(), folder, user, password);
        cluster.stop();
        KeycloakHome.deleteFolder(folder);
        try {
            cluster.create();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cluster;
    }

    /** Host and port. */
    public String address() {
        return LoopbackPort.HOST + ":" + port.number();
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        stop();
        KeycloakHome.deleteFolder(folder);
    }

    private void create() throws IOException {
        Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path passwordFile = Files.writeString(folder.resolve("password"), password + "\n");
        if (isRoot()) {
            var server = folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(SERVER_USER);
            Files.setOwner(passwordFile, server);
            Files.setOwner(folder, server);
        }
        run(
                "initdb",
                "-D",
                data(),
                "-U",
                user,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--no-sync");
        Runtime.getRuntime().addShutdownHook(hook);
        run(
                "pg_ctl",
                "-D",
                data(),
                "-w",
                "-l",
                folder.resolve("log").toString(),
                "-o",
                "-c listen_addresses=" + LoopbackPort.HOST + " -c port=" + port.number()
                        + " -c unix_socket_directories= -c fsync=off",
                "start");
        client("createdb", user);
    }

    /** Runs statements as the owner of the database; rows are lines. */
    public String sql(String statements) {
        return client("psql", "-v", "ON_ERROR_STOP=1", "-q", "-t", "-A", "-d", user, "-c", statements)
                .strip();
    }

    /** A program of PostgreSQL's client, as the owner of the database. */
    private String client(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                programs.resolve(program).toString(),
                "-h",
                LoopbackPort.HOST,
                "-p",
                Integer.toString(port.number()),
                "-U",
                user));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", password);
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void stop() {
        if (Files.exists(folder.resolve("data/postmaster.pid"))) {
            run("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
        }
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private void run(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("runuser", "-u", SERVER_USER, "--"));
        }
        Path own = programs.resolve(program);
        command.add(Files.exists(own) ? own.toString() : program);
        command.addAll(List.of(arguments));
        Path log = Tree.target().resolve("postgresql.log");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IllegalStateException(program + " failed. See " + log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** Those of the newest version that is installed. */
    private static Path programs() {
        try (Stream<Path> versions = Files.list(INSTALLED)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(programs -> Files.isExecutable(programs.resolve("initdb")))
                    .max(Comparator.comparingInt(programs ->
                            Integer.parseInt(programs.getParent().getFileName().toString())))
                    .orElseThrow(() -> new IllegalStateException(MISSING));
        } catch (IOException e) {
            throw new IllegalStateException(MISSING, e);
        }
    }
}
