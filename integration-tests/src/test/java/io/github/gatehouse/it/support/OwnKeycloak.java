package io.github.gatehouse.it.support;

import io.github.gatehouse.localserver.BundleJars;
import io.github.gatehouse.localserver.KeycloakHome;
import io.github.gatehouse.localserver.KeycloakServer;
import io.github.gatehouse.localserver.KeycloakSettings;
import io.github.gatehouse.localserver.LoopbackPort;
import io.github.gatehouse.localserver.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A Keycloak of a test's own, beside the one that all tests share: for what needs a start, an end, an export or other
 * jars. It is always the distribution as a child process, with an embedded database of its own that stays when the
 * server is stopped. Closing it deletes all but the log, {@code target/own-<name>.log}.
 */
public final class OwnKeycloak extends KeycloakUnderTest {

    private static final Progress PROGRESS = Progress.on(System.out, false);

    private final Path folder;
    private KeycloakHome home;
    private KeycloakSettings settings;
    private KeycloakServer server;

    private OwnKeycloak(String name) {
        folder = Tree.target().resolve("own-" + name);
        KeycloakServer.endEarlierOne(folder.resolve("keycloak"));
        KeycloakHome.deleteFolder(folder);
        settings = settingsWith(null, DistributionKeycloak.QUICK_START);
    }

    /** Not started yet, with the shipped jars and the test clock, and an empty database. */
    public static OwnKeycloak withTheBundle(String name) {
        return new OwnKeycloak(name).withTheBundle();
    }

    /** Puts the jars of the bundle into {@code providers/}. The data stay. */
    public OwnKeycloak withTheBundle() {
        // What the shared server runs from, so that it need not be built once more.
        return copyOf(
                KeycloakHome.prepare(distribution(), bundle(), Tree.target().resolve("keycloak"), PROGRESS));
    }

    /** Takes the jars of the bundle out of {@code providers/}: Keycloak as it is downloaded. The data stay. */
    public OwnKeycloak withoutTheBundle() {
        return copyOf(
                KeycloakHome.prepare(distribution(), List.of(), Tree.target().resolve("keycloak-stock"), PROGRESS));
    }

    /** The jars that {@link #withTheBundle} has in {@code providers/}. */
    public static List<Path> bundle() {
        List<Path> jars = new ArrayList<>(BundleJars.in(Tree.root()));
        jars.add(BundleJars.jarOf(Tree.root(), "test-clock-provider"));
        return jars;
    }

    /** Puts other jars into {@code providers/} instead of those that are there, and builds. The data stay. */
    public OwnKeycloak withJars(List<Path> jars) {
        stop();
        home = KeycloakHome.prepare(distribution(), jars, folder.resolve("keycloak"), PROGRESS);
        return this;
    }

    /** Builds it with metrics, at {@link #metrics}. The data stay. */
    public OwnKeycloak withMetrics() {
        return builtWith("--metrics-enabled=true");
    }

    /** Builds it so that it keeps sessions in memory only. The data stay. */
    public OwnKeycloak withVolatileSessions() {
        return builtWith("--features-disabled=persistent-user-sessions");
    }

    /** Builds it with features of Keycloak that are off by themselves. The data stay. */
    public OwnKeycloak withFeatures(String... features) {
        return builtWith("--features=" + String.join(",", features));
    }

    private OwnKeycloak builtWith(String option) {
        stop();
        run("build", List.of("build", "--db=dev-file", "--health-enabled=true", "--cache=local", option));
        return this;
    }

