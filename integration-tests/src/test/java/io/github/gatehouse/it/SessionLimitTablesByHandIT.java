package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gatehouse.it.support.ComposedKeycloak;
import io.github.gatehouse.it.support.LongTest;
import io.github.gatehouse.it.support.Tree;
import io.github.gatehouse.localserver.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** On PostgreSQL, with a database user who may not create tables: the way of {@code docs/session-limit.md}, "Tables". */
@LongTest
class SessionLimitTablesByHandIT {

    private static final Map<String, String> AS_LIMITED_USER =
            Map.of("KC_DB_USERNAME", "limited", "KC_DB_PASSWORD", "of the limited user");
    private static final String TABLES =
            "select count(*) from information_schema.tables where table_name like '%gatehouse%'";

    @Test
    void theServerSaysWhichStatementsAreToBeRunAndStartsOnceTheyAre() throws IOException {
        Path statements = Tree.target().resolve("tables-by-hand.sql");
        Files.deleteIfExists(statements);
        try (ComposedKeycloak keycloak = ComposedKeycloak.up()) {
            assertThat(keycloak.database().sql(TABLES)).isEqualTo("3");
            keycloak.database().sql(Files.readString(Tree.root().resolve("operating/remove-tables.sql")));
            assertThat(keycloak.database().sql(TABLES)).isEqualTo("0");
            keycloak.database().sql("""
                    create role limited login password 'of the limited user';
                    revoke create on schema public from public;
                    grant select, insert, update, delete on all tables in schema public to limited;
                    """);

            assertThatThrownBy(() -> keycloak.restart(AS_LIMITED_USER)).isInstanceOf(StartFailure.class);
            assertThat(keycloak.logText())
                    .contains("permission denied for schema public")
                    .containsIgnoringCase("CREATE TABLE public.databasechangelog_gatehouse_");

            assertThatThrownBy(() -> keycloak.restart(
                            AS_LIMITED_USER,
                            "--spi-connections-jpa--quarkus--migration-strategy=manual",
                            "--spi-connections-jpa--quarkus--migration-export=" + statements))
                    .isInstanceOf(StartFailure.class);
            assertThat(keycloak.logText())
                    .contains("Database not up-to-date, please migrate database with " + statements);

            keycloak.database().sql(Files.readString(statements));
            keycloak.database().sql("""
                    grant select, insert, update, delete on GATEHOUSE_SIGN_IN_GATE, GATEHOUSE_PENDING_SIGN_IN,
                      DATABASECHANGELOG_GATEHOUSE_ to limited;
                    """);
            keycloak.restart(AS_LIMITED_USER);

            assertThat(keycloak.database().sql(TABLES)).isEqualTo("3");
            assertThat(keycloak.realm().toRepresentation().getBrowserFlow()).isEqualTo("gatehouse browser");
        }
    }
}
