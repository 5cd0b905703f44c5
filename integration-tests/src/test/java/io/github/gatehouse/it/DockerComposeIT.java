package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.gatehouse.it.support.DockerCompose;
import io.github.gatehouse.it.support.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code docker-compose.yml} as docker-compose reads it. What it starts is tried in {@link PostgresIT}. */
class DockerComposeIT {

    private static final Map<String, String> PASSWORDS = Map.of(
            "KC_BOOTSTRAP_ADMIN_USERNAME", "ann",
            "KC_BOOTSTRAP_ADMIN_PASSWORD", "first",
            "KC_DB_PASSWORD", "second");

    private static DockerCompose compose;

    @BeforeAll
    static void read() {
        compose = DockerCompose.read(Tree.root(), PASSWORDS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            KC_BOOTSTRAP_ADMIN_USERNAME | Choose a name for the first realm admin, and write
            KC_BOOTSTRAP_ADMIN_PASSWORD | Choose a password for the first realm admin, and write
            KC_DB_PASSWORD              | Choose a password for the database, and write
            """)
    void withoutAPasswordItIsRefusedWithASentence(String variable, String sentence) {
        Map<String, String> missing = new TreeMap<>(PASSWORDS);
        missing.remove(variable);
        DockerCompose refused = DockerCompose.read(Tree.root(), missing);

        assertThat(refused.accepted()).isFalse();
        assertThat(refused.complaint().strip()).contains(sentence).endsWith("into the file .env here.");
    }

    @Test
    void withPasswordsItIsAcceptedAndHandsThemOn() {
        assertThat(compose.complaint()).isEmpty();
        assertThat(compose.accepted()).isTrue();
        assertThat(compose.environment("keycloak"))
                .containsAllEntriesOf(PASSWORDS)
                .doesNotContainKey("KC_PROXY_HEADERS");
        assertThat(compose.environment("database")).containsEntry("POSTGRES_PASSWORD", "second");
    }

    @Test
    void anAddressForProductionIsHandedOn() {
        Map<String, String> production = new TreeMap<>(PASSWORDS);
        production.put("KC_HOSTNAME", "https://signin.example.com");
        production.put("KC_PROXY_HEADERS", "xforwarded");
        production.put("SMTP_HOST", "smtp.example.com");

        assertThat(DockerCompose.read(Tree.root(), production).environment("keycloak"))
                .containsAllEntriesOf(production);
    }

    @Test
    void theImageIsOfTheVersionThatTheJarsAreMadeFor() throws IOException {
        String version = Files.readString(Tree.root().resolve("pom.xml"))
                .replaceFirst("(?s).*<keycloak.version>(.*?)</keycloak.version>.*", "$1");

        assertThat(compose.services().path("keycloak").path("image").asText())
                .isEqualTo("keycloak/keycloak:" + version);
    }

    @Test
    void nothingIsReachableFromOtherMachinesAndEveryImageHasItsVersion() {
        for (JsonNode service : compose.services()) {
            assertThat(service.path("image").asText()).matches(".+:v?[0-9].*");
            assertThat(service.path("restart").asText()).isEqualTo("unless-stopped");
            for (JsonNode port : service.path("ports")) {
                assertThat(port.asText()).startsWith("127.0.0.1:");
            }
        }
    }

    @Test
    void theDatabaseOutlivesItsContainerAndTheNextReleaseFindsIt() {
        assertThat(compose.services().path("database").path("volumes").get(0).asText())
                .startsWith("database:/var/lib/postgresql/data");
        assertThat(compose.file().at("/volumes/database/name").asText()).isEqualTo("gatehouse-database");
    }
}
