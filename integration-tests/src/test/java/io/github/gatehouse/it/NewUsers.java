package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.keycloak.representations.idm.AdminEventRepresentation;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.FederatedIdentityRepresentation;
import org.keycloak.representations.idm.PartialImportRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** Ways to add users, and what became of them. */
final class NewUsers {

    /** What the formula gives for {@link #user}. */
    static final String FORMULA = "Mq5125551212!!";

    private NewUsers() {}

    /** Mara Quist with a phone number. */
    static UserRepresentation user(String userName, Consumer<UserRepresentation> change) {
        UserRepresentation user = new UserRepresentation();
        user.setUsername(userName);
        user.setFirstName("Mara");
        user.setLastName("Quist");
        user.setEnabled(true);
        user.setAttributes(Map.of("phoneNumber", List.of("(512) 555-1212")));
        change.accept(user);
        return user;
    }

    static UserRepresentation user(String userName) {
        return user(userName, user -> {});
    }

    static CredentialRepresentation ownPassword() {
        CredentialRepresentation own = new CredentialRepresentation();
        own.setType(CredentialRepresentation.PASSWORD);
        own.setValue(People.PASSWORD);
        own.setTemporary(false);
        return own;
    }

    static FederatedIdentityRepresentation linkElsewhere(String id) {
        FederatedIdentityRepresentation link = new FederatedIdentityRepresentation();
        link.setIdentityProvider("elsewhere");
        link.setUserId(id);
        link.setUserName("elsewhere");
        return link;
    }

    /** By Admin REST; the user's id. */
    static String add(KeycloakUnderTest keycloak, UserRepresentation user) {
        return add(keycloak, KeycloakUnderTest.REALM, user);
    }

    static String add(KeycloakUnderTest keycloak, String realm, UserRepresentation user) {
        try (Response response = keycloak.realm(realm).users().create(user)) {
            assertThat(response.getStatus()).isEqualTo(201);
            return response.getLocation().getPath().replaceFirst(".*/", "");
        }
    }

    /** By partial import; its status. */
    static int importInto(KeycloakUnderTest keycloak, String ifExists, UserRepresentation... users) {
        PartialImportRepresentation file = new PartialImportRepresentation();
        file.setIfResourceExists(ifExists);
        file.setUsers(List.of(users));
        try (Response response = keycloak.realm().partialImport(file)) {
            return response.getStatus();
        }
    }

    static String id(KeycloakUnderTest keycloak, String userName) {
        return keycloak.realm().users().searchByUsername(userName, true).get(0).getId();
    }

    /** What there is of these people in the shipped realm. */
    static List<String> stored(KeycloakUnderTest keycloak, String... userNames) {
        return List.of(userNames).stream()
                .filter(name ->
                        !keycloak.realm().users().searchByUsername(name, true).isEmpty())
                .toList();
    }

    static List<CredentialRepresentation> credentials(KeycloakUnderTest keycloak, String realm, String id) {
        return keycloak.realm(realm).users().get(id).credentials();
    }

    static String state(KeycloakUnderTest keycloak, String id) {
        return EndpointCalls.assertDone(EndpointCalls.call(keycloak, "GET", id, null))
                .get("state")
                .toString();
    }

    /** Whether the user's password is a temporary one, and this; asked in a way that changes nothing if it is. */
    static void assertTemporaryPassword(KeycloakUnderTest keycloak, String userName, String value) {
        assertThat(FormSignIn.leadsTo(keycloak.realmUrl(), userName, value)).isEqualTo(FormSignIn.CHOOSES_PASSWORD);
    }

    /** Runs a test while the shipped realm is otherwise. */
    static void inRealmWith(KeycloakUnderTest keycloak, Consumer<RealmRepresentation> change, Runnable test) {
        RealmRepresentation before = keycloak.realm().toRepresentation();
        RealmRepresentation realm = keycloak.realm().toRepresentation();
        change.accept(realm);
        keycloak.realm().update(realm);
        try {
            test.run();
        } finally {
            keycloak.realm().update(before);
        }
    }

    /** Runs a test while the shipped realm keeps admin events with all details. */
    static void withAdminEvents(KeycloakUnderTest keycloak, Runnable test) {
        keycloak.realm().clearAdminEvents();
        inRealmWith(
                keycloak,
                realm -> {
                    realm.setAdminEventsEnabled(true);
                    realm.setAdminEventsDetailsEnabled(true);
                },
                test);
    }

    /** Our admin events about a user. */
    static List<AdminEventRepresentation> eventsOf(KeycloakUnderTest keycloak, String userId) {
        return keycloak.realm().getAdminEvents().stream()
                .filter(event -> ("temporary-passwords/" + userId).equals(event.getResourcePath()))
                .toList();
    }
}
