package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.github.gatehouse.it.ForgotPasswordPages.NEW_PASSWORD;
import static io.github.gatehouse.it.ForgotPasswordPages.accountUpdated;
import static io.github.gatehouse.it.ForgotPasswordPages.address;
import static io.github.gatehouse.it.ForgotPasswordPages.addressFor;
import static io.github.gatehouse.it.ForgotPasswordPages.agentId;
import static io.github.gatehouse.it.ForgotPasswordPages.choose;
import static io.github.gatehouse.it.ForgotPasswordPages.confirm;
import static io.github.gatehouse.it.ForgotPasswordPages.forgot;
import static io.github.gatehouse.it.ForgotPasswordPages.heading;
import static io.github.gatehouse.it.ForgotPasswordPages.link;
import static io.github.gatehouse.it.ForgotPasswordPages.sendName;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Way 6: a forgotten password leads to a new one by mail, and the pages do not tell who has an account. */
@SignInTest
class ForgotPasswordIT {

    private Portal portal;
    private Mailbox mail;

    @BeforeEach
    void start(Portal portal, Mailbox mail) {
        this.portal = portal;
        this.mail = mail;
        mail.clear();
    }

    @ParameterizedTest
    @EnumSource
    void theTypedNameIsTakenAlongAndTheAddressShowsMasked(Browsers.Kind kind, People people, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        Device device = browsers.newDevice(kind);
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

        assertThat(byAgentId).isEqualTo(addressFor(browsers.newDevice(), portal, person.userName()));
    }

    @Test
    void theLinkLeadsInAnotherBrowserToANewPasswordUnderTheSameRules(People people, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        Device asking = browsers.newDevice();
        addressFor(asking, portal, person.userName());
        confirm(asking);
        String link = link(mail, person);

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
        assertThat(accountUpdated(reading)).isVisible();

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
        addressFor(asking, portal, person.userName());
        confirm(asking);

        Device reading = browsers.newDevice().open(link(mail, person));
        assertThat(heading(reading)).hasText("Choose a new password");
        reading.page().locator("#logout-sessions").uncheck();
        choose(reading, NEW_PASSWORD);

        assertThat(accountUpdated(reading)).isVisible();
        assertThat(keycloak.realm().users().get(person.id()).getUserSessions()).hasSize(3);
    }

    @Test
    void theLinkInTheSameBrowserLeadsOnToThePageFirstAskedFor(People people, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        Device device = browsers.newDevice();
        device.open(portal.url("/reports?id=7&tab=calls")).awaitSignInPage();
        forgot(device, person.userName());
        confirm(device);

        device.open(link(mail, person));
        choose(device, NEW_PASSWORD);

        device.awaitPortal(portal.url("/reports?id=7&tab=calls"));
    }

    @Test
    void theLinkWorksOnce(People people, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        Device asking = browsers.newDevice();
        addressFor(asking, portal, person.userName());
        confirm(asking);
        String link = link(mail, person);
        Device reading = browsers.newDevice().open(link);
        choose(reading, NEW_PASSWORD);
        assertThat(accountUpdated(reading)).isVisible();

        Device again = browsers.newDevice().open(link);

        assertThat(again.page().getByText("Action expired.")).isVisible();
        assertThat(again.page().locator("#password-new")).hasCount(0);
    }

    @Test
    void cancelSendsNothingAndSaysWhomToAsk(People people, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        Device device = browsers.newDevice();
        addressFor(device, portal, person.userName());

        device.page()
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Cancel"))
                .click();

        device.awaitSignInPage();
        assertThat(device.page().locator("#gatehouse-message"))
                .hasText("No link was sent. Ask your supervisor to reset your password.");
        device.screenshot("forgot-password-cancelled");
        assertThat(mail.to(person.email())).isEmpty();
        device.signIn(person.userName(), People.PASSWORD).awaitPortal(portal.url("/"));
    }

    @ParameterizedTest
    @EnumSource
    void aNameTypedAfterGoingBackIsAnsweredForItself(Browsers.Kind kind, People people, Browsers browsers) {
        Person first = people.withPassword(People.PASSWORD);
        Device device = browsers.newDevice(kind);
        // After a failed sign-in going back stays within the same sign-in; before, it would begin a new one.
        device.open(portal.url("/")).awaitSignInPage().signIn(first.userName(), "Wr0ngPassword!");
        assertThat(device.page().getByRole(AriaRole.ALERT)).isVisible();
        forgot(device, first.userName());

        device.page().goBack();
        device.awaitSignInPage();
        forgot(device, "elsewhere@example.net");

        assertThat(address(device)).hasText("e••••••e@example.net");
    }
}
