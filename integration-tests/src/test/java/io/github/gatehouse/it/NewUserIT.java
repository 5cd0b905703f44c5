package io.github.gatehouse.it;

import static io.github.gatehouse.it.NewUsers.FORMULA;
import static io.github.gatehouse.it.NewUsers.ownPassword;
import static io.github.gatehouse.it.NewUsers.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.SignInTest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.PartialImportRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** Who has the temporary password of the formula without another step, and who is left alone. */
@SignInTest
class NewUserIT {

    private static final String WRONG = "Invalid user credentials";

    @BeforeAll
    static void allowTheDirectGrant(KeycloakUnderTest keycloak) {
        TemporaryPasswordCalls.allowTheDirectGrant(keycloak);
    }

    @Test
    void aUserAddedByTheAdminRestApiHasIt(KeycloakUnderTest keycloak) {
        add(keycloak, KeycloakUnderTest.REALM, user("new-rest", user -> {}));

        assertThat(FormSignIn.leadsTo(keycloak.realmUrl(), "new-rest", FORMULA)).isEqualTo(FormSignIn.CHOOSES_PASSWORD);
        assertThat(find(keycloak, "new-rest").getRequiredActions()).containsExactly("UPDATE_PASSWORD");
    }

    @Test
    void aUserOfAPartialImportHasItWhetherNewOrReplaced(KeycloakUnderTest keycloak) {
        importUsers(keycloak, "SKIP", user("new-import", user -> {}));
        assertThat(FormSignIn.leadsTo(keycloak.realmUrl(), "new-import", FORMULA))
                .isEqualTo(FormSignIn.CHOOSES_PASSWORD);

        importUsers(keycloak, "OVERWRITE", user("new-import", user -> user.setFirstName("Zoe")));
        assertThat(signIn(keycloak, "new-import", FORMULA)).isEqualTo(WRONG);
        assertThat(FormSignIn.leadsTo(keycloak.realmUrl(), "new-import", "Zq5125551212!!"))
                .isEqualTo(FormSignIn.CHOOSES_PASSWORD);
    }

    /** With a hash that costs nothing: a hundred of the realm's own take ten seconds. */
    @Test
    void eachOfAHundredInOneFileHasTheirOwn(KeycloakUnderTest keycloak) {
        UserRepresentation[] hundred = IntStream.range(0, 100)
                .mapToObj(number -> user("hundred" + number, user -> {
                    user.setFirstName(number % 2 == 0 ? "Ada" : "Bo");
                    user.setAttributes(Map.of("phoneNumber", List.of("51255510" + number)));
                }))
                .toArray(UserRepresentation[]::new);
        TemporaryPasswordCalls.withPolicy(
                keycloak, policy -> policy + " and hashAlgorithm(pbkdf2-sha256) and hashIterations(1)", () -> {
                    importUsers(keycloak, "SKIP", hundred);

                    for (int number = 0; number < 100; number++) {
                        String id = find(keycloak, "hundred" + number).getId();
                        assertThat(NewUsers.state(keycloak, id))
                                .as("%d", number)
                                .isEqualTo("active");
                    }
                    NewUsers.assertTemporaryPassword(keycloak, "hundred0", "Aq512555100!!");
                    NewUsers.assertTemporaryPassword(keycloak, "hundred99", "Bq5125551099!!");
                });
    }

    @Test
    void changedNamesAndPhoneAreTheNextOnesAndDoNotChangeTheOneThereIs(KeycloakUnderTest keycloak) {
        add(keycloak, KeycloakUnderTest.REALM, user("new-changed", user -> {}));
        UserRepresentation changed = find(keycloak, "new-changed");
        changed.setFirstName("Zoe");
        changed.setAttributes(Map.of("phoneNumber", List.of("5125559999")));
        keycloak.realm().users().get(changed.getId()).update(changed);

        NewUsers.assertTemporaryPassword(keycloak, "new-changed", FORMULA);
        assertThat(EndpointCalls.assertDone(EndpointCalls.call(keycloak, "POST", changed.getId(), "")))
                .containsEntry("value", "Zq5125559999!!");
        NewUsers.assertTemporaryPassword(keycloak, "new-changed", "Zq5125559999!!");
        assertThat(signIn(keycloak, "new-changed", FORMULA)).isEqualTo(WRONG);
    }

    @Test
    void anOrdinaryEditGivesNobodyAPassword(KeycloakUnderTest keycloak) {
        add(keycloak, KeycloakUnderTest.REALM, user("new-edited", user -> user.setAttributes(null)));
        UserRepresentation edited = find(keycloak, "new-edited");
        edited.setAttributes(Map.of("phoneNumber", List.of("5125551212")));
        keycloak.realm().users().get(edited.getId()).update(edited);

        assertThat(credentials(keycloak, "new-edited")).isEmpty();
    }

    @Test
    void whoHasAPasswordAlreadyIsLeftAlone(KeycloakUnderTest keycloak) {
        add(keycloak, KeycloakUnderTest.REALM, user("new-own", user -> user.setCredentials(List.of(ownPassword()))));
        importUsers(keycloak, "SKIP", user("new-own-import", user -> user.setCredentials(List.of(ownPassword()))));

        for (String name : List.of("new-own", "new-own-import")) {
            assertThat(signIn(keycloak, name, FORMULA)).isEqualTo(WRONG);
            assertThat(signIn(keycloak, name, People.PASSWORD)).isEmpty();
        }
    }

