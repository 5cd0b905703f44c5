package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.microsoft.playwright.Page;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.SignInTest;
import jakarta.ws.rs.WebApplicationException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.PartialImportRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** Way 3: the rules act wherever a password is set, all that fail at once, and are policies of the stock console. */
@SignInTest
class PasswordRulesIT {

    private static final List<String> EVERY_RULE = List.of(
            "The password must have at least 8 characters.",
            "The password must not contain the first name.",
            "The password must have 3 of 4 character types and has 2. Missing: digit, one of ! % ^ & ( ) < >.",
            "# cannot be in a password.");

    /** Breaks every rule for people called Mara. */
    private static final String BREAKS_EVERY_RULE = "#Mara";

    @Test
    void anAdministratorsResetNamesEveryBrokenRuleInTheRealmsOrder(KeycloakUnderTest keycloak, People people) {
        Person person = people.withPassword(People.PASSWORD);

        Map<?, ?> error = refusalOfReset(keycloak, person, BREAKS_EVERY_RULE);

        assertThat(error.get("error")).isEqualTo("passwordRulesNotMet");
        assertThat(String.valueOf(error.get("error_description")).lines()).containsExactlyElementsOf(EVERY_RULE);
    }

    @Test
    void oneBrokenRuleIsNamedAlone(KeycloakUnderTest keycloak, People people) {
        Map<?, ?> error = refusalOfReset(keycloak, people.withPassword(People.PASSWORD), "Sum24!");

        assertThat(error.get("error")).isEqualTo("passwordTooShort");
        assertThat(error.get("error_description")).isEqualTo(EVERY_RULE.get(0));
    }

    @Test
    void stockHistoryIsNamedAmongTheOthers(KeycloakUnderTest keycloak, People people) {
        Person person = people.withPassword(People.PASSWORD);

        assertThat(refusalOfReset(keycloak, person, People.PASSWORD).get("error"))
                .isEqualTo("invalidPasswordHistoryMessage");
    }

    @Test
    void noPasswordLongerThan1024CharactersIsHashed(KeycloakUnderTest keycloak, People people) {
        Person person = people.withPassword(People.PASSWORD);
        String longest = "😀".repeat(1020) + "Ab1!";

        assertThat(refusalOfReset(keycloak, person, longest + "x").get("error_description"))
                .isEqualTo("The password must not have more than 1024 characters.");
        reset(keycloak, person, longest);
    }

    @Test
    void whereItHasToBeAgentSafeTheOtherCharactersAreNamed(KeycloakUnderTest keycloak, People people) {
        Person person = people.withPassword(People.PASSWORD);
        TemporaryPasswordCalls.withPolicy(keycloak, realms -> "agentSafe and temporaryPasswordMode(formula)", () -> {
            assertThat(refusalOfReset(keycloak, person, "Größe\u00a042").get("error_description"))
                    .isEqualTo("U+00A0 ß ö cannot be in the password. Use at most 32 characters:"
                            + " unaccented letters A to Z, digits, spaces and the usual signs.");
            assertThat(refusalOfReset(keycloak, person, "a".repeat(33)).get("error_description"))
                    .isEqualTo("The password must not have more than 32 characters.");
            UserRepresentation user = keycloak.realm().users().get(person.id()).toRepresentation();
            user.setFirstName("Éva");
            keycloak.realm().users().get(person.id()).update(user);
            assertThat(TemporaryPasswordCalls.issue(keycloak, person, "", 422).get("broken"))
                    .isEqualTo(List.of("agentSafe"));
            TemporaryPasswordCalls.issue(keycloak, person, "{\"mode\": \"random\"}", 200);
        });
    }

    @Test
    void aUserWhosePasswordIsRefusedIsNotAdded(KeycloakUnderTest keycloak) {
        UserRepresentation user = user("refused-at-creation");
        try (var response = keycloak.realm().users().create(user)) {
            assertThat(response.getStatus()).isEqualTo(400);
            assertThat(response.readEntity(String.class)).contains(EVERY_RULE.get(0), EVERY_RULE.get(3));
        }
        assertThat(keycloak.realm().users().searchByUsername(user.getUsername(), true))
                .isEmpty();
    }

