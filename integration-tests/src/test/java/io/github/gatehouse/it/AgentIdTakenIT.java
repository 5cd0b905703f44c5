package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.Http;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Portal;
import io.github.gatehouse.it.support.SignInTest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.admin.client.resource.UserResource;
import org.keycloak.representations.idm.UserRepresentation;

/** A name under which somebody signs in is refused where it is entered for another one. */
@SignInTest
class AgentIdTakenIT {

    private static final String TAKEN = "signInNameTaken";
    private static final String SENTENCE =
            "Somebody signs in under this name already, as user name or as agent ID. Choose another one.";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static int count;

    private final KeycloakUnderTest keycloak;
    private final People people;
    private Person manager;
    private Person supervisor;

    AgentIdTakenIT(KeycloakUnderTest keycloak, People people) {
        this.keycloak = keycloak;
        this.people = people;
    }

    @BeforeEach
    void aManagerWithAnIdOfLetters() {
        TemporaryPasswordCalls.allowTheDirectGrant(keycloak);
        manager = in("managers");
        supervisor = in("supervisors");
        // As an administrator enters it: in mixed case, which the database compares as it is.
        assertThat(update(realmAdmin(), manager, Map.of("attributes", Map.of("agentId", List.of(managersId())))))
                .isEmpty();
    }

    @Test
    void aSupervisorGivesNoAgentTheNamesOfSomebodyAboveAndTheManagersSignInGoesOn() {
        String token = TemporaryPasswordCalls.token(keycloak, supervisor, People.PASSWORD);
        Person agent = people.add();
        for (String id : List.of(
                managersId(),
                managersId().toLowerCase(Locale.ROOT),
                managersId().toUpperCase(Locale.ROOT),
                " " + managersId() + " ",
                manager.userName(),
                manager.userName().toUpperCase(Locale.ROOT),
                manager.email())) {
            assertThat(create(token, "new" + ++count, id))
                    .as("added with %s", id)
                    .contains(TAKEN, "agentId");
            assertThat(update(token, agent, Map.of("attributes", Map.of("agentId", List.of(id)))))
                    .as("changed to %s", id)
                    .contains(TAKEN, "agentId");
        }
        assertThat(create(token, managersId(), "")).contains(TAKEN, "username");
        assertThat(create(token, managersId().toLowerCase(Locale.ROOT), null)).contains(TAKEN, "username");

        assertThat(TemporaryPasswordCalls.directGrant(keycloak, managersId(), People.PASSWORD))
                .isEmpty();
    }

    @Test
    void theRealmAdminIsRefusedToo() {
        assertThat(create(realmAdmin(), "new" + ++count, managersId())).contains(TAKEN, "agentId");
        assertThat(create(realmAdmin(), managersId(), null)).contains(TAKEN, "username");
        assertThat(update(realmAdmin(), supervisor, Map.of("attributes", Map.of("agentId", List.of(managersId())))))
                .contains(TAKEN, "agentId");
    }

    @Test
    void onesOwnIdStaysAndAFreeOneIsTaken() {
        assertThat(update(realmAdmin(), manager, Map.of("firstName", "Eva"))).isEmpty();
        Map<String, Object> inLowerCase =
                Map.of("attributes", Map.of("agentId", List.of(managersId().toLowerCase(Locale.ROOT))));
        assertThat(update(realmAdmin(), manager, inLowerCase)).isEmpty();
        assertThat(update(realmAdmin(), manager, Map.of("attributes", Map.of("agentId", List.of(manager.userName())))))
                .isEmpty();
        assertThat(create(realmAdmin(), "new" + ++count, "")).isEmpty();
        assertThat(create(realmAdmin(), "new" + ++count, "free-" + count)).isEmpty();
    }

    @Test
    void theAdminConsoleSaysIt(Browsers browsers) {
        Person agent = people.add();
        Device device = browsers.newDevice();
        device.open(keycloak.baseUrl() + "/admin/contact-center/console/#/contact-center/users/" + agent.id()
                        + "/settings")
                .awaitSignInPage()
                .signIn(supervisor.userName(), People.PASSWORD);
        Page page = device.page();
        Locator field = page.locator("[name='attributes.agentId']");
        field.fill(managersId());
        page.getByTestId("user-creation-save").click();

        assertThat(page.getByText(SENTENCE).first()).isVisible();
        device.screenshot("admin-console-agent-id-taken");
    }

    @Test
    void thePeoplePageSaysItAtTheField(Portal portal, Browsers browsers) {
        PeoplePage page = PeoplePage.ofSupervisor(keycloak, people, portal, browsers);
        page.openForm().fill("Ben", "Ode", "people-taken-" + ++count, "5".repeat(41));
        page.field("Agent ID (optional)").fill(managersId());
        assertThat(page.refusals()).containsExactly("phoneNumber: Use at most 40 characters.", "agentId: " + SENTENCE);
        page.device().screenshot("people-agent-id-taken");
    }

    private Person in(String group) {
        Person person = people.withPassword(People.PASSWORD);
        UserResource user = keycloak.realm().users().get(person.id());
        user.joinGroup(keycloak.realm().getGroupByPath("/" + group).getId());
        user.leaveGroup(keycloak.realm().getGroupByPath("/agents").getId());
        return person;
    }

    private String managersId() {
        return "Boss-" + manager.userName();
    }

    private String realmAdmin() {
        return keycloak.admin().tokenManager().getAccessTokenString();
    }

    /** The refusal; empty if the person is added. */
    private String create(String token, String userName, String agentId) {
        Map<String, Object> attributes = agentId == null ? Map.of() : Map.of("agentId", List.of(agentId));
        return send(
                token,
                "POST",
                "",
                Map.of("username", userName, "enabled", true, "groups", List.of("/agents"), "attributes", attributes));
    }

    /** The refusal; empty if the person is changed. What is not named stays. */
    private String update(String token, Person person, Map<String, Object> change) {
        UserRepresentation now = keycloak.realm().users().get(person.id()).toRepresentation();
        @SuppressWarnings("unchecked")
        Map<String, Object> body = JSON.convertValue(now, Map.class);
        body.putAll(change);
        return send(token, "PUT", "/" + person.id(), body);
    }

    private String send(String token, String method, String path, Map<String, Object> body) {
        String address = keycloak.baseUrl() + "/admin/realms/contact-center/users" + path;
        HttpResponse<String> answer = Http.send(Http.json(method, address, token, body));
        if (answer.statusCode() == 400) {
            return answer.body();
        }
        assertThat(answer.statusCode()).as(answer.body()).isIn(201, 204);
        return "";
    }
}
