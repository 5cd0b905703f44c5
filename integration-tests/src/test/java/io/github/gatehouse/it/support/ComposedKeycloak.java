package io.github.gatehouse.it.support;

import io.github.gatehouse.localserver.BundleJars;
import io.github.gatehouse.localserver.ChildProcess;
import io.github.gatehouse.localserver.KeycloakHome;
import io.github.gatehouse.localserver.KeycloakServer;
import io.github.gatehouse.localserver.LoopbackPort;
import io.github.gatehouse.localserver.MailCatcher;
import io.github.gatehouse.localserver.PortalServer;
import io.github.gatehouse.localserver.PostgresCluster;
import io.github.gatehouse.localserver.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.keycloak.representations.idm.ClientRepresentation;

/**
 * What {@code docker-compose up} starts from the unpacked release zip, without a container engine: the services'
 * environment, command line and health check are those of {@code docker-compose.yml} as docker-compose reads it, in
 * which only hosts, ports and paths of containers are replaced. Keycloak is the distribution that the image is made
 * from, the database is the system's PostgreSQL.
 */
public final class ComposedKeycloak extends KeycloakUnderTest {

    private static final Progress PROGRESS = Progress.on(System.out, false);

    private final Path folder = Tree.target().resolve("composed");
    private final Path home = folder.resolve("keycloak");
    private final Path log = Tree.target().resolve("composed.log");
    private final LoopbackPort http = LoopbackPort.free();
    private final LoopbackPort management = LoopbackPort.free();
    private final DockerCompose compose;
    private final MailCatcher mail;
    private final PostgresCluster database;
    private final PortalServer portal;
    private ChildProcess process;

    private ComposedKeycloak() {
        KeycloakServer.endEarlierOne(home);
        KeycloakHome.deleteFolder(folder);
        try (ReleaseZip zip = ReleaseZip.open()) {
            zip.unpack(folder.resolve("release"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        compose = DockerCompose.read(
                folder.resolve("release"),
                Map.of(
                        "KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN,
                        "KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN_PASSWORD,
                        "KC_DB_PASSWORD", "of this test only"));
        PROGRESS.step("Unpacking Keycloak for docker-compose.yml", () -> {
            KeycloakHome.unpack(BundleJars.distributionIn(Tree.root()), home);
            mount();
            return home;
        });
        mail = MailCatcher.start(LoopbackPort.free(), LoopbackPort.free());
        Map<String, String> settings = compose.environment("database");
        database = PostgresCluster.start(
                Tree.target(), settings.get("POSTGRES_USER"), settings.get("POSTGRES_PASSWORD"), "fsync=off");
        portal = PortalServer.start(LoopbackPort.free(), baseUrl());
    }

    /** All of it, in a database that is empty but for the shipped realm, and with the portal. */
    public static ComposedKeycloak up() {
        ComposedKeycloak composed = new ComposedKeycloak();
        try {
            composed.start(Map.of());
            composed.movePortal();
            return composed;
        } catch (RuntimeException e) {
            composed.close();
            throw e;
        }
    }

    /** Ends Keycloak and starts it again; the database goes on. */
    public void restart() {
        restart(Map.of());
    }

    /**
     * The same with other settings of the server.
     *
     * @param changed environment variables; those that docker-compose.yml names are replaced
     * @throws io.github.gatehouse.localserver.StartFailure it ended instead
     */
    public void restart(Map<String, String> changed, String... options) {
        forgetAdminTokens();
        process.close();
        start(changed, options);
    }

    public PostgresCluster database() {
        return database;
    }

    public Portal portal() {
        return new Portal(portal);
    }

    public Mailbox mailbox() {
        return new Mailbox(mail);
    }

    public People people() {
        return new People(this);
    }

    @Override
    public String baseUrl() {
        return "http://localhost:" + http.number();
    }

    @Override
    public String logText() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        forgetAdminTokens();
        if (process != null) {
            process.close();
        }
        portal.close();
        database.close();
        mail.close();
        KeycloakHome.deleteFolder(folder);
    }

    /** As an administrator does by hand; the mail server stays as the realm file and the environment have it. */
    private void movePortal() {
        ClientRepresentation client = realm().clients().findByClientId("portal").get(0);
        client.setRootUrl(portal.url());
        client.setRedirectUris(List.of(portal.url() + "/*"));
        realm().clients().get(client.getId()).update(client);
    }

    /** What the service mounts, to where it mounts it. */
    private void mount() throws IOException {
        for (var volume : compose.services().path("keycloak").path("volumes")) {
            String[] paths = volume.asText().split(":");
            Path from = Path.of(paths[0]);
            Path to = home.resolve(Path.of("/opt/keycloak").relativize(Path.of(paths[1])));
            Files.createDirectories(to.getParent());
            KeycloakHome.deleteFolder(to);
            Files.createSymbolicLink(to, from);
        }
    }

    private void start(Map<String, String> changed, String... options) {
        PROGRESS.step("Starting Keycloak as docker-compose.yml does", () -> {
            List<String> command =
                    new ArrayList<>(List.of(home.resolve("bin/kc.sh").toString()));
            command.addAll(compose.command("keycloak"));
            command.addAll(List.of(options));
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            ChildProcess.prepare(builder.environment());
            builder.environment().remove("KC_CACHE");
            builder.environment().putAll(environment());
            builder.environment().putAll(changed);
            builder.environment().put("JAVA_OPTS_APPEND", String.join(" ", DistributionKeycloak.QUICK_START));
            process = ChildProcess.start(builder);
            awaitHealthy();
            return process;
        });
    }

    private Map<String, String> environment() {
        Map<String, String> environment = compose.environment("keycloak");
        environment.computeIfPresent("KC_DB_URL", (name, url) -> url.replace("database:5432", database.address()));
        environment.computeIfPresent(
                "KC_HOSTNAME", (name, url) -> url.replace("localhost:8080", "localhost:" + http.number()));
        environment.replace("SMTP_HOST", "mail", LoopbackPort.HOST);
        environment.replace("SMTP_PORT", "1025", Integer.toString(mail.smtpPort()));
        environment.put("KC_HTTP_HOST", LoopbackPort.HOST);
        environment.put("KC_HTTP_PORT", Integer.toString(http.number()));
        environment.put("KC_HTTP_MANAGEMENT_HOST", LoopbackPort.HOST);
        environment.put("KC_HTTP_MANAGEMENT_PORT", Integer.toString(management.number()));
        return environment;
    }

    /** By the service's own health check. */
    private void awaitHealthy() throws IOException, InterruptedException {
        List<String> check = compose.healthCheck("keycloak").stream()
                .map(word -> word.replace("/9000", "/" + management.number()))
                .toList();
        long deadline = System.nanoTime() + KeycloakServer.READY_LIMIT.toNanos();
        while (true) {
            int unhealthy = new ProcessBuilder(check)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (unhealthy == 0) {
                return;
            }
            if (process.waitFor(500, TimeUnit.MILLISECONDS)) {
                throw KeycloakServer.endedWhileStarting(http, management, log);
            }
            if (System.nanoTime() > deadline) {
                throw KeycloakServer.notReadyInTime(log);
            }
        }
    }
}
