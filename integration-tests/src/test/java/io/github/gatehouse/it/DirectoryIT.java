package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.util.LDAPSDKException;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.SignInTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Agent IDs where some of the people come from a directory of the organization. */
@SignInTest
class DirectoryIT {

    private static final String AT_HOME = "at-the-directory-1";

    private final KeycloakUnderTest keycloak;
    private final People people;

    DirectoryIT(KeycloakUnderTest keycloak, People people) {
        this.keycloak = keycloak;
        this.people = people;
    }

    @BeforeEach
    void prepare() {
        TemporaryPasswordCalls.allowTheDirectGrant(keycloak);
    }

    @Test
    void whoIsInADirectoryThatCanSearchSignsInByTheIdThatItKeeps() throws LDAPSDKException {
        try (Directory directory = Directory.start(keycloak)) {
            directory.add("dclark", "d-9001", AT_HOME);
            directory.add("dmoore", "d-9002", AT_HOME);
            directory.add("dtwin", "d-9002", AT_HOME);

            assertThat(refusal("d-9001", AT_HOME)).isEmpty();
            assertThat(refusal("D-9001", AT_HOME)).isEmpty();
            assertThat(FormSignIn.leadsTo(keycloak.realmUrl(), "d-9001", AT_HOME))
                    .contains("code=");
            assertThat(refusal("d-9001", "Wr0ngPassword!")).isNotEmpty();
            assertThat(refusal("d-9002", AT_HOME)).as("of two people").isNotEmpty();
            assertThat(refusal("d-*", AT_HOME)).isNotEmpty();
            assertThat(refusal("dmoore", AT_HOME)).isEmpty();
        }
    }

    @Test
    void whereTheDirectoryIsDownWhoeverIsNotInItSignsInByNameAndById() throws LDAPSDKException {
        try (Directory directory = Directory.start(keycloak)) {
            Person person = people.withPassword(People.PASSWORD);
            String agentId =
                    keycloak.realm().users().get(person.id()).toRepresentation().firstAttribute("agentId");
            directory.fail();

            assertThat(FormSignIn.leadsTo(keycloak.realmUrl(), person.userName(), People.PASSWORD))
                    .contains("code=");
            assertThat(FormSignIn.leadsTo(keycloak.realmUrl(), agentId, People.PASSWORD))
                    .contains("code=");
            assertThat(OddInput.signIn(keycloak.realmUrl(), "nobody-there", People.PASSWORD)
                            .body())
                    .contains(OddInput.NOT_RIGHT);
        }
    }

    private String refusal(String name, String password) {
        return TemporaryPasswordCalls.directGrant(keycloak, name, password);
    }
}
