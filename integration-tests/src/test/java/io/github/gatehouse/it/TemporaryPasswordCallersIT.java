package io.github.gatehouse.it;

import static io.github.gatehouse.it.EndpointCalls.assertDone;
import static io.github.gatehouse.it.EndpointCalls.assertRefused;
import static io.github.gatehouse.it.EndpointCalls.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Portal;
import io.github.gatehouse.it.support.ServerClock;
import io.github.gatehouse.it.support.SignInTest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.ClientRepresentation;

/** Who may have the endpoint for temporary passwords do something, and what the others are told. */
@SignInTest
class TemporaryPasswordCallersIT {

    private static final String JSON = "application/json";

    @BeforeAll
    static void allowTheDirectGrant(KeycloakUnderTest keycloak) {
        TemporaryPasswordCalls.allowTheDirectGrant(keycloak);
    }

    /** Keycloak itself answers who has no token, and its pages are for browsers. */
    @Test
    void whoHasNoTokenIsNobody(KeycloakUnderTest keycloak, People people) {
        Person person = people.add();
        for (String method : List.of("GET", "POST")) {
            for (String token : new String[] {null, "none", "a.b.c"}) {
                HttpResponse<String> answer = call(keycloak, method, person.id(), null, token);
                assertThat(answer.statusCode()).as(token).isEqualTo(401);
                assertThat(answer.headers().firstValue("Content-Type")).contains(JSON);
            }
        }
    }

    @Test
    void anOldTokenIsNone(KeycloakUnderTest keycloak, People people, ServerClock clock) {
        Person person = people.add();
        String token = EndpointCalls.adminToken(keycloak);
        clock.advance(Duration.ofMinutes(10));

        assertThat(call(keycloak, "POST", person.id(), null, token).statusCode())
                .isEqualTo(401);
    }

    @Test
    void whoMayNotResetAPersonLearnsNothingAboutThem(KeycloakUnderTest keycloak, People people) {
        Person person = people.add();
        String token = TemporaryPasswordCalls.token(keycloak, people.withPassword(People.PASSWORD), People.PASSWORD);
        for (String method : List.of("GET", "POST")) {
            for (String id : List.of(person.id(), "nobody")) {
                HttpResponse<String> answer = call(keycloak, method, id, null, token, "Accept", "text/html");
                assertRefused(answer, 403, "forbidden");
            }
            // Whether the body was right is not said either.
            assertRefused(call(keycloak, "POST", person.id(), "{", token, "Content-Type", JSON), 403, "forbidden");
        }
        assertThat(NewUsers.state(keycloak, person.id())).isEqualTo("active");
    }

    @Test
    void nobodyIssuesHimselfOneByBeingAnAgentOrASupervisor(KeycloakUnderTest keycloak, People people) {
        Person agent = people.withPassword(People.PASSWORD);
        Person supervisor = supervisor(keycloak, people);
        for (Person person : List.of(agent, supervisor)) {
            String token = TemporaryPasswordCalls.token(keycloak, person, People.PASSWORD);
            assertRefused(call(keycloak, "POST", person.id(), null, token), 403, "forbidden");
            assertThat(NewUsers.state(keycloak, person.id())).isEqualTo("none");
        }
        String token = TemporaryPasswordCalls.token(keycloak, supervisor, People.PASSWORD);
        assertDone(call(keycloak, "POST", agent.id(), null, token));
        // He may look people up, and so may know that there is nobody.
        assertRefused(call(keycloak, "POST", "nobody", null, token), 404, "user_not_found");
    }

