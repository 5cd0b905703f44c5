package io.github.gatehouse.it;

import static io.github.gatehouse.it.EndpointCalls.adminToken;
import static io.github.gatehouse.it.EndpointCalls.assertDone;
import static io.github.gatehouse.it.EndpointCalls.assertRefused;
import static io.github.gatehouse.it.EndpointCalls.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.SignInTest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.representations.idm.AdminEventRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** What the endpoint for temporary passwords answers to whom, also to mistakes. */
@SignInTest
class TemporaryPasswordEndpointIT {

    private static final String JSON = "application/json";

    @BeforeAll
    static void allowTheDirectGrant(KeycloakUnderTest keycloak) {
        TemporaryPasswordCalls.allowTheDirectGrant(keycloak);
    }

    @Test
    void itIssuesOneAndTellsItsStateWithoutIt(KeycloakUnderTest keycloak, People people) {
        Person person = people.withPassword(People.PASSWORD);
        assertThat(assertDone(call(keycloak, "GET", person.id(), null))).containsExactly(Map.entry("state", "none"));

        Map<String, Object> issued = assertDone(call(keycloak, "POST", person.id(), ""));

        assertThat(issued)
                .containsOnlyKeys("value", "expiresAt", "mode")
                .containsEntry("value", person.temporaryPassword())
                .containsEntry("mode", "formula");
        Map<String, Object> state = assertDone(call(keycloak, "GET", person.id(), null));
        assertThat(state)
                .containsOnlyKeys("state", "mode", "issuedAt", "expiresAt")
                .containsEntry("state", "active")
                .containsEntry("mode", "formula")
                .containsEntry("expiresAt", issued.get("expiresAt"));
        assertThat(Instant.parse(state.get("issuedAt").toString()).plusSeconds(72 * 3600))
                .isEqualTo(Instant.parse(issued.get("expiresAt").toString()));
        assertThat(call(keycloak, "HEAD", person.id(), null).statusCode()).isEqualTo(200);
    }

