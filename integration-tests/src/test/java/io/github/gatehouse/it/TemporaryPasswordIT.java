package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.Mailbox;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Portal;
import io.github.gatehouse.it.support.ServerClock;
import io.github.gatehouse.it.support.SignInTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.RequiredActionProviderRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** What keeps a temporary password temporary, whatever happens between issuing it and choosing another. */
@SignInTest
class TemporaryPasswordIT {

    private static final String WRONG = "Invalid user credentials";

    @BeforeAll
    static void allowTheDirectGrant(KeycloakUnderTest keycloak) {
        TemporaryPasswordCalls.allowTheDirectGrant(keycloak);
    }

    @Test
    void anAdministratorWhoSavesTheUserWithoutRequiredActionsDoesNotMakeItPermanent(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        Person person = people.add();
        Device device = browsers.newDevice();
        clearRequiredActions(keycloak, person);
        assertThat(FormSignIn.leadsTo(keycloak, person, person.temporaryPassword()))
                .isEqualTo(FormSignIn.CHOOSES_PASSWORD);

        clearRequiredActions(keycloak, person);
        device.open(portal.url("/")).signIn(person.userName(), person.temporaryPassword());
        device.page().locator("#password-new").waitFor();
        clearRequiredActions(keycloak, person);
        device.page().reload();
        assertThat(sessions(keycloak, person)).isZero();
        device.open(portal.url("/"));
        assertThat(sessions(keycloak, person)).isZero();
    }

    @Test
    void withTheForcedChangeSwitchedOffItIsAWrongPassword(KeycloakUnderTest keycloak, People people) {
        Person person = people.add();
        RequiredActionProviderRepresentation action = keycloak.realm().flows().getRequiredAction("UPDATE_PASSWORD");
        try {
            action.setEnabled(false);
            keycloak.realm().flows().updateRequiredAction("UPDATE_PASSWORD", action);
            assertThat(directGrant(keycloak, person, person.temporaryPassword()))
                    .isEqualTo(WRONG);
        } finally {
            action.setEnabled(true);
            keycloak.realm().flows().updateRequiredAction("UPDATE_PASSWORD", action);
        }
        assertThat(FormSignIn.leadsTo(keycloak, person, person.temporaryPassword()))
                .isEqualTo(FormSignIn.CHOOSES_PASSWORD);
    }

    @Test
    void afterItsLifeTimeItIsAWrongPasswordAndAnAdministratorSeesWhy(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers, ServerClock clock) {
        Person person = people.add();
        assertThat(TemporaryPasswordCalls.state(keycloak, person))
                .containsEntry("state", "active")
                .containsEntry("mode", "formula");

        clock.advance(Duration.ofHours(72));

        assertThat(directGrant(keycloak, person, person.temporaryPassword())).isEqualTo(WRONG);
        Device device = browsers.newDevice();
        device.open(portal.url("/")).signIn(person.userName(), person.temporaryPassword());
        assertThat(device.page().locator("#kc-login")).isVisible();
        keycloak.awaitWrongPasswords(person, 2);
        assertThat(TemporaryPasswordCalls.state(keycloak, person)).containsEntry("state", "expired");
        assertThat(passwordOf(keycloak, person).getUserLabel()).startsWith("temporary, until ");
        assertThat(keycloak.logText()).doesNotContain(person.temporaryPassword());
    }

    @Test
    void aPageOpenedInTimeAndSentTooLateChangesNothing(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers, ServerClock clock) {
        Person person = people.add();
        setLoginTime(keycloak, Duration.ofHours(100));
        try {
            Device device = browsers.newDevice();
            device.open(portal.url("/")).signIn(person.userName(), person.temporaryPassword());
            device.page().locator("#password-new").waitFor();

            clock.advance(Duration.ofHours(72));
            choose(device.page(), People.PASSWORD);

            assertThat(device.page().locator("body")).containsText("This temporary password has expired");
            device.screenshot("temporary-password-expired");
            assertThat(sessions(keycloak, person)).isZero();
            assertThat(directGrant(keycloak, person, People.PASSWORD)).isEqualTo(WRONG);
        } finally {
            setLoginTime(keycloak, Duration.ofMinutes(30));
        }
    }

    /** Leaving the hash out would take a tenth of the time; half of it is a bound that no busy machine blurs. */
    @Test
    void anExpiredOneTakesAsLongAsAWrongOne(KeycloakUnderTest keycloak, People people, ServerClock clock) {
        TemporaryPasswordCalls.withSlowHash(keycloak, () -> {
            Person expired = people.add();
            clock.advance(Duration.ofHours(73));
            Duration right = median(() -> directGrant(keycloak, expired, expired.temporaryPassword()));
            Person other = people.add();
            Duration wrong = median(() -> directGrant(keycloak, other, "Wr0ngPassword!"));

            assertThat(right).isBetween(wrong.dividedBy(2), wrong.multipliedBy(2));
        });
    }

    @Test
    void anExpiredOneDoesNotStandInTheWayOfALinkToChooseAnother(
            KeycloakUnderTest keycloak, People people, Browsers browsers, Mailbox mail, ServerClock clock) {
        Person person = people.add();
        clock.advance(Duration.ofHours(73));
        keycloak.realm().users().get(person.id()).executeActionsEmail(List.of("UPDATE_PASSWORD"));
        Matcher link = Pattern.compile("https?://\\S+")
                .matcher(mail.waitFor(person.email()).text());
        assertThat(link.find()).isTrue();

        Device device = browsers.newDevice().open(link.group());
        device.page().getByText("Click here to proceed").click();
        choose(device.page(), People.PASSWORD);

        assertThat(device.page().locator("body")).containsText("updated");
        assertThat(directGrant(keycloak, person, People.PASSWORD)).isEmpty();
    }

