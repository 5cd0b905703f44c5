package io.github.gatehouse.it;

import static io.github.gatehouse.it.LimitPages.signedIn;
import static io.github.gatehouse.it.LimitPages.title;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.ComposedKeycloak;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.SignInTest;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On PostgreSQL, with the environment and the command line of {@code docker-compose.yml}. */
@SignInTest
class PostgresIT {

    private static final String TITLE_AT_LIMIT = "You are signed in in 3 places already";

    private static ComposedKeycloak keycloak;

    @BeforeAll
    static void up() {
        keycloak = ComposedKeycloak.up();
    }

    @AfterAll
    static void down() {
        if (keycloak != null) {
            keycloak.close();
        }
    }

    @Test
    void aNewPersonIsForcedToChangeIsAskedAtTheCapAndIsStillSignedInAfterARestart(Browsers browsers) {
        assertThat(keycloak.logText()).contains("jdbc-postgresql").doesNotContain("jdbc-h2");
        Person person = keycloak.people().add();
        Device first = firstSignIn(browsers.newDevice(), person);
        signedIn(browsers.newDevice(), keycloak.portal(), person);
        signedIn(browsers.newDevice(), keycloak.portal(), person);
        assertThat(askedAt(browsers.newDevice(), person)).isEqualTo(TITLE_AT_LIMIT);

        keycloak.restart();

        first.open(keycloak.portal().url("/people"))
                .awaitPortal(keycloak.portal().url("/people"));
        assertThat(keycloak.realm().users().get(person.id()).getUserSessions()).hasSize(3);
        assertThat(askedAt(browsers.newDevice(), person)).isEqualTo(TITLE_AT_LIMIT);
    }

    @Test
    void aMailReachesTheMailCatcher() {
        Person person = keycloak.people().add();

        keycloak.realm().users().get(person.id()).executeActionsEmail(List.of("UPDATE_PASSWORD"));

        assertThat(keycloak.mailbox().waitFor(person.email()).subject()).isNotEmpty();
    }

    private static Device firstSignIn(Device device, Person person) {
        device.open(keycloak.portal().url("/")).signIn(person.userName(), person.temporaryPassword());
        device.page()
                .getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Choose a new password"))
                .waitFor();
        device.page().locator("#password-new").fill(People.PASSWORD);
        device.page().locator("#password-confirm").fill(People.PASSWORD);
        device.page().locator("input[name=login]").click();
        return device.awaitPortal(keycloak.portal().url("/"));
    }

    private static String askedAt(Device device, Person person) {
        device.open(keycloak.portal().url("/")).signIn(person.userName(), People.PASSWORD);
        return title(device);
    }
}
