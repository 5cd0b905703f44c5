package io.github.gatehouse.localserver;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running stock Keycloak on loopback, from a {@link KeycloakHome}; closed, it is gone with all its children. */
public final class KeycloakServer implements AutoCloseable {

    /** How long a server may take until it answers. */
    public static final Duration READY_LIMIT = Duration.ofMinutes(5);

    private static final long POLL_MILLISECONDS = 100;

    private final ChildProcess process;
    private final KeycloakSettings settings;

    private KeycloakServer(ChildProcess process, KeycloakSettings settings) {
        this.process = process;
        this.settings = settings;
    }

    /**
     * Ends a server of this home that an earlier run left behind because it was killed.
     *
     * @param home folder of the server, whether it is there or not; without links in it
     * @throws StartFailure when it cannot be ended
     */
    public static void endEarlierOne(Path home) {
        EarlierServer.end(home);
    }

    /**
     * Starts the server and waits until it answers: readiness is asked of the health endpoint, because the log line
     * "started in" comes long before the realm is imported.
     *
     * @throws StartFailure when the server ends, or does not become ready within five minutes
     */
    public static KeycloakServer start(KeycloakHome home, KeycloakSettings settings, Progress progress) {
        return progress.step("Starting Keycloak", () -> {
            Path imports = Files.createDirectories(home.folder().resolve("data/import"));
            Path realmFile = imports.resolve("realm-export.json");
            if (settings.realmFile() == null) {
                Files.deleteIfExists(realmFile);
            } else {
                Files.copy(settings.realmFile(), realmFile, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.createDirectories(settings.data());
            Files.createDirectories(settings.log().toAbsolutePath().getParent());
            ChildProcess process = ChildProcess.start(command(home, settings));
            KeycloakServer server = new KeycloakServer(process, settings);
            try {
                server.awaitReady();
                return server;
            } catch (Exception e) {
                server.close();
                throw e;
            }
        });
    }

    /** Address for browsers, applications and Admin REST, without a slash at the end. */
    public String baseUrl() {
        return "http://localhost:" + settings.http().number();
    }

    public KeycloakSettings settings() {
        return settings;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What the server has used of the processors since its start: tells more than the clock on a busy machine. */
    public Duration processorTime() {
        return process.family().stream()
                .map(handle -> handle.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Its processes: the shell {@code kc.sh}, and the JVM. */
    public List<ProcessHandle> processes() {
        return process.family();
    }

    @Override
    public void close() {
        process.close();
    }

    private static ProcessBuilder command(KeycloakHome home, KeycloakSettings settings) {
        List<String> command = new ArrayList<>(List.of(
                home.folder().resolve("bin/kc.sh").toString(),
                "start",
                "--optimized",
                "--import-realm",
                "--http-enabled=true",
                "--http-host=" + LoopbackPort.HOST,
                "--http-port=" + settings.http().number(),
                "--http-management-host=" + LoopbackPort.HOST,
                "--http-management-port=" + settings.management().number(),
                "--hostname-strict=false",
                // Each poll of the health endpoint while it is down would write a line.
                "--log-level=INFO,io.smallrye.health:WARN"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(settings.log().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        ChildProcess.prepare(builder.environment());
        builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", settings.adminUser());
        builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", settings.adminPassword());
        builder.environment().put("KC_DB_URL", settings.databaseUrl());
        builder.environment().putAll(settings.environment());
        builder.environment().put("JAVA_OPTS_APPEND", String.join(" ", settings.javaOptions()));
        return builder;
    }

    private void awaitReady() throws InterruptedException, IOException {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        HttpRequest health = get(settings.management(), "/health/ready");
        // Health is told before browsers are answered, and also when their port has been taken by another program.
        HttpRequest realm = get(settings.http(), "/realms/master");
        long deadline = System.nanoTime() + READY_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            if (process.waitFor(POLL_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                throw endedWhileStarting(settings.http(), settings.management(), settings.log());
            }
            if (succeeds(client, health) && succeeds(client, realm)) {
                return;
            }
        }
        throw notReadyInTime(settings.log());
    }

    /**
     * What to say of a server that ended instead of answering.
     *
     * @param log what it printed
     * @throws StartFailure when another program has one of its ports
     */
    public static StartFailure endedWhileStarting(LoopbackPort http, LoopbackPort management, Path log) {
        // Taken since it was looked at before the start? That sentence is the clearer one.
        LoopbackPort.requireAllFree(List.of(http, management));
        return new StartFailure("Keycloak ended while starting: " + ServerLog.lastError(log) + " See " + log);
    }

    /** What to say of a server that did not answer within {@link #READY_LIMIT}. */
    public static StartFailure notReadyInTime(Path log) {
        return new StartFailure("Keycloak was not ready within " + READY_LIMIT.toMinutes() + " minutes; it says: "
                + ServerLog.lastError(log) + " See " + log);
    }

    private static HttpRequest get(LoopbackPort port, String path) {
        return HttpRequest.newBuilder(URI.create("http://" + LoopbackPort.HOST + ":" + port.number() + path))
                .timeout(Duration.ofSeconds(10))
                .build();
    }

    private static boolean succeeds(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // Not listening yet.
        }
    }
}