    @Test
    void theRealmsChangedHashKeepsTheMark(KeycloakUnderTest keycloak, People people) {
        Person person = people.add();
        TemporaryPasswordCalls.withPolicy(
                keycloak, realms -> realms + " and hashAlgorithm(pbkdf2-sha256) and hashIterations(1000)", () -> {
                    assertThat(FormSignIn.leadsTo(keycloak, person, person.temporaryPassword()))
                            .isEqualTo(FormSignIn.CHOOSES_PASSWORD);
                    assertThat(TemporaryPasswordCalls.state(keycloak, person)).containsEntry("state", "active");
                    clearRequiredActions(keycloak, person);
                    assertThat(FormSignIn.leadsTo(keycloak, person, person.temporaryPassword()))
                            .isEqualTo(FormSignIn.CHOOSES_PASSWORD);
                });
    }

    @Test
    void anAdministratorsOwnPasswordTakesMarkAndLabelAway(KeycloakUnderTest keycloak, People people) {
        Person person = people.add();
        CredentialRepresentation own = new CredentialRepresentation();
        own.setType(CredentialRepresentation.PASSWORD);
        own.setValue(People.PASSWORD);
        own.setTemporary(false);
        keycloak.realm().users().get(person.id()).resetPassword(own);
        clearRequiredActions(keycloak, person);

        assertThat(TemporaryPasswordCalls.state(keycloak, person)).containsEntry("state", "none");
        assertThat(passwordOf(keycloak, person).getUserLabel()).isNull();
        assertThat(directGrant(keycloak, person, People.PASSWORD)).isEmpty();
    }

    @Test
    void issuedAgainAndAgainItLeavesNoHistoryAndPushesNoRealPasswordOut(KeycloakUnderTest keycloak, People people) {
        Person person = people.withPassword(People.PASSWORD);
        TemporaryPasswordCalls.withPolicy(
                keycloak, realms -> "passwordHistory(3) and temporaryPasswordMode(formula)", () -> {
                    for (int issued = 0; issued < 4; issued++) {
                        Map<?, ?> answer = TemporaryPasswordCalls.issue(keycloak, person, "", 200);
                        assertThat(answer.get("value")).isEqualTo(person.temporaryPassword());
                    }
                    assertThat(FormSignIn.leadsTo(keycloak, person, person.temporaryPassword()))
                            .isEqualTo(FormSignIn.CHOOSES_PASSWORD);
                    // The one that was his before is still known, and so refused.
                    assertThat(TemporaryPasswordCalls.refusalOfReset(keycloak, person, People.PASSWORD))
                            .contains("invalidPasswordHistoryMessage");
                });
    }

    @Test
    void withoutHistoryTheTemporaryOneStillCannotBecomeTheNewOne(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        Person person = people.add();
        String sentence = "The temporary password cannot be the new one.";
        TemporaryPasswordCalls.withPolicy(
                keycloak, realms -> "minimumLength(8) and temporaryPasswordMode(formula)", () -> {
                    assertThat(TemporaryPasswordCalls.refusalOfReset(keycloak, person, person.temporaryPassword()))
                            .contains(sentence);
                    Device device = browsers.newDevice();
                    device.open(portal.url("/")).signIn(person.userName(), person.temporaryPassword());
                    choose(device.page(), person.temporaryPassword());
                    assertThat(device.page().locator("#password-refused")).hasText(sentence);
                });
    }

    @Test
    void issuingRestartsTheLifeTime(KeycloakUnderTest keycloak, People people, ServerClock clock) {
        Person person = people.add();
        clock.advance(Duration.ofHours(73));
        Map<?, ?> answer = TemporaryPasswordCalls.issue(keycloak, person, "", 200);

        assertThat(Instant.parse((String) answer.get("expiresAt")))
                .isAfter(Instant.now().plus(Duration.ofHours(144)));
        assertThat(FormSignIn.leadsTo(keycloak, person, person.temporaryPassword()))
                .isEqualTo(FormSignIn.CHOOSES_PASSWORD);
    }

    /** Of seven, fewer than lock a person; the first warms up. */
    private static Duration median(Supplier<String> signIn) {
        assertThat(signIn.get()).isEqualTo(WRONG);
        return Stream.generate(() -> {
                    Instant began = Instant.now();
                    assertThat(signIn.get()).isEqualTo(WRONG);
                    return Duration.between(began, Instant.now());
                })
                .limit(7)
                .sorted()
                .toList()
                .get(3);
    }

    private static String directGrant(KeycloakUnderTest keycloak, Person person, String password) {
        return TemporaryPasswordCalls.directGrant(keycloak, person.userName(), password);
    }

    private static void clearRequiredActions(KeycloakUnderTest keycloak, Person person) {
        UserRepresentation user = keycloak.realm().users().get(person.id()).toRepresentation();
        user.setRequiredActions(List.of());
        keycloak.realm().users().get(person.id()).update(user);
    }

    private static int sessions(KeycloakUnderTest keycloak, Person person) {
        return keycloak.realm().users().get(person.id()).getUserSessions().size();
    }

    private static CredentialRepresentation passwordOf(KeycloakUnderTest keycloak, Person person) {
        return keycloak.realm().users().get(person.id()).credentials().get(0);
    }

    private static void choose(Page page, String password) {
        page.locator("#password-new").fill(password);
        page.locator("#password-confirm").fill(password);
        page.locator("input[name=login]").click();
    }

    private static void setLoginTime(KeycloakUnderTest keycloak, Duration time) {
        RealmRepresentation realm = keycloak.realm().toRepresentation();
        realm.setAccessCodeLifespanLogin((int) time.toSeconds());
        realm.setAccessCodeLifespanUserAction((int) time.toSeconds());
        keycloak.realm().update(realm);
    }
}
