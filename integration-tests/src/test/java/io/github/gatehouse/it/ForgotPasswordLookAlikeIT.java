package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.github.gatehouse.it.ForgotPasswordPages.addressFor;
import static io.github.gatehouse.it.ForgotPasswordPages.agentId;
import static io.github.gatehouse.it.ForgotPasswordPages.confirm;
import static io.github.gatehouse.it.ForgotPasswordPages.forgot;
import static io.github.gatehouse.it.ForgotPasswordPages.link;
import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** Way 6: the pages of a forgotten password do not tell who has an account. */
@SignInTest
class ForgotPasswordLookAlikeIT {

    private Portal portal;
    private Mailbox mail;

    @BeforeEach
    void start(Portal portal, Mailbox mail) {
        this.portal = portal;
        this.mail = mail;
        mail.clear();
    }

    @Test
    void aNameThatLeadsToNoMailGetsTheSamePageWithAStableLookAlike(
            KeycloakUnderTest keycloak, People people, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        Person disabled = people.withPassword(People.PASSWORD);
        disable(keycloak, disabled);
        Person withoutEmail = people.withPasswordWithoutEmail(People.PASSWORD);
        Device known = browsers.newDevice();
        addressFor(known, portal, person.userName());

        for (String name :
                List.of("nobody", disabled.userName(), withoutEmail.userName(), "99999", serviceAccount(keycloak))) {
            Device device = browsers.newDevice();
            String lookAlike = addressFor(device, portal, name);

            assertThat(lookAlike).as(name).matches("[a-z0-9]••••••[a-z0-9]@example\\.com");
            assertThat(addressFor(browsers.newDevice(), portal, name.toUpperCase(Locale.ROOT)))
                    .as(name + " again, in another browser")
                    .isEqualTo(lookAlike);
            assertThat(withoutWhatDiffersAlways(device)).as(name).isEqualTo(withoutWhatDiffersAlways(known));
        }
        assertThat(addressFor(browsers.newDevice(), portal, "Some.Body@elsewhere.org"))
                .isEqualTo("s••••••y@elsewhere.org");
    }

    @Test
    void confirmAnswersAlikeWhetherOrNotAMailGoesOut(People people, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        Person withoutEmail = people.withPasswordWithoutEmail(People.PASSWORD);
        Device known = browsers.newDevice();
        addressFor(known, portal, person.userName());
        confirm(known);
        assertThat(link(mail, person)).isNotEmpty();
        // Read before the picture is taken: taking it leaves traces in the page.
        String answer = withoutWhatDiffersAlways(known);
        known.screenshot("mail-sent");

        for (String name : List.of("nobody", withoutEmail.userName())) {
            Device device = browsers.newDevice();
            addressFor(device, portal, name);
            confirm(device);

            assertThat(withoutWhatDiffersAlways(device)).as(name).isEqualTo(answer);
        }
    }

    @Test
    void theSignInPageLeftForTheLinkAsksForTheNameAgainWhoeverItWas(People people, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);

        for (String name : List.of(person.userName(), "nobody")) {
            Device device = browsers.newDevice();
            device.open(portal.url("/")).awaitSignInPage().signIn(name, "Wr0ngPassword!");
            assertThat(device.page().getByRole(AriaRole.ALERT)).isVisible();
            String signInPage = device.page().url();
            forgot(device, name);
            confirm(device);

            device.open(signInPage).awaitSignInPage();

            assertThat(device.page().locator("#username")).isVisible();
            assertThat(device.page().locator("#kc-attempted-username")).hasCount(0);
        }
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
}