    @Test
    void aUserOfAnotherRealmIsNobodyHere(KeycloakUnderTest keycloak, People people) {
        String admin = keycloak.realm("master")
                .users()
                .searchByUsername("admin", true)
                .get(0)
                .getId();
        // Keycloak itself takes whoever asks for himself through the wrong realm for a user of it.
        assertRefused(call(keycloak, "POST", admin, ""), 404, "user_not_found");
        assertRefused(call(keycloak, "GET", admin, null), 404, "user_not_found");

        Person manager = people.withPassword(People.PASSWORD);
        mayManageUsers(keycloak, manager.id());
        String token = TemporaryPasswordCalls.token(keycloak, manager, People.PASSWORD);
        assertRefused(call(keycloak, "POST", admin, null, token), 404, "user_not_found");
        assertDone(call(keycloak, "POST", people.add().id(), null, token));
        assertThat(call(keycloak, "POST", "../../master/temporary-passwords/" + admin, null, token)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aProgramWithTheRightMayIssueOne(KeycloakUnderTest keycloak, People people) {
        ClientRepresentation program = new ClientRepresentation();
        program.setClientId("endpoint-program");
        program.setSecret("known to the program");
        program.setServiceAccountsEnabled(true);
        keycloak.realm().clients().create(program).close();
        String client = keycloak.realm()
                .clients()
                .findByClientId("endpoint-program")
                .get(0)
                .getId();
        mayManageUsers(
                keycloak,
                keycloak.realm().clients().get(client).getServiceAccountUser().getId());

        String token = EndpointCalls.token(
                keycloak,
                Map.of(
                        "grant_type", "client_credentials",
                        "client_id", "endpoint-program",
                        "client_secret", program.getSecret()));

        assertDone(call(keycloak, "POST", people.add().id(), null, token));
    }

    @Test
    void thePortalsPagesMayCallItAndNoOthers(KeycloakUnderTest keycloak, People people, Portal portal) {
        Person supervisor = supervisor(keycloak, people);
        Person person = people.add();
        String origin = portal.url("");
        ClientRepresentation client =
                keycloak.realm().clients().findByClientId("portal").get(0);
        client.setDirectAccessGrantsEnabled(true);
        keycloak.realm().clients().get(client.getId()).update(client);
        String token;
        try {
            token = EndpointCalls.token(
                    keycloak,
                    Map.of(
                            "grant_type",
                            "password",
                            "client_id",
                            "portal",
                            "username",
                            supervisor.userName(),
                            "password",
                            People.PASSWORD));
        } finally {
            client.setDirectAccessGrantsEnabled(false);
            keycloak.realm().clients().get(client.getId()).update(client);
        }

        HttpResponse<String> before = call(
                keycloak,
                "OPTIONS",
                person.id(),
                null,
                null,
                "Origin",
                origin,
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "authorization,content-type");
        assertThat(before.statusCode()).isEqualTo(200);
        assertThat(before.headers().firstValue("Access-Control-Allow-Methods").orElse(""))
                .contains("POST");
        assertThat(before.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
                .contains("Authorization", "Content-Type");
        HttpResponse<String> issued = call(keycloak, "POST", person.id(), null, token, "Origin", origin);
        assertDone(issued);
        HttpResponse<String> forbidden = call(keycloak, "POST", supervisor.id(), null, token, "Origin", origin);
        assertRefused(forbidden, 403, "forbidden");
        HttpResponse<String> unknown = call(keycloak, "GET", "nobody", null, token, "Origin", origin);
        assertRefused(unknown, 404, "user_not_found");
        assertThat(List.of(before, issued, forbidden, unknown))
                .allSatisfy(answer -> assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                        .contains(origin));

        HttpResponse<String> elsewhere =
                call(keycloak, "POST", person.id(), null, token, "Origin", "https://elsewhere.example");
        assertThat(elsewhere.statusCode()).isEqualTo(403);
        assertThat(elsewhere.headers().firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    private static Person supervisor(KeycloakUnderTest keycloak, People people) {
        Person person = people.withPassword(People.PASSWORD);
        String supervisors = keycloak.realm().getGroupByPath("/supervisors").getId();
        String agents = keycloak.realm().getGroupByPath("/agents").getId();
        keycloak.realm().users().get(person.id()).joinGroup(supervisors);
        keycloak.realm().users().get(person.id()).leaveGroup(agents);
        return person;
    }

    /** As a realm admin gives it, for the whole realm. */
    private static void mayManageUsers(KeycloakUnderTest keycloak, String userId) {
        String client = keycloak.realm()
                .clients()
                .findByClientId("realm-management")
                .get(0)
                .getId();
        keycloak.realm()
                .users()
                .get(userId)
                .roles()
                .clientLevel(client)
                .add(List.of(keycloak.realm()
                        .clients()
                        .get(client)
                        .roles()
                        .get("manage-users")
                        .toRepresentation()));
    }
}
