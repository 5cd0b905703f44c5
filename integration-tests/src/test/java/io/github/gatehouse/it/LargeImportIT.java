package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.LongTest;
import io.github.gatehouse.it.support.OwnKeycloak;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Tree;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.PartialImportRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** Many people in one file, each of whom gets a formula password. */
@LongTest
class LargeImportIT {

    private static final int PEOPLE = 1000;
    private static final long MEGABYTE = 1024 * 1024;

    /** With the hash of the shipped realm, as in production; the embedded database has its cache in the same heap. */
    @Test
    void aPartialImportOfAThousandPeopleGivesEachAPasswordAndLeavesLittleInTheHeap() {
        try (OwnKeycloak keycloak = OwnKeycloak.withTheBundle("large-import")
                .startAtFullSpeed(Tree.root().resolve("realm-export.json"))) {
            importPeople(keycloak, "first", 10);
            long before = keycloak.heapAfterCollection();
            Instant began = Instant.now();

            importPeople(keycloak, "bulk", PEOPLE);

            Duration took = Duration.between(began, Instant.now());
            long grown = keycloak.heapAfterCollection() - before;
            System.out.printf(
                    "Partial import of %d people: %d ms, heap after collection %d kB before, %+d kB%n",
                    PEOPLE, took.toMillis(), before / 1024, grown / 1024);
            List<UserRepresentation> people = keycloak.realm().users().search("bulk", 0, PEOPLE + 1);
            assertThat(people)
                    .hasSize(PEOPLE)
                    .allSatisfy(user -> assertThat(state(keycloak, user))
                            .containsEntry("state", "active")
                            .containsEntry("mode", "formula"));
            assertThat(grown).as("bytes").isLessThan(64 * MEGABYTE);
        }
    }

    private static void importPeople(KeycloakUnderTest keycloak, String name, int number) {
        PartialImportRepresentation file = new PartialImportRepresentation();
        file.setIfResourceExists(PartialImportRepresentation.Policy.FAIL.name());
        file.setUsers(IntStream.range(0, number)
                .mapToObj(i -> person(String.format("%s%04d", name, i)))
                .toList());
        try (Response response = keycloak.realm().partialImport(file)) {
            assertThat(response.getStatus())
                    .as(response.readEntity(String.class))
                    .isEqualTo(200);
        }
    }

    private static UserRepresentation person(String userName) {
        UserRepresentation user = new UserRepresentation();
        user.setUsername(userName);
        user.setFirstName("Mara");
        user.setLastName("Quist");
        user.setEmail(userName + "@example.com");
        user.setEnabled(true);
        user.setGroups(List.of("/agents"));
        user.setAttributes(Map.of("phoneNumber", List.of("5125551212")));
        return user;
    }

    private static Map<String, Object> state(KeycloakUnderTest keycloak, UserRepresentation user) {
        return TemporaryPasswordCalls.state(
                keycloak, new Person(user.getId(), user.getUsername(), "Mara", "Quist", "5125551212", user.getEmail()));
    }
}