    @Test
    void withoutAPhoneNumberOrWithAPasswordThatBreaksARuleThereIsNone(KeycloakUnderTest keycloak) {
        add(keycloak, KeycloakUnderTest.REALM, user("new-no-phone", user -> user.setAttributes(null)));
        add(
                keycloak,
                KeycloakUnderTest.REALM,
                user("new-short", user -> user.setAttributes(Map.of("phoneNumber", List.of("212")))));

        assertThat(credentials(keycloak, "new-no-phone")).isEmpty();
        assertThat(credentials(keycloak, "new-short")).isEmpty();
        assertThat(find(keycloak, "new-short").getRequiredActions()).isEmpty();
    }

    @Test
    void inModeRandomAndInARealmThatDoesNotAskNobodyHasIt(KeycloakUnderTest keycloak) {
        for (String policy : List.of("temporaryPasswordMode(random)", "minimumLength(8)", "length(8)")) {
            inRealm(keycloak, policy, true, realm -> {
                add(keycloak, realm, user("nobody", user -> {}));
                assertThat(credentialsIn(keycloak, realm, "nobody")).as(policy).isEmpty();
            });
        }
    }

    @Test
    void aPhoneNumberThatTheUserProfileDoesNotKnowIsDroppedAndThereIsNone(KeycloakUnderTest keycloak) {
        inRealm(keycloak, "temporaryPasswordMode(formula)", false, realm -> {
            add(keycloak, realm, user("nobody", user -> {}));
            assertThat(credentialsIn(keycloak, realm, "nobody")).isEmpty();
        });
        inRealm(keycloak, "temporaryPasswordMode(formula)", true, realm -> {
            add(keycloak, realm, user("somebody", user -> {}));
            assertThat(credentialsIn(keycloak, realm, "somebody")).hasSize(1);
        });
    }

    @Test
    void anImportedTemporaryPasswordIsStillOneWithoutItsRequiredAction(KeycloakUnderTest keycloak) {
        Instant now = Instant.now();
        importUsers(
                keycloak,
                "SKIP",
                user(
                        "import-active",
                        user -> user.setCredentials(List.of(temporary("Kept24!now", now.plus(Duration.ofHours(1)))))),
                user("import-expired", user -> user.setCredentials(List.of(temporary("Kept24!now", now)))));

        assertThat(find(keycloak, "import-active").getRequiredActions()).isEmpty();
        assertThat(FormSignIn.leadsTo(keycloak.realmUrl(), "import-active", "Kept24!now"))
                .isEqualTo(FormSignIn.CHOOSES_PASSWORD);
        assertThat(signIn(keycloak, "import-expired", "Kept24!now")).isEqualTo(WRONG);
    }

    /** As an export writes it. */
    private static CredentialRepresentation temporary(String value, Instant expiresAt) {
        byte[] salt = "sixteen bytes of".getBytes(StandardCharsets.UTF_8);
        byte[] hash;
        try {
            hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(value.toCharArray(), salt, 1000, 512))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        CredentialRepresentation credential = new CredentialRepresentation();
        credential.setType(CredentialRepresentation.PASSWORD);
        credential.setSecretData("{\"value\":\"" + Base64.getEncoder().encodeToString(hash) + "\",\"salt\":\""
                + Base64.getEncoder().encodeToString(salt) + "\"}");
        credential.setCredentialData("{\"hashIterations\":1000,\"algorithm\":\"pbkdf2-sha256\","
                + "\"additionalParameters\":{\"temporaryPasswordMode\":[\"formula\"],"
                + "\"temporaryPasswordIssuedAt\":[\"" + expiresAt.minusSeconds(60) + "\"],"
                + "\"temporaryPasswordExpiresAt\":[\"" + expiresAt + "\"]}}");
        return credential;
    }

    private static void add(KeycloakUnderTest keycloak, String realm, UserRepresentation user) {
        try (var response = keycloak.realm(realm).users().create(user)) {
            assertThat(response.getStatus()).isEqualTo(201);
        }
    }

    private static void importUsers(KeycloakUnderTest keycloak, String ifExists, UserRepresentation... users) {
        PartialImportRepresentation file = new PartialImportRepresentation();
        file.setIfResourceExists(ifExists);
        file.setUsers(List.of(users));
        try (var response = keycloak.realm().partialImport(file)) {
            assertThat(response.getStatus()).isEqualTo(200);
        }
    }

    private static void inRealm(
            KeycloakUnderTest keycloak, String policy, boolean keepsPhoneNumbers, Consumer<String> test) {
        RealmRepresentation realm = new RealmRepresentation();
        realm.setRealm("new-user-realm");
        realm.setEnabled(true);
        realm.setPasswordPolicy(policy);
        keycloak.admin().realms().create(realm);
        try {
            if (keepsPhoneNumbers) {
                TemporaryPasswordCalls.allowUnmanagedAttributes(keycloak.realm("new-user-realm"));
            }
            test.accept("new-user-realm");
        } finally {
            keycloak.realm("new-user-realm").remove();
        }
    }

    private static String signIn(KeycloakUnderTest keycloak, String userName, String password) {
        return TemporaryPasswordCalls.directGrant(keycloak, userName, password);
    }

    private static UserRepresentation find(KeycloakUnderTest keycloak, String userName) {
        return keycloak.realm().users().searchByUsername(userName, true).get(0);
    }

    private static List<CredentialRepresentation> credentials(KeycloakUnderTest keycloak, String userName) {
        return credentialsIn(keycloak, KeycloakUnderTest.REALM, userName);
    }

    private static List<CredentialRepresentation> credentialsIn(
            KeycloakUnderTest keycloak, String realm, String userName) {
        UserRepresentation user =
                keycloak.realm(realm).users().searchByUsername(userName, true).get(0);
        return keycloak.realm(realm).users().get(user.getId()).credentials();
    }
}
