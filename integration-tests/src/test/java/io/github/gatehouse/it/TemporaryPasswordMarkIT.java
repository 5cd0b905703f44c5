package io.github.gatehouse.it;

import static io.github.gatehouse.it.NewUsers.credentials;
import static io.github.gatehouse.it.NewUsers.ownPassword;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.SignInTest;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.keycloak.admin.client.resource.UserResource;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** The mark of a temporary password stays with that password, whatever an administrator does, and with no other. */
@SignInTest
class TemporaryPasswordMarkIT {

    @BeforeAll
    static void allowTheDirectGrant(KeycloakUnderTest keycloak) {
        TemporaryPasswordCalls.allowTheDirectGrant(keycloak);
    }

    @Test
    void theLabelIsForPeoplesEyesOnly(KeycloakUnderTest keycloak, People people) {
        Person person = people.add();
        UserResource user = keycloak.realm().users().get(person.id());
        user.setCredentialUserLabel(password(keycloak, person).getId(), "for good");

        assertThat(password(keycloak, person).getUserLabel()).isEqualTo("for good");
        assertStillTemporary(keycloak, person);
        EndpointCalls.assertDone(EndpointCalls.call(keycloak, "POST", person.id(), ""));
        assertThat(password(keycloak, person).getUserLabel()).startsWith("temporary, until ");
    }

    @Test
    void theOrderOfCredentialsMeansNothing(KeycloakUnderTest keycloak, People people) {
        Person person = people.add();
        UserResource user = keycloak.realm().users().get(person.id());
        UserRepresentation withCode = new UserRepresentation();
        CredentialRepresentation code = new CredentialRepresentation();
        code.setType("otp");
        code.setSecretData("{\"value\":\"abcdefghijklmnop\"}");
        code.setCredentialData(
                "{\"subType\":\"totp\",\"digits\":6,\"counter\":0,\"period\":30,\"algorithm\":\"HmacSHA1\"}");
        withCode.setCredentials(List.of(code));
        user.update(withCode);
        String codeId = credentials(keycloak, KeycloakUnderTest.REALM, person.id()).stream()
                .filter(credential -> credential.getType().equals("otp"))
                .findFirst()
                .orElseThrow()
                .getId();
        user.moveCredentialToFirst(codeId);

        assertThat(credentials(keycloak, KeycloakUnderTest.REALM, person.id()))
                .extracting(CredentialRepresentation::getType)
                .containsExactly("otp", "password");
        assertThat(NewUsers.state(keycloak, person.id())).isEqualTo("active");
    }

    @Test
    void whenItsPasswordIsDeletedTheNextOneIsAnOrdinaryOne(KeycloakUnderTest keycloak, People people) {
        Person person = people.add();
        UserResource user = keycloak.realm().users().get(person.id());
        user.removeCredential(password(keycloak, person).getId());
        assertThat(NewUsers.state(keycloak, person.id())).isEqualTo("none");

        user.resetPassword(ownPassword());

        assertThat(NewUsers.state(keycloak, person.id())).isEqualTo("none");
        assertThat(TemporaryPasswordCalls.directGrant(keycloak, person.userName(), People.PASSWORD))
                .isEmpty();
        EndpointCalls.assertDone(EndpointCalls.call(keycloak, "POST", person.id(), ""));
        assertThat(NewUsers.state(keycloak, person.id())).isEqualTo("active");
    }

    /** Stock's "temporary" is another thing: it has no life time, and no mark. */
    @Test
    void anAdministratorsTemporaryPasswordIsNotOneOfOurs(KeycloakUnderTest keycloak, People people) {
        Person person = people.add();
        CredentialRepresentation password = ownPassword();
        password.setTemporary(true);
        keycloak.realm().users().get(person.id()).resetPassword(password);

        assertThat(NewUsers.state(keycloak, person.id())).isEqualTo("none");
        assertThat(password(keycloak, person).getUserLabel()).isNull();
        assertThat(FormSignIn.leadsTo(keycloak, person, People.PASSWORD)).isEqualTo(FormSignIn.CHOOSES_PASSWORD);
    }

    @Test
    void anOrdinaryPasswordNeverTakesAnEarlierMarkFromTheHistory(KeycloakUnderTest keycloak, People people) {
        Person person = people.add();
        keycloak.realm().users().get(person.id()).resetPassword(ownPassword());

        assertThat(credentials(keycloak, KeycloakUnderTest.REALM, person.id()))
                .filteredOn(credential -> credential.getType().equals("password"))
                .singleElement()
                .satisfies(own -> assertThat(own.getCredentialData()).doesNotContain("temporary"));
        assertThat(TemporaryPasswordCalls.refusalOfReset(keycloak, person, person.temporaryPassword()))
                .contains("invalidPasswordHistoryMessage");
    }

    private static void assertStillTemporary(KeycloakUnderTest keycloak, Person person) {
        assertThat(NewUsers.state(keycloak, person.id())).isEqualTo("active");
        NewUsers.assertTemporaryPassword(keycloak, person.userName(), person.temporaryPassword());
    }

    private static CredentialRepresentation password(KeycloakUnderTest keycloak, Person person) {
        return credentials(keycloak, KeycloakUnderTest.REALM, person.id()).stream()
                .filter(credential -> credential.getType().equals("password"))
                .findFirst()
                .orElseThrow();
    }
}
