package io.github.gatehouse.it.support;

import io.github.gatehouse.localserver.BundleJars;
import io.github.gatehouse.localserver.KeycloakHome;
import io.github.gatehouse.localserver.KeycloakServer;
import io.github.gatehouse.localserver.KeycloakSettings;
import io.github.gatehouse.localserver.LoopbackPort;
import io.github.gatehouse.localserver.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The distribution's zip as a child process, the way {@code ./start} runs it, on free ports and an empty database. */
final class DistributionKeycloak extends KeycloakUnderTest {

    /** Half the time to start and two thirds of the memory, measured; the server's behaviour is the same. */
    static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UseG1GC");

    private final KeycloakServer server;

    private DistributionKeycloak(KeycloakServer server) {
        this.server = server;
    }

    static DistributionKeycloak start(List<Path> providerJars, Map<String, String> environment) {
        Progress progress = Progress.on(System.out, false);
        Path target = Tree.target();
        Path home = target.resolve("keycloak");
        Path data = target.resolve("keycloak-data");
        KeycloakServer.endEarlierOne(home);
        KeycloakHome.deleteFolder(data);
        KeycloakHome prepared =
                KeycloakHome.prepare(BundleJars.distributionIn(Tree.root()), providerJars, home, progress);
        KeycloakSettings settings = new KeycloakSettings(
                LoopbackPort.free(),
                LoopbackPort.free(),
                data,
                Tree.root().resolve("realm-export.json"),
                target.resolve("keycloak.log"),
                ADMIN,
                ADMIN_PASSWORD,
                environment,
                QUICK_START);
        return new DistributionKeycloak(KeycloakServer.start(prepared, settings, progress));
    }

    @Override
    public String baseUrl() {
        return server.baseUrl();
    }

    @Override
    public String logText() {
        try {
            return Files.readString(server.settings().log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        forgetAdminTokens();
        server.close();
    }
}
