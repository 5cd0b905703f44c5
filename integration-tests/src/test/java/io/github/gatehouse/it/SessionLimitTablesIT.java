package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gatehouse.it.support.LongTest;
import io.github.gatehouse.it.support.OwnKeycloak;
import io.github.gatehouse.it.support.Tree;
import jakarta.ws.rs.ClientErrorException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.keycloak.admin.client.Keycloak;

/**
 * The tables of the cap come with the jar and go by {@code operating/remove-tables.sql}, and what the start says of the
 * cap: on one embedded database, from start to start.
 */
@LongTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SessionLimitTablesIT {

    private static final List<String> TABLES = List.of(
            "\"PUBLIC\".\"GATEHOUSE_SIGN_IN_GATE\"",
            "\"PUBLIC\".\"GATEHOUSE_PENDING_SIGN_IN\"",
            "\"PUBLIC\".\"DATABASECHANGELOG_GATEHOUSE_\"");
    private static final String CHECKS = "SetUpCheck";
    private static final String PERSON = "mara";

    private static OwnKeycloak keycloak;
    private static RealmSettingUp acme;

    @BeforeAll
    static void start() {
        keycloak = OwnKeycloak.withTheBundle("session-limit-tables").start(null);
    }

    @AfterAll
    static void delete() {
        keycloak.close();
    }

    @Test
    @Order(1)
    void theFirstStartMakesThemAndSaysNothingOfACapThatNobodyHas() {
        assertThat(keycloak.logText()).doesNotContain(CHECKS);
        acme = RealmSettingUp.make(keycloak, "acme");
        acme.addPerson(PERSON);
        acme.addClient("cli", Map.of());
        acme.copyWithStep("browser");
        acme.save(settings -> settings.setBrowserFlow("capped browser"));
        fourthSignInIsRefused();

        assertThat(databaseOfTheStoppedServer()).contains(TABLES).contains("INSERT INTO " + TABLES.get(0));
    }

    @Test
    @Order(2)
    void aStartNamesTheRealmThatIsSetUpByHalvesAndAPoolThatIsTooSmall() {
        int requests = Math.max(50, 4 * Runtime.getRuntime().availableProcessors());

        keycloak.start(null, Map.of("KC_DB_POOL_MAX_SIZE", "20"));

        assertThat(keycloak.logText().lines().filter(line -> line.contains(CHECKS)))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .contains("WARN", "Realm acme:", "but not in direct grant flow 'direct grant'."),
                        line -> assertThat(line)
                                .contains(
                                        "WARN",
                                        "db-pool-max-size is 20, and the session limit needs " + (requests + 16) + ":",
                                        requests + " requests at once"));
        assertThat(databaseOfTheStoppedServer()).contains("INSERT INTO " + TABLES.get(0));
    }

    @Test
    @Order(3)
    void withTheJarsTakenOutTheServerStartsAndACommandRemovesThem() {
        keycloak.withoutTheBundle().start(null);
        assertThat(keycloak.realm("acme").toRepresentation().getBrowserFlow()).isEqualTo("capped browser");
        assertThat(databaseOfTheStoppedServer()).contains(TABLES);

        keycloak.runScript(Tree.root().resolve("operating/remove-tables.sql"));

        assertThat(keycloak.databaseScript()).doesNotContain("GATEHOUSE");
    }

    @Test
    @Order(4)
    void withTheJarsBackTheyAreBackAndTheCapHoldsAgain() {
        keycloak.withTheBundle().start(null);
        acme.resource().users().get(idOf(PERSON)).logout();

        fourthSignInIsRefused();

        assertThat(keycloak.logText()).doesNotContain("db-pool-max-size");
    }

    @Test
    @Order(5)
    void whatTheyHaveOfAPersonGoesWithThePerson() {
        String ida = "ida";
        acme.addPerson(ida);
        signIn(ida).tokenManager().getAccessToken();
        String id = idOf(ida);

        acme.resource().users().get(id).remove();

        assertThat(databaseOfTheStoppedServer()).contains(TABLES).doesNotContain(id);
    }

    @Test
    @Order(6)
    void aStartWithSessionsInMemoryOnlySaysThatThereIsNoCap() {
        keycloak.withVolatileSessions().start(null);

        assertThat(keycloak.logText().lines().filter(line -> line.contains(CHECKS)))
                .filteredOn(line -> line.contains("There is no session limit"))
                .singleElement()
                .asString()
                .contains("WARN", "persistent-user-sessions");
        for (int i = 0; i < 4; i++) {
            assertThat(signIn(PERSON).tokenManager().getAccessTokenString()).isNotEmpty();
        }
    }

    @Test
    @Order(7)
    void whatTheyHaveOfARealmGoesWithTheRealm() {
        assertThat(databaseOfTheStoppedServer()).contains("INSERT INTO " + TABLES.get(0));
        keycloak.start(null);

        acme.close();

        assertThat(databaseOfTheStoppedServer()).contains(TABLES).doesNotContain("INSERT INTO " + TABLES.get(0));
    }

    private static void fourthSignInIsRefused() {
        // Not closed: that would sign out.
        for (int i = 0; i < 3; i++) {
            signIn(PERSON).tokenManager().getAccessToken();
        }
        assertThatThrownBy(() -> signIn(PERSON).tokenManager().getAccessToken())
                .isInstanceOf(ClientErrorException.class);
    }

    private static Keycloak signIn(String userName) {
        return Keycloak.getInstance(keycloak.baseUrl(), "acme", userName, userName, "cli");
    }

    private static String idOf(String userName) {
        return acme.resource().users().searchByUsername(userName, true).get(0).getId();
    }

    private static String databaseOfTheStoppedServer() {
        keycloak.stop();
        return keycloak.databaseScript();
    }
}
