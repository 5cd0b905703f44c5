package io.github.gatehouse.it;

import static io.github.gatehouse.it.NewUsers.FORMULA;
import static io.github.gatehouse.it.NewUsers.add;
import static io.github.gatehouse.it.NewUsers.eventsOf;
import static io.github.gatehouse.it.NewUsers.id;
import static io.github.gatehouse.it.NewUsers.importInto;
import static io.github.gatehouse.it.NewUsers.ownPassword;
import static io.github.gatehouse.it.NewUsers.stored;
import static io.github.gatehouse.it.NewUsers.user;
import static io.github.gatehouse.it.NewUsers.withAdminEvents;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.SignInTest;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.AdminEventRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** What an administrator is told about the password of a user who was added, and adding users that fails. */
@SignInTest
class NewUserEventIT {

    @Test
    void theEventSaysThatThereIsOneAndUntilWhenAndNeverWhich(KeycloakUnderTest keycloak) {
        withAdminEvents(keycloak, () -> {
            String added = add(keycloak, user("event-rest"));
            importInto(keycloak, "SKIP", user("event-import"));

            for (String id : List.of(added, id(keycloak, "event-import"))) {
                AdminEventRepresentation event = only(keycloak, id);
                assertThat(event.getDetails())
                        .containsOnlyKeys("mode", "result", "expires_at", "replaced_own_password")
                        .containsEntry("mode", "formula")
                        .containsEntry("result", "issued")
                        .containsEntry("replaced_own_password", "false");
                assertThat(Instant.parse(event.getDetails().get("expires_at"))).isAfter(Instant.now());
                assertThat(event.getResourceType()).isEqualTo("TEMPORARY_PASSWORD");
                assertThat(event.getOperationType()).isEqualTo("ACTION");
                assertThat(event.getRepresentation()).isNull();
                assertThat(event.getAuthDetails())
                        .usingRecursiveComparison()
                        .isEqualTo(creationOf(keycloak, id).getAuthDetails());
            }
            assertThat(keycloak.realm().getAdminEvents())
                    .allSatisfy(event -> assertThat(event.getDetails() + event.getRepresentation())
                            .doesNotContain(FORMULA));
        });
    }

    @Test
    void whereTheFormulaHasNoResultTheEventSaysWhatIsMissingOrBroken(KeycloakUnderTest keycloak) {
        withAdminEvents(keycloak, () -> {
            String nothing = add(keycloak, user("event-missing", user -> {
                user.setFirstName("007");
                user.setAttributes(Map.of());
            }));
            String broken = add(
                    keycloak, user("event-broken", user -> user.setAttributes(Map.of("phoneNumber", List.of("1")))));
            String imported = "event-named-5125551212";
            importInto(keycloak, "SKIP", user("5125551212"));

            assertThat(only(keycloak, nothing).getDetails())
                    .containsEntry("result", "none")
                    .containsEntry("missing", "firstName,phoneNumber")
                    .doesNotContainKey("broken")
                    .containsEntry("reason", "The user lacks what the password is made from.");
            assertThat(only(keycloak, broken).getDetails())
                    .containsEntry("result", "none")
                    .containsEntry("broken", "minimumLength")
                    .doesNotContainKey("missing");
            assertThat(only(keycloak, id(keycloak, "5125551212")).getDetails())
                    .as(imported)
                    .containsEntry("broken", "notContainsNames");
            assertThat(NewUsers.credentials(keycloak, KeycloakUnderTest.REALM, broken))
                    .isEmpty();
        });
    }

    @Test
    void inModeRandomTheEventSaysToIssueOne(KeycloakUnderTest keycloak) {
        withAdminEvents(
                keycloak,
                () -> TemporaryPasswordCalls.withPolicy(
                        keycloak, policy -> policy.replace("(formula)", "(random)"), () -> {
                            String added = add(keycloak, user("event-random"));

                            assertThat(only(keycloak, added).getDetails())
                                    .containsEntry("mode", "random")
                                    .containsEntry("result", "none")
                                    .hasEntrySatisfying(
                                            "reason",
                                            reason -> assertThat(reason).endsWith("Issue one."));
                            assertThat(NewUsers.credentials(keycloak, KeycloakUnderTest.REALM, added))
                                    .isEmpty();
                        }));
    }

