package io.github.gatehouse.it.support;

import io.github.gatehouse.localserver.BundleJars;
import io.github.gatehouse.localserver.KeycloakHome;
import io.github.gatehouse.localserver.KeycloakServer;
import io.github.gatehouse.localserver.LoopbackPort;
import io.github.gatehouse.localserver.PostgresCluster;
import io.github.gatehouse.localserver.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Two Keycloaks with the shipped jars and the shipped realm on one PostgreSQL, as behind a load balancer. Closing it
 * deletes all but the logs in {@code target/nodes/}.
 */
public final class TwoNodes implements AutoCloseable {

    private static final Progress PROGRESS = Progress.on(System.out, false);
    private static final String DATABASE = "keycloak";
    private static final String PASSWORD = "of this test only";

    /** Keycloak's caches listen on a port, and look for the death of others on that one plus this. */
    private static final int FAILURE_DETECTION = 50_000;

    private static final int LEAST_PORT = 10_000;
    private static final int LAST_PORT = 65_535;

    private final Path folder = Tree.target().resolve("nodes");
    private final PostgresCluster database;
    private final Node first;
    private final Node second;

    private TwoNodes(boolean joined) {
        KeycloakHome built = KeycloakHome.prepare(
                BundleJars.distributionIn(Tree.root()),
                OwnKeycloak.bundle(),
                KeycloakHome.POSTGRES_AND_NODES,
                Tree.target().resolve("keycloak-nodes"),
                PROGRESS);
        KeycloakHome firstHome = home(built, "first");
        KeycloakHome secondHome = home(built, "second");
        if (!joined) {
            renameCluster(secondHome);
        }
        database = PostgresCluster.start(folder, DATABASE, PASSWORD, "fsync=off");
        first = new Node("first", firstHome, database.environment(DATABASE, "first"), PROGRESS);
        second = new Node("second", secondHome, database.environment(DATABASE, "second"), PROGRESS);
    }

    /** Nodes that share their caches, as Keycloak's documentation wants it. */
    public static TwoNodes joined() {
        return joined(Map.of());
    }

    /**
     * The same.
     *
     * @param settings environment variables of both
     */
    public static TwoNodes joined(Map<String, String> settings) {
        return new TwoNodes(true).started(settings);
    }

    /** Nodes whose caches do not see each other, as after a cut between them. */
    public static TwoNodes apart() {
        return new TwoNodes(false).started(Map.of());
    }

    private TwoNodes started(Map<String, String> settings) {
        try {
            // One after the other: the first makes the tables and imports the realm.
            first.start(Tree.root().resolve("realm-export.json"), settings);
            second.start(null, settings);
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    public Node first() {
        return first;
    }

    public Node second() {
        return second;
    }

    public List<Node> both() {
        return List.of(first, second);
    }

    /** Starts a node again that was killed. */
    public void startAgain(Node node) {
        node.start(null, Map.of());
    }

    public PostgresCluster database() {
        return database;
    }

    /** A connection of a test's own to the database of both. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(
                database.jdbcUrl(DATABASE) + "?ApplicationName=test&tcpKeepAlive=true", DATABASE, PASSWORD);
    }

    @Override
    public void close() {
        second.close();
        first.close();
        database.close();
        KeycloakHome.deleteFolder(folder.resolve("first"));
        KeycloakHome.deleteFolder(folder.resolve("second"));
    }

    /** One that is free, and so is the one that belongs to it: never one that the system gives, they are too great. */
    static int cachePort() {
        return ThreadLocalRandom.current()
                .ints(LEAST_PORT, LAST_PORT - FAILURE_DETECTION)
                .filter(port -> isFree(port) && isFree(port + FAILURE_DETECTION))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(LoopbackPort.HOST))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private KeycloakHome home(KeycloakHome built, String name) {
        Path home = folder.resolve(name);
        KeycloakServer.endEarlierOne(home);
        return built.copyTo(home);
    }

    private static void renameCluster(KeycloakHome home) {
        Path file = home.folder().resolve("conf/cache-ispn.xml");
        try {
            String configuration = Files.readString(file);
            String renamed = configuration.replace("<transport ", "<transport cluster=\"apart\" ");
            if (renamed.equals(configuration)) {
                throw new IllegalStateException("no <transport> in " + file);
            }
            Files.writeString(file, renamed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
