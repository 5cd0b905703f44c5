package io.github.gatehouse.it.support;

import dasniko.testcontainers.keycloak.KeycloakContainer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.PullPolicy;
import org.testcontainers.utility.MountableFile;

/** A container of the vendor's image: {@code -Dkc.server=container}, image from {@code -Dkc.image}. */
final class ContainerKeycloak extends KeycloakUnderTest {

    /** How a container names the machine it runs on. */
    static final String HOST_SEEN_FROM_CONTAINER = "host.docker.internal";

    private final KeycloakContainer container;

    private ContainerKeycloak(KeycloakContainer container) {
        this.container = container;
    }

    static ContainerKeycloak start(List<Path> providerJars, Map<String, String> environment) {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new IllegalStateException("-Dkc.server=container needs a container engine, and none answers."
                    + " Start one, or leave the option out: then the tests run on the distribution.");
        }
        KeycloakContainer container = new KeycloakContainer(System.getProperty("kc.image"))
                .withImagePullPolicy(PullPolicy.defaultPolicy())
                .withRamPercentage(5, 20)
                .withStartupTimeout(Duration.ofMinutes(5))
                .withExtraHost(HOST_SEEN_FROM_CONTAINER, "host-gateway")
                .withAdminUsername(ADMIN)
                .withAdminPassword(ADMIN_PASSWORD)
                .withEnv(environment)
                .withProviderLibsFrom(providerJars.stream().map(Path::toFile).toList())
                .withCopyFileToContainer(
                        MountableFile.forHostPath(Tree.root().resolve("realm-export.json")),
                        "/opt/keycloak/data/import/realm-export.json");
        container.start();
        return new ContainerKeycloak(container);
    }

    @Override
    public String baseUrl() {
        return container.getAuthServerUrl().replaceFirst("/$", "");
    }

    @Override
    public String logText() {
        return container.getLogs();
    }

    @Override
    public void close() {
        forgetAdminTokens();
        container.stop();
    }
}