    @Test
    void aboutWhoIsLeftAloneThereIsNone(KeycloakUnderTest keycloak) {
        withAdminEvents(keycloak, () -> {
            String own = add(keycloak, user("event-own", user -> user.setCredentials(List.of(ownPassword()))));
            assertThat(eventsOf(keycloak, own)).isEmpty();
            TemporaryPasswordCalls.withPolicy(keycloak, policy -> "minimumLength(8)", () -> {
                String plain = add(keycloak, user("event-plain"));
                assertThat(creationOf(keycloak, plain)).isNotNull();
                assertThat(eventsOf(keycloak, plain)).isEmpty();
            });
        });
    }

    @Test
    void anImportThatTheDatabaseRefusesIsRefusedAsAWhole(KeycloakUnderTest keycloak) {
        int status = importInto(
                keycloak,
                "SKIP",
                user("refused-first"),
                user("refused-second", user -> user.setEmail("same@example.com")),
                user("refused-third", user -> user.setEmail("same@example.com")));

        assertThat(status).isEqualTo(409);
        assertThat(stored(keycloak, "refused-first", "refused-second", "refused-third"))
                .isEmpty();
    }

    @Test
    void anImportWithAPasswordThatBreaksARuleIsRefusedAsAWhole(KeycloakUnderTest keycloak) {
        int status = importInto(keycloak, "SKIP", user("rule-first"), user("rule-second", user -> {
            user.setCredentials(List.of(ownPassword()));
            user.getCredentials().get(0).setValue("short");
        }));

        assertThat(status).isEqualTo(400);
        assertThat(stored(keycloak, "rule-first", "rule-second")).isEmpty();
    }

    @Test
    void whereMakingThePasswordFailsNobodyIsAddedByHalf(KeycloakUnderTest keycloak) {
        keycloak.realm().localization().saveRealmLocalizationText("en", "temporaryPasswordLabel", "until {");
        try {
            assertThat(importInto(keycloak, "SKIP", user("half-first"), user("half-second")))
                    .isEqualTo(500);
            assertThat(stored(keycloak, "half-first", "half-second")).isEmpty();
        } finally {
            keycloak.realm().localization().deleteRealmLocalizationText("en", "temporaryPasswordLabel");
        }
        assertThat(importInto(keycloak, "SKIP", user("half-first"))).isEqualTo(200);
        assertThat(NewUsers.state(keycloak, id(keycloak, "half-first"))).isEqualTo("active");
    }

    @Test
    void ofOneUserAddedTwiceAtTheSameInstantThereIsOneWithOnePassword(KeycloakUnderTest keycloak) {
        CyclicBarrier together = new CyclicBarrier(3);
        List<Integer> statuses = IntStream.range(0, 3)
                .parallel()
                .mapToObj(i -> addAt(together, keycloak, user("instant")))
                .sorted()
                .toList();

        assertThat(statuses).containsExactly(201, 409, 409);
        String id = id(keycloak, "instant");
        assertThat(NewUsers.credentials(keycloak, KeycloakUnderTest.REALM, id)).hasSize(1);
        NewUsers.assertTemporaryPassword(keycloak, "instant", FORMULA);
    }

    private static int addAt(CyclicBarrier together, KeycloakUnderTest keycloak, UserRepresentation user) {
        try {
            together.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        try (Response response = keycloak.realm().users().create(user)) {
            return response.getStatus();
        }
    }

    private static AdminEventRepresentation only(KeycloakUnderTest keycloak, String userId) {
        assertThat(eventsOf(keycloak, userId)).hasSize(1);
        return eventsOf(keycloak, userId).get(0);
    }

    private static AdminEventRepresentation creationOf(KeycloakUnderTest keycloak, String userId) {
        return keycloak.realm().getAdminEvents().stream()
                .filter(event -> ("users/" + userId).equals(event.getResourcePath()))
                .filter(event -> event.getOperationType().equals("CREATE"))
                .findFirst()
                .orElseThrow();
    }
}
