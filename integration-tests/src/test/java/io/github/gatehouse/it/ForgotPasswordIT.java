package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.Mailbox;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Portal;
import io.github.gatehouse.it.support.SignInTest;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** Way 6: a forgotten password leads to a new one by mail, and the pages do not tell who has an account. */
@SignInTest
class ForgotPasswordIT {

    private static final String NEW_PASSWORD = "Fresh2026!";
    private static final Pattern LINK = Pattern.compile("https?://\\S+action-token\\S+");
    private static final String SENT =
            "If we know this name, an e-mail with a link is on its way. It may take a few minutes.";

    private Portal portal;
    private Mailbox mail;

    @BeforeEach
    void start(Portal portal, Mailbox mail) {
        this.portal = portal;
        this.mail = mail;
        mail.clear();
    }

    @Test
    void theTypedNameIsTakenAlongAndTheAddressShowsMasked(People people, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        Device device = browsers.newDevice();
        device.open(portal.url("/")).awaitSignInPage();

        assertThat(device.page().locator("#gatehouse-forgot")).not().hasClass(Pattern.compile(".*\\bshown\\b.*"));
        device.page().locator("#username").fill(person.userName());
        device.page().locator("#password").fill("half a pass");
        device.page().locator("#gatehouse-forgot").click();

        assertThat(heading(device)).hasText("Is this your e-mail address?");
        assertThat(address(device))
                .hasText("a••••••"
                        + person.userName().substring(person.userName().length() - 1) + "@example.com");
        assertThat(mail.to(person.email())).as("before Confirm").isEmpty();
        device.screenshot("confirm-address");

        device.page().reload();
        assertThat(heading(device)).hasText("Is this your e-mail address?");
    }

    @Test
    void withNothingTypedAPageAsksForTheNameAndTakesAnAgentId(
            KeycloakUnderTest keycloak, People people, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        Device device = browsers.newDevice();
        device.open(portal.url("/")).awaitSignInPage();

        device.page().locator("#gatehouse-forgot").focus();
        device.page().keyboard().press("Enter");
        assertThat(heading(device)).hasText("Forgot your password?");
        assertThat(device.page().getByLabel("User name or agent ID")).isFocused();
        device.screenshot("forgot-password");
        sendName(device, "   ");
        assertThat(device.page().getByText("Please specify username.")).isVisible();

        sendName(device, agentId(keycloak, person));
        String byAgentId = address(device).textContent();

        assertThat(byAgentId).isEqualTo(addressFor(browsers.newDevice(), person.userName()));
    }

    @Test
    void aNameThatLeadsToNoMailGetsTheSamePageWithAStableLookAlike(
            KeycloakUnderTest keycloak, People people, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        Person disabled = people.withPassword(People.PASSWORD);
        disable(keycloak, disabled);
        Person withoutEmail = people.withPasswordWithoutEmail(People.PASSWORD);
        Device known = browsers.newDevice();
        addressFor(known, person.userName());

        for (String name :
                List.of("nobody", disabled.userName(), withoutEmail.userName(), "99999", serviceAccount(keycloak))) {
            Device device = browsers.newDevice();
            String lookAlike = addressFor(device, name);

            assertThat(lookAlike).as(name).matches("[a-z0-9]••••••[a-z0-9]@example\\.com");
            assertThat(addressFor(browsers.newDevice(), name.toUpperCase(Locale.ROOT)))
                    .as(name + " again, in another browser")
                    .isEqualTo(lookAlike);
            assertThat(withoutWhatDiffersAlways(device)).as(name).isEqualTo(withoutWhatDiffersAlways(known));
        }
        assertThat(addressFor(browsers.newDevice(), "Some.Body@elsewhere.org")).isEqualTo("s••••••y@elsewhere.org");
    }

