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
import io.github.gatehouse.localserver.FormBrowser;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.OrganizationDomainRepresentation;
import org.keycloak.representations.idm.OrganizationRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;

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

    @Test
    void theTablesOfTheCapAreThereAndWhatTheyHaveOfAPersonGoesWithThePerson(Browsers browsers) {
        Person person = keycloak.people().add();
        signIn(browsers.newDevice(), person);
        assertThat(rows("gatehouse_sign_in_gate", person)).isEqualTo("1");
        assertThat(rows("gatehouse_pending_sign_in", person)).isEqualTo("1");
        assertThat(keycloak.database().sql("select count(*) from databasechangelog_gatehouse_"))
                .isNotEqualTo("0");

        keycloak.realm().users().get(person.id()).remove();

        assertThat(rows("gatehouse_sign_in_gate", person)).isEqualTo("0");
        assertThat(rows("gatehouse_pending_sign_in", person)).isEqualTo("0");
    }

    @Test
    void anAgentIdIsFoundInTheSameLetterCasesAsInTheEmbeddedDatabase() {
        AgentIdIT.assertLetterCase(keycloak, keycloak.people());
    }

    /** Such a query fails here, and with it all that follows in that request. */
    @Test
    void aNameWithACharacterThatTheDatabaseDoesNotTakeIsAnUnknownOne() {
        TemporaryPasswordCalls.allowTheDirectGrant(keycloak);
        Person person = keycloak.people().withPassword(People.PASSWORD);
        ServerLog log = ServerLog.fromNow(keycloak);
        for (String name : List.of("%00", "agent%00one", person.userName() + "%00", "agent%ED%A0%80")) {
            assertThat(OddInput.signIn(keycloak.realmUrl(), name, People.PASSWORD)
                            .body())
                    .as(name)
                    .contains(OddInput.NOT_RIGHT);
            assertThat(OddInput.grant(keycloak, name, People.PASSWORD).status())
                    .as(name)
                    .isIn(400, 401);
            assertThat(OddInput.forgot(new FormBrowser(), keycloak.realmUrl(), name)
                            .body())
                    .as(name)
                    .contains(OddInput.CONFIRM);
        }
        assertThat(log.errors()).isEmpty();
    }

    /** The same where the name is asked for first. */
    @Test
    void soItIsWhereThereAreOrganizations() {
        RealmRepresentation realm = keycloak.realm().toRepresentation();
        realm.setOrganizationsEnabled(true);
        keycloak.realm().update(realm);
        OrganizationRepresentation north = new OrganizationRepresentation();
        north.setName("north");
        north.addDomain(new OrganizationDomainRepresentation("north.example"));
        keycloak.realm().organizations().create(north).close();
        ServerLog log = ServerLog.fromNow(keycloak);
        try {
            for (String name : List.of("%00", "agent%00one")) {
                FormBrowser browser = new FormBrowser();
                FormBrowser.Answer page = OddInput.signInPage(browser, keycloak.realmUrl());
                page = browser.sendAsItStands(page.form(), "username=" + name);
                assertThat(page.body()).as(name).contains("id=\"password\"");
                assertThat(browser.sendAsItStands(page.form(), "password=x").body())
                        .as(name)
                        .contains(OddInput.NOT_RIGHT);
            }
        } finally {
            realm.setOrganizationsEnabled(false);
            keycloak.realm().update(realm);
        }
        assertThat(log.errors()).isEmpty();
    }

    private static String rows(String table, Person person) {
        return keycloak.database().sql("select count(*) from " + table + " where user_id = '" + person.id() + "'");
    }

    private static Device firstSignIn(Device device, Person person) {
        signIn(device, person);
        device.page().locator("#password-new").fill(People.PASSWORD);
        device.page().locator("#password-confirm").fill(People.PASSWORD);
        device.page().locator("input[name=login]").click();
        return device.awaitPortal(keycloak.portal().url("/"));
    }

    /** As far as the page that asks for a new password. */
    private static void signIn(Device device, Person person) {
        device.open(keycloak.portal().url("/")).signIn(person.userName(), person.temporaryPassword());
        device.page()
                .getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Choose a new password"))
                .waitFor();
    }

    private static String askedAt(Device device, Person person) {
        device.open(keycloak.portal().url("/")).signIn(person.userName(), People.PASSWORD);
        return title(device);
    }
}