    static Stream<String> mistakes() {
        return Stream.of(
                "null",
                "[]",
                "\"random\"",
                "{",
                "{\"mode\": \"guess\"}",
                "{\"mode\": 1}",
                "{\"mode\": null}",
                "{\"mode\": {\"a\": 1}}",
                "{\"kind\": \"random\"}",
                "{\"mode\": \"formula\", \"mode\": \"random\"}",
                "{\"mode\": \"random\"} x",
                "[".repeat(100_000),
                "{\"mode\": \"" + "x".repeat(1_000_000) + "\"}");
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aBodyThatIsNoSuchObjectChangesNothing(String body, KeycloakUnderTest keycloak, People people) {
        Person person = people.withPassword(People.PASSWORD);

        assertRefused(call(keycloak, "POST", person.id(), body), 400, "invalid_request");

        assertThat(NewUsers.state(keycloak, person.id())).isEqualTo("none");
    }

    @Test
    void aBodyIsJson(KeycloakUnderTest keycloak, People people) {
        Person person = people.add();
        String token = adminToken(keycloak);
        assertThat(call(keycloak, "POST", person.id(), "{}", token).statusCode())
                .as("no type said")
                .isEqualTo(200);
        for (String type : List.of("text/plain", "application/xml", "multipart/form-data; boundary=x")) {
            HttpResponse<String> answer = call(keycloak, "POST", person.id(), "{}", token, "Content-Type", type);
            assertThat(answer.statusCode()).as(type).isEqualTo(415);
            assertThat(answer.headers().firstValue("Content-Type")).contains(JSON);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nobody, 404",
        "f:directory:nobody, 404",
        "'%27%20OR%201=1', 404",
        "%F0%9F%98%80, 404",
        "%2F, 404",
        "PERSON/, 200",
        "PERSON%2F, 404",
        "PERSON%2Freset-password, 404",
        "PERSON/more, 404",
        "/PERSON, 400",
        "../users/PERSON, 400",
        "%2e%2e/users/PERSON, 400",
        "'', 404"
    })
    void onlyTheIdOfAUserIsOne(String path, int status, KeycloakUnderTest keycloak, People people) {
        Person person = people.add();
        for (String method : List.of("GET", "POST")) {
            HttpResponse<String> answer = call(keycloak, method, path.replace("PERSON", person.id()), null);

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(JSON);
        }
        assertRefused(call(keycloak, "POST", "x".repeat(3_000), ""), 404, "user_not_found");
    }

    @ParameterizedTest
    @CsvSource({"PUT", "DELETE", "PATCH"})
    void itKnowsOnlyGetAndPost(String method, KeycloakUnderTest keycloak, People people) {
        HttpResponse<String> answer = call(keycloak, method, people.add().id(), "{}");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Content-Type")).contains(JSON);
    }

    @Test
    void aRealmThatDoesNotAskHasNone(KeycloakUnderTest keycloak, People people) {
        Person person = people.add();
        TemporaryPasswordCalls.withPolicy(keycloak, policy -> "minimumLength(8)", () -> {
            assertRefused(call(keycloak, "POST", person.id(), ""), 409, "temporary_passwords_off");
            // One that was issued before stays what it is.
            assertThat(NewUsers.state(keycloak, person.id())).isEqualTo("active");
            NewUsers.assertTemporaryPassword(keycloak, person.userName(), person.temporaryPassword());
        });
    }

    @Test
    void aPersonWhoIsSwitchedOffCanBeIssuedOneForLater(KeycloakUnderTest keycloak, People people) {
        Person person = people.withPassword(People.PASSWORD);
        UserRepresentation user = keycloak.realm().users().get(person.id()).toRepresentation();
        user.setEnabled(false);
        keycloak.realm().users().get(person.id()).update(user);

        assertDone(call(keycloak, "POST", person.id(), ""));
        assertThat(FormSignIn.leadsTo(keycloak, person, person.temporaryPassword()))
                .isEqualTo(FormSignIn.REFUSED);
    }

    @Test
    void whatTheFormulaLacksOrBreaksIsSaid(KeycloakUnderTest keycloak, People people) {
        Person person = people.withPassword(People.PASSWORD);
        TemporaryPasswordCalls.withPolicy(
                keycloak,
                policy -> policy.replace("(8)", "(20)"),
                () -> assertThat(assertRefused(call(keycloak, "POST", person.id(), ""), 422, "no_temporary_password"))
                        .containsEntry("broken", List.of("minimumLength"))
                        .containsEntry("missing", List.of()));
        UserRepresentation user = keycloak.realm().users().get(person.id()).toRepresentation();
        user.getAttributes().remove("phoneNumber");
        user.setLastName("-");
        keycloak.realm().users().get(person.id()).update(user);

        assertThat(assertRefused(call(keycloak, "POST", person.id(), ""), 422, "no_temporary_password"))
                .containsEntry("missing", List.of("lastName", "phoneNumber"))
                .containsEntry("broken", List.of());
        assertThat(TemporaryPasswordCalls.directGrant(keycloak, person.userName(), People.PASSWORD))
                .isEmpty();
    }

    @Test
    void theAdminEventSaysWhatWasReplacedAndNeverByWhat(KeycloakUnderTest keycloak, People people) {
        NewUsers.withAdminEvents(keycloak, () -> {
            Person person = people.withPassword(People.PASSWORD);
            String value = assertDone(call(keycloak, "POST", person.id(), "{\"mode\": \"random\"}"))
                    .get("value")
                    .toString();
            call(keycloak, "POST", person.id(), "");
            call(keycloak, "POST", person.id(), "{");

            List<AdminEventRepresentation> events = NewUsers.eventsOf(keycloak, person.id());
            assertThat(events)
                    .extracting(
                            event -> event.getDetails().get("mode"),
                            event -> event.getDetails().get("replaced_own_password"))
                    .containsExactlyInAnyOrder(tuple("random", "true"), tuple("formula", "false"));
            assertThat(keycloak.realm().getAdminEvents())
                    .allSatisfy(event -> assertThat(event.getDetails() + event.getRepresentation())
                            .doesNotContain(value, person.temporaryPassword()));
        });
    }
}
