package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.LongTest;
import io.github.gatehouse.it.support.OwnKeycloak;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.SignInTest;
import io.github.gatehouse.it.support.Tree;
import io.github.gatehouse.localserver.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** People who move to another Keycloak with their realm: {@code kc.sh export}, then the import at the start there. */
@LongTest
@SignInTest
class MovedPeopleIT {

    private static final String WRONG = "Invalid user credentials";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static OwnKeycloak keycloak;

    @BeforeAll
    static void makeAServer() {
        keycloak = OwnKeycloak.withTheBundle("moved-people");
    }

    @AfterAll
    static void deleteIt() {
        keycloak.close();
    }

    @Test
    void aTemporaryPasswordStaysTemporaryThereEvenIfTheFileDoesNotAskForAChange(Browsers browsers) throws IOException {
        keycloak.start(Tree.root().resolve("realm-export.json"));
        TemporaryPasswordCalls.allowTheDirectGrant(keycloak);
        Person forced = keycloak.people().add();
        Person late = keycloak.people().add();
        Person settled = keycloak.people().withPassword(People.PASSWORD);
        keycloak.stop();
        Path exported = keycloak.export();
        ObjectNode realm = read(exported);
        assertThat(takeRequiredActionsAway(realm)).as("people forced to change").isEqualTo(2);
        JSON.writeValue(exported.toFile(), realm);

        keycloak.withoutData().start(exported);

        assertThat(FormSignIn.leadsTo(keycloak, forced, forced.temporaryPassword()))
                .isEqualTo(FormSignIn.CHOOSES_PASSWORD);
        Device device = browsers.newDevice();
        device.open(keycloak.realmUrl() + "/account").signIn(forced.userName(), forced.temporaryPassword());
        device.page().locator("#password-new").waitFor();
        assertThat(directGrant(settled, People.PASSWORD)).isEmpty();
        keycloak.clock().advance(Duration.ofHours(73));
        assertThat(TemporaryPasswordCalls.state(keycloak, late)).containsEntry("state", "expired");
        assertThat(directGrant(late, late.temporaryPassword())).isEqualTo(WRONG);
    }

    @Test
    void aPlainPasswordInTheFileThatBreaksARuleIsNamedAndNothingIsImported() throws IOException {
        ObjectNode realm = read(Tree.root().resolve("realm-export.json"));
        ObjectNode user = realm.putArray("users").addObject().put("username", "jdoe");
        user.put("enabled", true).put("firstName", "John").put("lastName", "Doe");
        user.putArray("credentials").addObject().put("type", "password").put("value", "xJOHNx#");
        Path file = Files.createDirectories(keycloak.home()).resolve("realm-with-a-bad-password.json");
        JSON.writeValue(file.toFile(), realm);

        keycloak.withoutData();

        assertThatThrownBy(() -> keycloak.start(file)).isInstanceOf(StartFailure.class);
        assertThat(keycloak.logText())
                .contains("The password of jdoe in the imported file breaks a rule: ")
                .contains("must not contain the first name")
                .contains("must have at least 8 characters")
                .doesNotContain("xJOHNx#");
    }

    private static String directGrant(Person person, String password) {
        return TemporaryPasswordCalls.directGrant(keycloak, person.userName(), password);
    }

    private static ObjectNode read(Path file) throws IOException {
        return (ObjectNode) JSON.readTree(file.toFile());
    }

    private static int takeRequiredActionsAway(ObjectNode realm) {
        int taken = 0;
        for (JsonNode user : realm.get("users")) {
            ArrayNode actions = (ArrayNode) user.get("requiredActions");
            taken += actions.size();
            actions.removeAll();
        }
        return taken;
    }
}
