package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.UserRepresentation;

/** Way 2: a new person signs in with the temporary password and has to choose one of their own. */
@SignInTest
class FirstSignInIT {

    private static final String ASKED_FOR = "/reports?id=7&tab=calls";

    @Test
    void whoIsAddedInTheAdminConsoleChoosesAPasswordAndLandsOnThePageFirstAskedFor(
            KeycloakUnderTest keycloak, Portal portal, Browsers browsers) {
        addInAdminConsole(keycloak, browsers.newDevice(), "jdoe-console", "John", "Doe", "5125551212");

        Device person = browsers.newDevice();
        Page page = person.open(portal.url(ASKED_FOR)).page();
        person.awaitSignInPage().signIn("jdoe-console", "Jd5125551212!!");
        awaitChoosePage(page);
        assertThat(page.locator("body")).containsText("Your temporary password was only for getting in");
        person.screenshot("choose-password");
        assertThat(new AxeBuilder(page).analyze().getViolations()).isEmpty();

        assertThat(refusalOf(page, "Sum24!")).containsExactly("The password must have at least 8 characters.");
        assertThat(refusalOf(page, "xJOHNx24!")).containsExactly("The password must not contain the first name.");
        assertThat(refusalOf(page, "Jd5125551212!!")).contains("The temporary password cannot be the new one.");
        assertThat(refusalOf(page, "jo$hn"))
                .containsExactly(
                        "The password must have at least 8 characters.",
                        "The password must have 3 of 4 character types and has 1. Missing: upper-case letter, digit,"
                                + " one of ! % ^ & ( ) < >.",
                        "$ cannot be in a password.");
        person.screenshot("choose-password-refused");
        assertThat(new AxeBuilder(page).analyze().getViolations()).isEmpty();

        choose(page, "Passw0rd!");
        person.awaitPortal(portal.url(ASKED_FOR));
    }

    @Test
    void thePageFitsASmallScreen(People people, Portal portal, Browsers browsers) {
        Person added = people.add();
        Device phone = browsers.newDevice(new Browser.NewContextOptions().setViewportSize(320, 640));
        Page page = phone.open(portal.url("/")).page();
        phone.signIn(added.userName(), added.temporaryPassword());
        awaitChoosePage(page);
        refusalOf(page, "Sum24!");
        phone.screenshot("choose-password-320");

        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
    }

    @Test
    void thePageListsTheRulesOfTheRealm(People people, Portal portal, Browsers browsers) {
        Person added = people.add();
        Device person = browsers.newDevice();
        Page page = person.open(portal.url("/")).page();
        person.signIn(added.userName(), added.temporaryPassword());
        awaitChoosePage(page);

        assertThat(page.locator(".gatehouse-rules > li")).containsText(new String[] {
            "At least 8 characters",
            "Not your first name, last name or user name",
            "Three of: upper case, lower case, digit, one of ! % ^ & ( ) < >",
            "None of # $ * / @",
            "Not one of your last 24 passwords"
        });
    }

    @Test
    void aMissingOrDifferentSecondPasswordIsSaidAtItsField(People people, Portal portal, Browsers browsers) {
        Person added = people.add();
        Device person = browsers.newDevice();
        Page page = person.open(portal.url("/")).page();
        person.signIn(added.userName(), added.temporaryPassword());
        awaitChoosePage(page);

        page.locator("#password-new").fill("Passw0rd!");
        page.locator("#password-confirm").fill("Passw0rd?");
        page.locator("input[name=login]").click();
        assertThat(page.locator("#input-error-password-confirm")).containsText("Passwords don't match");
        assertThat(page.locator("#password-refused")).hasCount(0);

        page.locator("input[name=login]").click();
        assertThat(page.locator("#input-error-password")).isVisible();
    }

    @Test
    void comingBackWithoutChoosingLeadsToTheSamePage(People people, Portal portal, Browsers browsers) {
        Person added = people.addWithoutEmail();
        Device first = browsers.newDevice();
        first.open(portal.url("/")).signIn(added.userName(), added.temporaryPassword());
        awaitChoosePage(first.page());

        first.open(portal.url("/people"));
        assertThat(first.page().locator("h1")).not().hasText("People");

        Device second = browsers.newDevice();
        second.open(portal.url("/people")).signIn(added.userName(), added.temporaryPassword());
        awaitChoosePage(second.page());
        choose(second.page(), People.PASSWORD);
        second.awaitPortal(portal.url("/people"));
    }

    @Test
    void afterTheChangeTheTemporaryPasswordIsWrong(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        Person added = people.add();
        Device person = browsers.newDevice();
        person.open(portal.url("/")).signIn(added.userName(), added.temporaryPassword());
        awaitChoosePage(person.page());
        choose(person.page(), People.PASSWORD);
        person.awaitPortal(portal.url("/"));

        Device other = browsers.newDevice();
        other.open(portal.url("/")).signIn(added.userName(), added.temporaryPassword());
        assertThat(other.page().locator("#kc-login")).isVisible();
        UserRepresentation user = keycloak.realm().users().get(added.id()).toRepresentation();
        assertThat(user.getRequiredActions()).isEmpty();
        assertThat(keycloak.realm().users().get(added.id()).credentials())
                .filteredOn(credential -> credential.getType().equals("password"))
                .singleElement()
                .satisfies(credential -> {
                    assertThat(credential.getUserLabel()).isNull();
                    assertThat(credential.getCredentialData()).doesNotContain("temporary");
                });
    }

    private static void addInAdminConsole(
            KeycloakUnderTest keycloak, Device admin, String userName, String first, String last, String phone) {
        Page page = admin.open(keycloak.baseUrl() + "/admin/master/console/#/contact-center/users/add-user")
                .page();
        admin.signIn("admin", "admin");
        page.getByTestId("username").fill(userName);
        page.getByTestId("firstName").fill(first);
        page.getByTestId("lastName").fill(last);
        page.getByTestId("phoneNumber").fill(phone);
        page.getByTestId("user-creation-save").click();
        page.getByText("The user has been created").waitFor();
    }

    private static void awaitChoosePage(Page page) {
        page.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions()
                                .setName("Choose a new password")
                                .setLevel(1))
                .waitFor();
    }

    private static void choose(Page page, String password) {
        page.locator("#password-new").fill(password);
        page.locator("#password-confirm").fill(password);
        page.locator("input[name=login]").click();
    }

    private static List<String> refusalOf(Page page, String password) {
        choose(page, password);
        Locator alert = page.getByRole(AriaRole.ALERT).and(page.locator("#password-refused"));
        alert.waitFor();
        return alert.locator("li").allInnerTexts();
    }
}
