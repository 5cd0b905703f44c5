package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.SignInTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** What supervisors, managers and administrators can do over Admin REST, and to whom. */
@SignInTest
class WhoMayDoWhatIT {

    @BeforeAll
    static void allowTheDirectGrant(KeycloakUnderTest keycloak) {
        TemporaryPasswordCalls.allowTheDirectGrant(keycloak);
    }

    @Test
    void aSupervisorSeesAndAddsAgentsOnly(KeycloakUnderTest keycloak) {
        add(keycloak, "roles-first-supervisor", "/supervisors");
        String agent = add(keycloak, "roles-first-agent", "/agents");
        String manager = add(keycloak, "roles-first-manager", "/managers");
        try (Keycloak supervisor = Keycloak.getInstance(
                keycloak.baseUrl(), KeycloakUnderTest.REALM, "roles-first-supervisor", People.PASSWORD, "portal-cli")) {
            var users = supervisor.realm(KeycloakUnderTest.REALM).users();

            assertThat(users.search("roles-first"))
                    .extracting(UserRepresentation::getId)
                    .containsExactly(agent);
            assertThat(TemporaryPasswordCalls.status(
                            keycloak, "POST", agent, supervisor.tokenManager().getAccessTokenString()))
                    .isEqualTo(200);
            assertThat(TemporaryPasswordCalls.status(
                            keycloak, "POST", manager, supervisor.tokenManager().getAccessTokenString()))
                    .isEqualTo(403);
            assertThat(users.create(user("roles-first-new", "/agents")).getStatus())
                    .isEqualTo(201);
            assertThat(users.create(user("roles-first-beside", "/supervisors")).getStatus())
                    .isEqualTo(403);
            assertThat(users.create(user("roles-first-nowhere")).getStatus()).isEqualTo(403);
        }
    }

    private static String add(KeycloakUnderTest keycloak, String userName, String... groups) {
        try (var response = keycloak.realm().users().create(user(userName, groups))) {
            return CreatedResponseUtil.getCreatedId(response);
        }
    }

    private static UserRepresentation user(String userName, String... groups) {
        CredentialRepresentation password = new CredentialRepresentation();
        password.setType(CredentialRepresentation.PASSWORD);
        password.setValue(People.PASSWORD);
        password.setTemporary(false);
        UserRepresentation user = new UserRepresentation();
        user.setUsername(userName);
        user.setFirstName("Rosa");
        user.setLastName("Quist");
        user.setEnabled(true);
        user.setGroups(List.of(groups));
        user.setAttributes(Map.of("phoneNumber", List.of("5125551212")));
        user.setCredentials(List.of(password));
        return user;
    }
}