    @Test
    void aPartialImportNamesThePersonAndAddsNobody(KeycloakUnderTest keycloak) {
        UserRepresentation good = user("import-good");
        good.getCredentials().get(0).setValue(People.PASSWORD);
        UserRepresentation bad = user("import-bad");
        PartialImportRepresentation file = new PartialImportRepresentation();
        file.setUsers(List.of(good, bad));
        try (var response = keycloak.realm().partialImport(file)) {
            assertThat(response.getStatus()).isEqualTo(400);
            assertThat(response.readEntity(String.class)).contains("import-bad", EVERY_RULE.get(0), EVERY_RULE.get(3));
        }
        assertThat(keycloak.realm().users().searchByUsername("import-good", true))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "minimumLength(0)           | Enter a whole number from 1 to 128.",
                "minimumLength(eight)       | Enter a whole number from 1 to 128.",
                "notContainsNames(0)        | Enter a whole number from 1 to 64.",
                "characterTypes(5)          | Enter a whole number from 1 to 4.",
                "forbiddenCharacters(a b c) | Enter the signs that a password must not have",
                "agentSafe(40)              | Write agentSafe without a setting: it always means at most 32 characters.",
                "temporaryPasswordMode(x)   | Enter formula or random.",
                "temporaryPasswordHours(0)  | Enter a whole number from 1 to 8760."
            })
    void aSettingThatMeansNothingIsRefusedAtSaveAndAtImportWithWhatIsRight(
            String policy, String sentence, KeycloakUnderTest keycloak) {
        RealmRepresentation realm = keycloak.realm().toRepresentation();
        String before = realm.getPasswordPolicy();
        realm.setPasswordPolicy(policy);

        WebApplicationException refusal = catchThrowableOfType(
                WebApplicationException.class, () -> keycloak.realm().update(realm));

        assertThat(refusal.getResponse().getStatus()).isEqualTo(400);
        assertThat(refusal.getResponse().readEntity(String.class)).contains(sentence);
        assertThat(keycloak.realm().toRepresentation().getPasswordPolicy()).isEqualTo(before);

        RealmRepresentation imported = new RealmRepresentation();
        imported.setRealm("bad-setting");
        imported.setPasswordPolicy(policy);
        WebApplicationException refusalOfImport = catchThrowableOfType(
                WebApplicationException.class, () -> keycloak.admin().realms().create(imported));

        assertThat(refusalOfImport.getResponse().getStatus()).isEqualTo(400);
        assertThat(refusalOfImport.getResponse().readEntity(String.class)).contains(sentence);
        assertThat(keycloak.admin().realms().findAll())
                .extracting(RealmRepresentation::getRealm)
                .doesNotContain(imported.getRealm());
    }

    @Test
    void thePoliciesAreNamedExplainedAndSetInTheStockAdminConsole(KeycloakUnderTest keycloak, Browsers browsers) {
        String before = keycloak.realm().toRepresentation().getPasswordPolicy();
        Device admin = browsers.newDevice();
        Page page = admin.open(keycloak.baseUrl() + "/admin/master/console/#/contact-center/authentication/policies")
                .page();
        admin.signIn("admin", "admin");
        for (String policy : before.split(" and ")) {
            String id = policy.substring(0, policy.indexOf('('));
            assertThat(page.getByTestId("help-label-" + id)).isVisible();
        }
        page.getByTestId("help-label-notContainsNames").click();
        assertThat(page.getByText("whatever their case and accents")).isVisible();
        admin.screenshot("admin-console-policies");
        try {
            page.getByTestId("forbiddenCharacters").fill("# ?");
            page.getByText("Add policy").first().click();
            page.locator("[role=option], [role=menuitem]")
                    .getByText("Agent-safe")
                    .click();
            assertThat(page.getByTestId("help-label-agentSafe")).isVisible();
            page.getByTestId("save").click();
            page.getByText("Password policies successfully updated").waitFor();
            assertThat(keycloak.realm().toRepresentation().getPasswordPolicy())
                    .isEqualTo(before.replace("# $ * / @", "# ?") + " and agentSafe(undefined)");
        } finally {
            RealmRepresentation realm = keycloak.realm().toRepresentation();
            realm.setPasswordPolicy(before);
            keycloak.realm().update(realm);
        }
    }

    private static UserRepresentation user(String userName) {
        UserRepresentation user = new UserRepresentation();
        user.setUsername(userName);
        user.setFirstName("Mara");
        user.setLastName("Quist");
        user.setEnabled(true);
        user.setAttributes(Map.of("phoneNumber", List.of("5125551212")));
        user.setCredentials(List.of(password(BREAKS_EVERY_RULE)));
        return user;
    }

    private static CredentialRepresentation password(String value) {
        CredentialRepresentation password = new CredentialRepresentation();
        password.setType(CredentialRepresentation.PASSWORD);
        password.setValue(value);
        password.setTemporary(false);
        return password;
    }

    private static void reset(KeycloakUnderTest keycloak, Person person, String value) {
        keycloak.realm().users().get(person.id()).resetPassword(password(value));
    }

    private static Map<?, ?> refusalOfReset(KeycloakUnderTest keycloak, Person person, String value) {
        WebApplicationException refusal =
                catchThrowableOfType(WebApplicationException.class, () -> reset(keycloak, person, value));
        assertThat(refusal).as("the password was taken").isNotNull();
        assertThat(refusal.getResponse().getStatus()).isEqualTo(400);
        return refusal.getResponse().readEntity(Map.class);
    }
}
