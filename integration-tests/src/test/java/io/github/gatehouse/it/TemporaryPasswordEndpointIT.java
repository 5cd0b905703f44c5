package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.SignInTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.FederatedIdentityRepresentation;
import org.keycloak.representations.idm.PartialImportRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** The part of the Admin REST API that issues temporary passwords and tells the state of one. */
@SignInTest
class TemporaryPasswordEndpointIT {

    private static final String WRONG = "Invalid user credentials";

    @BeforeAll
    static void allowTheDirectGrant(KeycloakUnderTest keycloak) {
        TemporaryPasswordCalls.allowTheDirectGrant(keycloak);
    }

    @Test
    void aRandomOneKeepsEveryRuleAndIsShownOnce(KeycloakUnderTest keycloak, People people) {
        Person person = people.withPassword(People.PASSWORD);
        Map<?, ?> answer = TemporaryPasswordCalls.issue(keycloak, person, "{\"mode\": \"random\"}", 200);
        String value = (String) answer.get("value");

        assertThat(value).hasSize(16);
        assertThat(answer.get("mode")).isEqualTo("random");
        assertThat(FormSignIn.leadsTo(keycloak, person, value)).isEqualTo(FormSignIn.CHOOSES_PASSWORD);
        assertThat(directGrant(keycloak, person, People.PASSWORD)).isEqualTo(WRONG);
        assertThat(TemporaryPasswordCalls.state(keycloak, person))
                .containsOnlyKeys("state", "mode", "issuedAt", "expiresAt")
                .containsEntry("mode", "random");
        assertThat(keycloak.logText()).doesNotContain(value);
    }

    @Test
    void whatCannotBeIssuedIsSaid(KeycloakUnderTest keycloak, People people) {
        Person person = people.withPassword(People.PASSWORD);
        TemporaryPasswordCalls.issue(keycloak, person, "{\"mode\": \"guess\"}", 400);
        TemporaryPasswordCalls.issue(keycloak, person, "{\"kind\": \"random\"}", 400);
        TemporaryPasswordCalls.issue(keycloak, person, "[]", 400);
        TemporaryPasswordCalls.issue(keycloak, person, "{", 400);
        TemporaryPasswordCalls.withPolicy(
                keycloak,
                realms -> "minimumLength(8)",
                () -> assertThat(TemporaryPasswordCalls.issue(keycloak, person, "", 409)
                                .get("error"))
                        .isEqualTo("temporary_passwords_off"));
        TemporaryPasswordCalls.withPolicy(
                keycloak, realms -> "minimumLength(20) and temporaryPasswordMode(formula)", () -> {
                    assertThat(TemporaryPasswordCalls.issue(keycloak, person, "", 422)
                                    .get("broken"))
                            .isEqualTo(List.of("minimumLength"));
                    assertThat(TemporaryPasswordCalls.issue(keycloak, person, "{\"mode\": \"random\"}", 422)
                                    .get("broken"))
                            .isEqualTo(List.of("minimumLength"));
                });
        UserRepresentation user = keycloak.realm().users().get(person.id()).toRepresentation();
        user.getAttributes().remove("phoneNumber");
        keycloak.realm().users().get(person.id()).update(user);
        assertThat(TemporaryPasswordCalls.issue(keycloak, person, "", 422).get("missing"))
                .isEqualTo(List.of("phoneNumber"));
        assertThat(directGrant(keycloak, person, People.PASSWORD)).isEmpty();
    }

    @Test
    void whoMayNotResetAPersonLearnsNothingAboutThem(KeycloakUnderTest keycloak, People people) {
        Person person = people.withPassword(People.PASSWORD);
        String admin = keycloak.admin().tokenManager().getAccessTokenString();
        String ordinary = TemporaryPasswordCalls.token(keycloak, people.withPassword(People.PASSWORD), People.PASSWORD);

        for (String method : List.of("GET", "POST")) {
            assertThat(TemporaryPasswordCalls.status(keycloak, method, person.id(), "none"))
                    .isEqualTo(401);
            assertThat(TemporaryPasswordCalls.status(keycloak, method, person.id(), ordinary))
                    .isEqualTo(403);
            assertThat(TemporaryPasswordCalls.status(keycloak, method, "nobody", ordinary))
                    .isEqualTo(403);
            assertThat(TemporaryPasswordCalls.status(keycloak, method, "nobody", admin))
                    .isEqualTo(404);
        }
    }

    @Test
    void whoSignsInWithoutAPasswordOfKeycloaksIsNotGivenOne(KeycloakUnderTest keycloak) {
        FederatedIdentityRepresentation link = new FederatedIdentityRepresentation();
        link.setIdentityProvider("elsewhere");
        link.setUserId("2");
        link.setUserName("elsewhere");
        UserRepresentation linked = new UserRepresentation();
        linked.setUsername("endpoint-linked");
        linked.setEnabled(true);
        linked.setFederatedIdentities(List.of(link));
        PartialImportRepresentation file = new PartialImportRepresentation();
        file.setUsers(List.of(linked));
        keycloak.realm().partialImport(file).close();
        ClientRepresentation robot = new ClientRepresentation();
        robot.setClientId("endpoint-robot");
        robot.setServiceAccountsEnabled(true);
        keycloak.realm().clients().create(robot).close();
        String robotId = keycloak.realm()
                .clients()
                .findByClientId("endpoint-robot")
                .get(0)
                .getId();

        String admin = keycloak.admin().tokenManager().getAccessTokenString();
        for (UserRepresentation user : List.of(
                keycloak.realm()
                        .users()
                        .searchByUsername("endpoint-linked", true)
                        .get(0),
                keycloak.realm().clients().get(robotId).getServiceAccountUser())) {
            assertThat(TemporaryPasswordCalls.status(keycloak, "POST", user.getId(), admin))
                    .as(user.getUsername())
                    .isEqualTo(409);
        }
    }

    private static String directGrant(KeycloakUnderTest keycloak, Person person, String password) {
        return TemporaryPasswordCalls.directGrant(keycloak, person.userName(), password);
    }
}