    /** Deletes the database. */
    public OwnKeycloak withoutData() {
        stop();
        KeycloakHome.deleteFolder(settings.data());
        return this;
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param realmFile what is imported if its realm is not there yet; null for nothing
     * @throws io.github.gatehouse.localserver.StartFailure when the server ends instead
     */
    public OwnKeycloak start(Path realmFile) {
        return start(settingsWith(realmFile, DistributionKeycloak.QUICK_START));
    }

    /** The same with settings of the server as environment variables ({@code KC_…}). */
    public OwnKeycloak start(Path realmFile, Map<String, String> environment) {
        return start(settingsWith(realmFile, DistributionKeycloak.QUICK_START, environment));
    }

    /** The same with all that a Java package and those in it have to log. */
    public OwnKeycloak startTracing(String javaPackage, Path realmFile) {
        String category = javaPackage.toUpperCase(Locale.ROOT).replace('.', '_');
        return start(realmFile, Map.of("KC_LOG_LEVEL_" + category, "trace"));
    }

    /** The same with the JVM that Keycloak chooses: slower to start, and as fast as in production afterwards. */
    public OwnKeycloak startAtFullSpeed(Path realmFile) {
        return start(settingsWith(realmFile, List.of()));
    }

    private OwnKeycloak start(KeycloakSettings chosen) {
        settings = chosen;
        server = KeycloakServer.start(home, settings, PROGRESS);
        return this;
    }

    /** Ends the server; the data stay. */
    public void stop() {
        forgetAdminTokens();
        if (server != null) {
            server.close();
            server = null;
        }
    }

    /** Writes the shipped realm with its people into a file, by {@code kc.sh export}, while the server is stopped. */
    public Path export() {
        Path file = folder.resolve("exported.json");
        run(
                "export",
                List.of(
                        "export",
                        "--optimized",
                        "--db-url=" + settings.databaseUrl(),
                        "--realm=" + REALM,
                        "--users=same_file",
                        "--file=" + file));
        return file;
    }

    /** The whole database as SQL, while the server is stopped. */
    public String databaseScript() {
        Path script = folder.resolve("database.sql");
        runOnDatabase("Script", script);
        try {
            return Files.readString(script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a file of SQL on the database, while the server is stopped. */
    public void runScript(Path script) {
        runOnDatabase("RunScript", script);
    }

    /** One of the tools that H2 brings along. */
    private void runOnDatabase(String tool, Path script) {
        try (Stream<Path> libraries = Files.list(home().resolve("lib/lib/main"))) {
            Path h2 = libraries
                    .filter(jar -> jar.getFileName().toString().startsWith("com.h2database.h2-"))
                    .findFirst()
                    .orElseThrow();
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            h2.toString(),
                            "org.h2.tools." + tool,
                            "-url",
                            settings.databaseUrl(),
                            "-user",
                            "",
                            "-password",
                            "",
                            "-script",
                            script.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("script.log").toFile())
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(Files.readString(folder.resolve("script.log")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What a monitoring system would read now. */
    public String metrics() {
        String address = "http://localhost:" + settings.management().number() + "/metrics";
        return Http.send(HttpRequest.newBuilder(URI.create(address))).body();
    }

    private void run(String name, List<String> command) {
        try {
            home.run(folder.resolve(name + ".log"), command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What lives in the server's heap after a collection that this forces, in bytes. */
    public long heapAfterCollection() {
        long java = server.processes().stream()
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow()
                .pid();
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process process = new ProcessBuilder(jcmd.toString(), Long.toString(java), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String histogram = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            // Its last line: Total, number of objects, bytes.
            String[] total = histogram
                    .strip()
                    .substring(histogram.strip().lastIndexOf('\n') + 1)
                    .split(" +");
            return Long.parseLong(total[2]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the server stands: {@code bin/}, {@code providers/}. */
    public Path home() {
        return home.folder();
    }

    /** Its own clock, right again after the next start. */
    public ServerClock clock() {
        return new ServerClock(this);
    }

    public People people() {
        return new People(this);
    }

    @Override
    public String baseUrl() {
        return "http://localhost:" + settings.http().number();
    }

    @Override
    public String logText() {
        try {
            return Files.readString(settings.log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
        KeycloakHome.deleteFolder(folder);
    }

    private KeycloakSettings settingsWith(Path realmFile, List<String> javaOptions) {
        return settingsWith(realmFile, javaOptions, Map.of());
    }

    private KeycloakSettings settingsWith(Path realmFile, List<String> javaOptions, Map<String, String> environment) {
        return new KeycloakSettings(
                LoopbackPort.free(),
                LoopbackPort.free(),
                folder.resolve("data"),
                realmFile,
                Tree.target().resolve(folder.getFileName() + ".log"),
                ADMIN,
                ADMIN_PASSWORD,
                environment,
                javaOptions);
    }

    private OwnKeycloak copyOf(KeycloakHome built) {
        stop();
        home = built.copyTo(folder.resolve("keycloak"));
        return this;
    }

    private static Path distribution() {
        return BundleJars.distributionIn(Tree.root());
    }
}