    @Test
    void confirmAnswersAlikeWhetherOrNotAMailGoesOut(People people, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        Person withoutEmail = people.withPasswordWithoutEmail(People.PASSWORD);
        Device known = browsers.newDevice();
        addressFor(known, person.userName());
        confirm(known);
        assertThat(link(person)).isNotEmpty();
        // Read before the picture is taken: taking it leaves traces in the page.
        String answer = withoutWhatDiffersAlways(known);
        known.screenshot("mail-sent");

        for (String name : List.of("nobody", withoutEmail.userName())) {
            Device device = browsers.newDevice();
            addressFor(device, name);
            confirm(device);

            assertThat(withoutWhatDiffersAlways(device)).as(name).isEqualTo(answer);
        }
    }

    @Test
    void theLinkLeadsInAnotherBrowserToANewPasswordUnderTheSameRules(People people, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        Device asking = browsers.newDevice();
        addressFor(asking, person.userName());
        confirm(asking);
        String link = link(person);

        Device reading = browsers.newDevice().open(link);
        assertThat(heading(reading)).hasText("Choose a new password");
        choose(reading, "Sum24!");
        assertThat(reading.page().locator("#password-refused"))
                .containsText("The password must have at least 8 characters.");
        choose(reading, person.userName() + "X2!");
        assertThat(reading.page().locator("#password-refused")).containsText("user name");
        choose(reading, People.PASSWORD);
        assertThat(reading.page().locator("#password-refused")).containsText("last");
        choose(reading, NEW_PASSWORD);
        assertThat(heading(reading)).hasText("Account updated");

        Device device = browsers.newDevice();
        device.open(portal.url("/")).awaitSignInPage().signIn(person.userName(), People.PASSWORD);
        assertThat(device.page().getByRole(AriaRole.ALERT)).isVisible();
        device.signIn(person.userName(), NEW_PASSWORD).awaitPortal(portal.url("/"));
    }

    @Test
    void atTheCapTheLinkInAnotherBrowserEndsAndAsksNothing(
            KeycloakUnderTest keycloak, People people, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        for (int i = 0; i < 3; i++) {
            browsers.newDevice()
                    .open(portal.url("/"))
                    .awaitSignInPage()
                    .signIn(person.userName(), People.PASSWORD)
                    .awaitPortal(portal.url("/"));
        }
        Device asking = browsers.newDevice();
        addressFor(asking, person.userName());
        confirm(asking);

        Device reading = browsers.newDevice().open(link(person));
        assertThat(heading(reading)).hasText("Choose a new password");
        reading.page().locator("#logout-sessions").uncheck();
        choose(reading, NEW_PASSWORD);

        assertThat(heading(reading)).hasText("Account updated");
        assertThat(keycloak.realm().users().get(person.id()).getUserSessions()).hasSize(3);
    }

    @Test
    void theLinkInTheSameBrowserLeadsOnToThePageFirstAskedFor(People people, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        Device device = browsers.newDevice();
        device.open(portal.url("/reports?id=7&tab=calls")).awaitSignInPage();
        forgot(device, person.userName());
        confirm(device);

        device.open(link(person));
        choose(device, NEW_PASSWORD);

        device.awaitPortal(portal.url("/reports?id=7&tab=calls"));
    }

    @Test
    void theLinkWorksOnce(People people, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        Device asking = browsers.newDevice();
        addressFor(asking, person.userName());
        confirm(asking);
        String link = link(person);
        Device reading = browsers.newDevice().open(link);
        choose(reading, NEW_PASSWORD);
        assertThat(heading(reading)).hasText("Account updated");

        Device again = browsers.newDevice().open(link);

        assertThat(again.page().getByText("Action expired.")).isVisible();
        assertThat(again.page().locator("#password-new")).hasCount(0);
    }

    @Test
    void cancelSendsNothingAndSaysWhomToAsk(People people, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        Device device = browsers.newDevice();
        addressFor(device, person.userName());

        device.page()
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Cancel"))
                .click();

        device.awaitSignInPage();
        assertThat(device.page().getByRole(AriaRole.STATUS))
                .hasText("No link was sent. Ask your supervisor to reset your password.");
        device.screenshot("forgot-password-cancelled");
        assertThat(mail.to(person.email())).isEmpty();
        device.signIn(person.userName(), People.PASSWORD).awaitPortal(portal.url("/"));
    }

