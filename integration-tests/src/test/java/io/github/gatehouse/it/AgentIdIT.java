package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.Mailbox;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Portal;
import io.github.gatehouse.it.support.SignInTest;
import io.github.gatehouse.localserver.FormBrowser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.admin.client.resource.UserResource;
import org.keycloak.representations.idm.AuthenticatorConfigRepresentation;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.EventRepresentation;

/** The agent ID instead of the user name, where the realm allows it. */
@SignInTest
class AgentIdIT {

    private static final String WRONG = "Wr0ngPassword!";

    @ParameterizedTest
    @EnumSource
    void anAgentIdSignsInThePersonItBelongsTo(
            Browsers.Kind kind, KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        Device device = browsers.newDevice(kind);
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
        keycloak.awaitWrongPasswords(person, 1);
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

    @Test
    void eventsCarryTheUserNameAndWrongPasswordsCountAgainstThePersonOnEveryWay(
            KeycloakUnderTest keycloak, People people) {
        Person person = people.withPassword(People.PASSWORD);
        String agentId = agentId(keycloak, person);
        CappedRealm realm = new CappedRealm(keycloak);
        realm.prepare();
        try {
            OddInput.signIn(keycloak.realmUrl(), agentId, WRONG);
            keycloak.awaitWrongPasswords(person, 1);
            OddInput.grant(keycloak, agentId, WRONG);
            keycloak.awaitWrongPasswords(person, 2);
            OddInput.signIn(keycloak.realmUrl(), agentId, People.PASSWORD);
            OddInput.grant(keycloak, agentId, People.PASSWORD);
            confirmed(keycloak, agentId);

            assertThat(userNames(realm.events("LOGIN_ERROR", person)))
                    .hasSize(2)
                    .containsOnly(person.userName());
            assertThat(userNames(realm.events("LOGIN", person))).hasSize(2).containsOnly(person.userName());
            assertThat(userNames(realm.events("SEND_RESET_PASSWORD", person))).containsExactly(person.userName());
        } finally {
            realm.asShipped();
        }
    }

    @Test
    void anIdThatTwoPeopleHaveAndOneThatIsAUserNameLeadToNobodysMailAndNobodysTokens(
            KeycloakUnderTest keycloak, People people, Mailbox mail) {
        TemporaryPasswordCalls.allowTheDirectGrant(keycloak);
        Person twin = people.withPassword(People.PASSWORD);
        people.imported("agent-id-second-twin", People.PASSWORD, agentId(keycloak, twin));
        Person named = people.withPassword(People.PASSWORD);
        Person shadowed = people.withPassword("Oth3rPassw!");
        // As an import can leave it behind; Admin REST would refuse the ID.
        people.imported("agent-id-third", "Oth3rPassw!", named.userName());

        assertThat(OddInput.grant(keycloak, agentId(keycloak, twin), People.PASSWORD)
                        .status())
                .isIn(400, 401);
        assertThat(OddInput.grant(keycloak, named.userName(), "Oth3rPassw!").status())
                .isIn(400, 401);
        mail.clear();
        confirmed(keycloak, agentId(keycloak, twin));
        assertThat(mail.to(twin.email())).isEmpty();
        confirmed(keycloak, agentId(keycloak, shadowed));
        assertThat(mail.to(shadowed.email())).hasSize(1);
        confirmed(keycloak, named.userName());
        assertThat(mail.to(named.email())).hasSize(1);
    }

    @Test
    void switchedOffAnAgentIdIsAnUnknownNameOnEveryWay(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers, Mailbox mail) {
        TemporaryPasswordCalls.allowTheDirectGrant(keycloak);
        Person person = people.withPassword(People.PASSWORD);
        String agentId = agentId(keycloak, person);
        mail.clear();
        setSwitch(keycloak, "false");
        try {
            Device device = browsers.newDevice();
            device.open(portal.url("/")).awaitSignInPage();
            assertThat(device.page().getByLabel("User name or agent ID")).hasCount(0);
            device.signIn(agentId, People.PASSWORD);
            assertThat(device.page().getByRole(AriaRole.ALERT)).hasText(OddInput.NOT_RIGHT);
            assertThat(OddInput.grant(keycloak, agentId, People.PASSWORD).status())
                    .isIn(400, 401);
            confirmed(keycloak, agentId);
            assertThat(mail.to(person.email())).isEmpty();
            device.signIn(person.userName(), People.PASSWORD).awaitPortal(portal.url("/"));
        } finally {
            setSwitch(keycloak, "true");
        }
        assertThat(OddInput.grant(keycloak, agentId, People.PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void anIdKeptInLowerCaseIsFoundInEveryLetterCaseAndAnotherOnlyAsItIs(KeycloakUnderTest keycloak, People people) {
        assertLetterCase(keycloak, people);
    }

    /** The same on every database. */
    static void assertLetterCase(KeycloakUnderTest keycloak, People people) {
        TemporaryPasswordCalls.allowTheDirectGrant(keycloak);
        people.imported("agent-id-lower", People.PASSWORD, "kö-77b");
        people.imported("agent-id-mixed", People.PASSWORD, "Kö-78B");

        for (String found : List.of("kö-77b", "KÖ-77B", " Kö-77b ", "Kö-78B")) {
            assertThat(granted(keycloak, found)).as(found).isTrue();
        }
        for (String unknown : List.of("kö-78b", "KÖ-78B", "ko-77b", "kö-77b%", "kö-77")) {
            assertThat(granted(keycloak, unknown)).as(unknown).isFalse();
        }
        assertThat(granted(keycloak, "AGENT-ID-MIXED")).as("a user name").isTrue();
    }

    private static boolean granted(KeycloakUnderTest keycloak, String name) {
        return TemporaryPasswordCalls.directGrant(keycloak, name, People.PASSWORD)
                .isEmpty();
    }

    private static void setSwitch(KeycloakUnderTest keycloak, String on) {
        String id = keycloak.realm().flows().getExecutions("gatehouse browser").stream()
                .filter(execution -> "sign-in-form".equals(execution.getProviderId()))
                .findFirst()
                .orElseThrow()
                .getAuthenticationConfig();
        AuthenticatorConfigRepresentation config = keycloak.realm().flows().getAuthenticatorConfig(id);
        config.getConfig().put("agentId", on);
        keycloak.realm().flows().updateAuthenticatorConfig(id, config);
    }

    /** Asks for the mail of a forgotten password. */
    private static void confirmed(KeycloakUnderTest keycloak, String name) {
        FormBrowser browser = new FormBrowser();
        FormBrowser.Answer page = OddInput.forgot(browser, keycloak.realmUrl(), name);
        assertThat(page.body()).contains(OddInput.CONFIRM);
        assertThat(browser.send(page.form(), List.of()).status()).isLessThan(400);
    }

    private static List<String> userNames(List<EventRepresentation> events) {
        return events.stream().map(event -> event.getDetails().get("username")).toList();
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
