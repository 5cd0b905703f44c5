package io.github.gatehouse.it.support;

import io.github.gatehouse.localserver.KeycloakHome;
import io.github.gatehouse.localserver.KeycloakServer;
import io.github.gatehouse.localserver.KeycloakSettings;
import io.github.gatehouse.localserver.LoopbackPort;
import io.github.gatehouse.localserver.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** One of two Keycloaks on one database. Its log is {@code target/nodes/<name>.log}. */
public final class Node extends KeycloakUnderTest {

    private final String name;
    private final KeycloakHome home;
    private final Map<String, String> environment;
    private final Progress progress;
    private final LoopbackPort http = LoopbackPort.free();
    private final LoopbackPort management = LoopbackPort.free();
    private KeycloakServer server;

    /**
     * Not started yet.
     *
     * @param name also of its connections in {@code pg_stat_activity}
     * @param home built for PostgreSQL and nodes, with a cache configuration of its own
     * @param environment how it reaches the database
     */
    Node(String name, KeycloakHome home, Map<String, String> environment, Progress progress) {
        this.name = name;
        this.home = home;
        this.environment = environment;
        this.progress = progress;
    }

    /**
     * Starts it, on the same ports as before, and waits until it is ready.
     *
     * @param realmFile imported if its realm is not in the database yet; null for nothing
     */
    void start(Path realmFile, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("KC_CACHE", "ispn");
        all.put("KC_CACHE_EMBEDDED_NETWORK_BIND_ADDRESS", LoopbackPort.HOST);
        all.put("KC_CACHE_EMBEDDED_NETWORK_BIND_PORT", Integer.toString(TwoNodes.cachePort()));
        all.putAll(settings);
        server = KeycloakServer.start(
                home,
                new KeycloakSettings(
                        http,
                        management,
                        home.folder().resolve("data"),
                        realmFile,
                        home.folder().resolveSibling(name + ".log"),
                        ADMIN,
                        ADMIN_PASSWORD,
                        all,
                        DistributionKeycloak.QUICK_START),
                progress);
    }

    public String name() {
        return name;
    }

    /** Its own clock; the other node's and the database's stay as they are. */
    public ServerClock clock() {
        return new ServerClock(this);
    }

    public People people() {
        return new People(this);
    }

    /** {@code kill -9}: nothing is written, sent or given back. */
    public void kill() {
        jvm().destroyForcibly();
        Waiting.until("the end of " + name, () -> !server.isAlive());
        stop();
    }

    /** SIGSTOP: its connections stay open, and what it holds in the database it holds. */
    public void pause() {
        signal("STOP");
    }

    /** SIGCONT. */
    public void resume() {
        signal("CONT");
    }

    void stop() {
        forgetAdminTokens();
        if (server != null) {
            server.close();
            server = null;
        }
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(jvm().pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private ProcessHandle jvm() {
        return server.processes().stream()
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public String baseUrl() {
        return "http://localhost:" + http.number();
    }

    @Override
    public String logText() {
        try {
            return Files.readString(home.folder().resolveSibling(name + ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