    @Test
    void aNameTypedAfterGoingBackIsAnsweredForItself(People people, Browsers browsers) {
        Person first = people.withPassword(People.PASSWORD);
        Device device = browsers.newDevice();
        // After a failed sign-in going back stays within the same sign-in; before, it would begin a new one.
        device.open(portal.url("/")).awaitSignInPage().signIn(first.userName(), "Wr0ngPassword!");
        assertThat(device.page().getByRole(AriaRole.ALERT)).isVisible();
        forgot(device, first.userName());

        device.page().goBack();
        device.awaitSignInPage();
        forgot(device, "elsewhere@example.net");

        assertThat(address(device)).hasText("e••••••e@example.net");
    }

    @Test
    void anAgentIdDoesNotLeadToTheUserName(KeycloakUnderTest keycloak, People people, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        String agentId = agentId(keycloak, person);
        Device device = browsers.newDevice();
        device.open(portal.url("/")).awaitSignInPage().signIn(agentId, "Wr0ngPassword!");
        assertThat(device.page().getByRole(AriaRole.ALERT)).isVisible();

        // As without JavaScript. Keycloak's own page fills in the name that it has noted.
        device.open(
                keycloak.baseUrl() + device.page().locator("#gatehouse-forgot").getAttribute("href"));

        assertThat(device.page().locator("#kc-reset-password-form #username")).hasValue("");
        assertThat(device.page().content()).doesNotContain(person.userName());
    }

    private String addressFor(Device device, String name) {
        device.open(portal.url("/")).awaitSignInPage();
        forgot(device, name);
        return address(device).textContent();
    }

    private static void forgot(Device device, String name) {
        device.page().locator("#username").fill(name);
        device.page().locator("#password").focus();
        device.page().locator("#gatehouse-forgot").click();
        address(device).waitFor();
    }

    private static void sendName(Device device, String name) {
        device.page().locator("#kc-reset-password-form #username").fill(name);
        device.page().locator("#kc-reset-password-form button").click();
    }

    private static void confirm(Device device) {
        device.page()
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Confirm"))
                .click();
        assertThat(device.page().getByRole(AriaRole.STATUS)).hasText(SENT);
    }

    private String link(Person person) {
        return LINK.matcher(mail.waitFor(person.email()).text())
                .results()
                .map(MatchResult::group)
                .findFirst()
                .orElseThrow();
    }

    private static void choose(Device device, String password) {
        device.page().locator("#password-new").fill(password);
        device.page().locator("#password-confirm").fill(password);
        device.page().locator("#kc-passwd-update-form [type=submit]").first().click();
    }

    private static Locator heading(Device device) {
        return device.page().locator("h1");
    }

    private static Locator address(Device device) {
        return device.page().locator(".gatehouse-address");
    }

    /** The page's source without the address, and without the codes that differ from page to page for everybody. */
    private static String withoutWhatDiffersAlways(Device device) {
        // The page's own script changes it until then.
        device.page().waitForLoadState();
        return device.page()
                .content()
                .replaceAll("[^>]••••••[^<]+", "<address>")
                .replaceAll("data-auth-session=\"[^\"]*\"", "")
                .replaceAll("(session_code|tab_id|client_data)=[^&\"]*", "$1");
    }

    private static String agentId(KeycloakUnderTest keycloak, Person person) {
        return keycloak.realm()
                .users()
                .get(person.id())
                .toRepresentation()
                .getAttributes()
                .get("agentId")
                .get(0);
    }

    private static String serviceAccount(KeycloakUnderTest keycloak) {
        String clientId = "nightly-report";
        if (keycloak.realm().clients().findByClientId(clientId).isEmpty()) {
            ClientRepresentation client = new ClientRepresentation();
            client.setClientId(clientId);
            client.setServiceAccountsEnabled(true);
            keycloak.realm().clients().create(client).close();
        }
        return "service-account-" + clientId;
    }

    private static void disable(KeycloakUnderTest keycloak, Person person) {
        UserRepresentation user = keycloak.realm().users().get(person.id()).toRepresentation();
        user.setEnabled(false);
        keycloak.realm().users().get(person.id()).update(user);
    }
}
