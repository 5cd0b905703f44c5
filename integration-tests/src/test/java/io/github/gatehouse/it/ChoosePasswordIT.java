package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Portal;
import io.github.gatehouse.it.support.SignInTest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserRepresentation;
import org.keycloak.representations.idm.UserSessionRepresentation;

/** The page on which one chooses a password, for people who come to it without a temporary one. */
@SignInTest
class ChoosePasswordIT {

    private static final String NEW_PASSWORD = "Winter25%";

    @Test
    void otherSessionsEndOnlyWhenTheNewPasswordIsTaken(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        Device elsewhere = browsers.newDevice();
        elsewhere.open(portal.url("/")).signIn(person.userName(), People.PASSWORD);
        elsewhere.awaitPortal(portal.url("/"));
        String before = onlySession(keycloak, person).getId();
        askForANewPassword(keycloak, person);

        Device here = browsers.newDevice();
        here.open(portal.url("/people")).signIn(person.userName(), People.PASSWORD);
        assertThat(here.page().locator("#logout-sessions")).isChecked();
        choose(here.page(), "Sum24!");
        assertThat(here.page().locator("#password-refused")).isVisible();
        assertThat(onlySession(keycloak, person).getId()).isEqualTo(before);

        choose(here.page(), NEW_PASSWORD);
        here.awaitPortal(portal.url("/people"));
        assertThat(onlySession(keycloak, person).getId()).isNotEqualTo(before);
    }

    @Test
    void otherSessionsStayWhereThatIsWantedAndTheWishIsKeptOverARefusal(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        Device elsewhere = browsers.newDevice();
        elsewhere.open(portal.url("/")).signIn(person.userName(), People.PASSWORD);
        elsewhere.awaitPortal(portal.url("/"));
        askForANewPassword(keycloak, person);

        Device here = browsers.newDevice();
        here.open(portal.url("/people")).signIn(person.userName(), People.PASSWORD);
        here.page().locator("#logout-sessions").uncheck();
        choose(here.page(), "Sum24!");
        assertThat(here.page().locator("#logout-sessions")).not().isChecked();
        choose(here.page(), NEW_PASSWORD);
        here.awaitPortal(portal.url("/people"));

        assertThat(keycloak.realm().users().get(person.id()).getUserSessions()).hasSize(2);
    }

    @Test
    void whoHasAPasswordOfTheirOwnReadsNothingOfATemporaryOne(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        askForANewPassword(keycloak, person);
        Device device = browsers.newDevice();
        device.open(portal.url("/")).signIn(person.userName(), People.PASSWORD);

        assertThat(device.page().locator("h1")).hasText("Choose a new password");
        assertThat(device.page().locator("body")).not().containsText("temporary");
    }

    @Test
    void aChangeThatAnApplicationAskedForCanBeCancelled(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        Device device = browsers.newDevice();
        device.open(portal.url("/")).signIn(person.userName(), People.PASSWORD);
        device.awaitPortal(portal.url("/"));

        device.open(keycloak.realmUrl()
                + "/protocol/openid-connect/auth?client_id=portal&response_type=code&scope=openid"
                + "&kc_action=UPDATE_PASSWORD&code_challenge_method=S256&code_challenge=" + "a".repeat(43)
                + "&redirect_uri=" + URLEncoder.encode(portal.url("/people"), StandardCharsets.UTF_8));
        assertThat(device.page().locator("h1")).hasText("Choose a new password");
        device.page().locator("[name=cancel-aia]").click();
        device.page().waitForURL(url -> url.startsWith(portal.url("/people")));
    }

    @Test
    void underStocksThemeThePageAndTheRegistrationNameEveryRuleToo(KeycloakUnderTest keycloak, Browsers browsers) {
        RealmRepresentation realm = new RealmRepresentation();
        realm.setRealm("stock-theme");
        realm.setEnabled(true);
        realm.setRegistrationAllowed(true);
        realm.setPasswordPolicy("notContainsNames(3) and minimumLength(8) and digits(2)");
        keycloak.admin().realms().create(realm);
        try {
            Device device = browsers.newDevice();
            Page page = device.open(keycloak.baseUrl() + "/realms/stock-theme/account")
                    .awaitSignInPage()
                    .page();
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Register"))
                    .click();
            page.locator("#username").fill("mquist");
            page.locator("#email").fill("mquist@example.com");
            page.locator("#firstName").fill("Mara");
            page.locator("#lastName").fill("Quist");
            page.locator("#password").fill("Mara1");
            page.locator("#password-confirm").fill("Mara1");
            page.locator("[type=submit]").click();
            assertThat(page.locator("#input-error-password"))
                    .containsText("The password must not contain the first name. The password must have at least 8"
                            + " characters. Invalid password: must contain at least 2 numerical digits.");

            page.locator("#password").fill("Winter25%");
            page.locator("#password-confirm").fill("Winter25%");
            page.locator("[type=submit]").click();
            page.waitForURL(url -> url.contains("/realms/stock-theme/account"));
            UserRepresentation user = keycloak.realm("stock-theme")
                    .users()
                    .searchByUsername("mquist", true)
                    .get(0);
            user.setRequiredActions(List.of("UPDATE_PASSWORD"));
            keycloak.realm("stock-theme").users().get(user.getId()).update(user);

            Device change = browsers.newDevice();
            change.open(keycloak.baseUrl() + "/realms/stock-theme/account").awaitSignInPage();
            change.signIn("mquist", "Winter25%");
            choose(change.page(), "Quist");
            assertThat(change.page().locator("#password-refused li")).hasCount(3);
            assertThat(change.page().locator(".gatehouse-rules > li")).hasCount(3);
            change.page().locator("#password-new").fill("Winter and 25");
            assertThat(change.page().locator(".gatehouse-rules > li")).hasText(new String[] {
                "✓ Not your first name, last name or user name – met",
                "✓ At least 8 characters – met",
                "○ At least 2 digits – checked when you save"
            });
            change.screenshot("choose-password-stock-theme");
        } finally {
            keycloak.realm("stock-theme").remove();
        }
    }

    private static void askForANewPassword(KeycloakUnderTest keycloak, Person person) {
        UserRepresentation user = keycloak.realm().users().get(person.id()).toRepresentation();
        user.setRequiredActions(List.of("UPDATE_PASSWORD"));
        keycloak.realm().users().get(person.id()).update(user);
    }

    private static void choose(Page page, String password) {
        page.locator("#password-new").fill(password);
        page.locator("#password-confirm").fill(password);
        Locator send = page.locator("input[name=login]");
        send.click();
    }

    private static UserSessionRepresentation onlySession(KeycloakUnderTest keycloak, Person person) {
        List<UserSessionRepresentation> sessions =
                keycloak.realm().users().get(person.id()).getUserSessions();
        assertThat(sessions).hasSize(1);
        return sessions.get(0);
    }
}
