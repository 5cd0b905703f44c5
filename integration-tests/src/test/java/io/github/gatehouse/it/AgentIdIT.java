package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Portal;
import io.github.gatehouse.it.support.SignInTest;
import org.junit.jupiter.api.Test;
import org.keycloak.admin.client.resource.UserResource;
import org.keycloak.representations.idm.ClientRepresentation;

/** The agent ID instead of the user name, where the realm allows it. */
@SignInTest
class AgentIdIT {

    private static final String WRONG = "Wr0ngPassword!";

    @Test
    void anAgentIdSignsInThePersonItBelongsTo(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        Device device = browsers.newDevice();
        device.open(portal.url("/")).awaitSignInPage();
        assertThat(device.page().getByLabel("User name or agent ID")).isVisible();

        device.signIn(agentId(keycloak, person), People.PASSWORD).awaitPortal(portal.url("/"));

        assertThat(user(keycloak, person).getUserSessions())
                .singleElement()
                .satisfies(session -> assertThat(session.getUsername()).isEqualTo(person.userName()));
    }

    @Test
    void aWrongPasswordCountsAgainstThePersonAndShowsWhatWasTyped(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        String agentId = agentId(keycloak, person);
        Device device = browsers.newDevice();

        device.open(portal.url("/")).awaitSignInPage().signIn(agentId, WRONG);

        assertThat(device.page().getByRole(AriaRole.ALERT)).isVisible();
        assertThat(device.page().locator("#username")).hasValue(agentId);
        assertThat(device.page().content()).doesNotContain(person.userName());
        assertThat(keycloak.realm().attackDetection().bruteForceUserStatus(person.id()))
                .containsEntry("numFailures", 1);
    }

    @Test
    void anIdThatTwoPeopleHaveSignsInNeitherAndIsLoggedOnce(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        Person first = people.withPassword(People.PASSWORD);
        Person second = people.imported("agent-id-twin", People.PASSWORD, agentId(keycloak, first));
        Device device = browsers.newDevice();

        device.open(portal.url("/")).awaitSignInPage().signIn(agentId(keycloak, first), People.PASSWORD);

        assertThat(device.page().getByRole(AriaRole.ALERT))
                .hasText("User name or password is not right. Passwords are case sensitive.");
        device.signIn(agentId(keycloak, first), People.PASSWORD);
        assertThat(device.page().getByRole(AriaRole.ALERT)).isVisible();
        assertThat(keycloak.logText()
                        .lines()
                        .filter(line -> line.contains(first.id()) && line.contains(second.id()))
                        .filter(line -> line.contains("have the same agentId")))
                .hasSize(1);
        // Each of them still is who he is: the profile, which Keycloak checks at the sign-in, does not hold him up.
        device.signIn(first.userName(), People.PASSWORD).awaitPortal(portal.url("/"));
        browsers.newDevice()
                .open(portal.url("/"))
                .signIn(second.userName(), People.PASSWORD)
                .awaitPortal(portal.url("/"));
    }

    @Test
    void aUserNameThatReadsTheSameWins(KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        Person named = people.withPassword(People.PASSWORD);
        people.imported("agent-id-shadowed", "Oth3rPassw!", named.userName());
        Device device = browsers.newDevice();

        device.open(portal.url("/")).awaitSignInPage().signIn(named.userName(), "Oth3rPassw!");
        assertThat(device.page().getByRole(AriaRole.ALERT)).isVisible();
        device.signIn(named.userName(), People.PASSWORD).awaitPortal(portal.url("/"));

        assertThat(user(keycloak, named).getUserSessions()).hasSize(1);
    }

    @Test
    void theDirectGrantTakesAgentIdsAsWell(KeycloakUnderTest keycloak, People people) throws Exception {
        Person person = people.withPassword(People.PASSWORD);
        ClientRepresentation client = new ClientRepresentation();
        client.setClientId("agent-id-it");
        client.setPublicClient(true);
        client.setDirectAccessGrantsEnabled(true);
        keycloak.realm().clients().create(client).close();
        try {
            String agentId = agentId(keycloak, person);

            assertThat(directGrant(keycloak, agentId, People.PASSWORD)).isEqualTo(200);
            // Stock's answer to a wrong password: 401 in Keycloak 26.5.6, 400 in 26.7.
            int refused = directGrant(keycloak, person.userName(), WRONG);
            assertThat(refused).isIn(400, 401);
            assertThat(directGrant(keycloak, agentId, WRONG)).isEqualTo(refused);
            assertThat(directGrant(keycloak, "99999", People.PASSWORD)).isEqualTo(refused);
            assertThat(user(keycloak, person).getUserSessions()).hasSize(1);
        } finally {
            keycloak.realm()
                    .clients()
                    .findByClientId("agent-id-it")
                    .forEach(found ->
                            keycloak.realm().clients().get(found.getId()).remove());
        }
    }

    private static int directGrant(KeycloakUnderTest keycloak, String name, String password) {
        return keycloak.tokens(
                        "grant_type", "password", "client_id", "agent-id-it", "username", name, "password", password)
                .statusCode();
    }

    private static UserResource user(KeycloakUnderTest keycloak, Person person) {
        return keycloak.realm().users().get(person.id());
    }

    private static String agentId(KeycloakUnderTest keycloak, Person person) {
        return user(keycloak, person).toRepresentation().firstAttribute("agentId");
    }
}
