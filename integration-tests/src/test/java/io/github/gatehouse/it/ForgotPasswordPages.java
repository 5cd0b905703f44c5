package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.Mailbox;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Portal;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The pages of a forgotten password, as a person goes through them, and the mail at their end. */
final class ForgotPasswordPages {

    static final String NEW_PASSWORD = "Fresh2026!";
    private static final Pattern LINK = Pattern.compile("https?://\\S+action-token\\S+");
    private static final String SENT =
            "If we know this name, an e-mail with a link is on its way. It may take a few minutes.";

    private ForgotPasswordPages() {}

    /** The address that the page shows for a name typed on the sign-in page of the portal. */
    static String addressFor(Device device, Portal portal, String name) {
        device.open(portal.url("/")).awaitSignInPage();
        forgot(device, name);
        return address(device).textContent();
    }

    static void forgot(Device device, String name) {
        device.page().locator("#username").fill(name);
        device.page().locator("#password").focus();
        device.page().locator("#gatehouse-forgot").click();
        address(device).waitFor();
    }

    static void sendName(Device device, String name) {
        device.page().locator("#kc-reset-password-form #username").fill(name);
        device.page().locator("#kc-reset-password-form button").click();
    }

    static void confirm(Device device) {
        device.page()
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Confirm"))
                .click();
        assertThat(device.page().locator("#gatehouse-message")).hasText(SENT);
    }

    static void choose(Device device, String password) {
        device.page().locator("#password-new").fill(password);
        device.page().locator("#password-confirm").fill(password);
        device.page().locator("#kc-passwd-update-form [type=submit]").first().click();
    }

    static Locator heading(Device device) {
        return device.page().locator("h1");
    }

    /** Where a link ends in a browser that did not ask for it. The heading differs between Keycloak's versions. */
    static Locator accountUpdated(Device device) {
        return device.page().locator("#kc-info-message").getByText("Your account has been updated.");
    }

    static Locator address(Device device) {
        return device.page().locator(".gatehouse-address");
    }

    static String link(Mailbox mail, Person person) {
        return LINK.matcher(mail.waitFor(person.email()).text())
                .results()
                .map(MatchResult::group)
                .findFirst()
                .orElseThrow();
    }

    static String agentId(KeycloakUnderTest keycloak, Person person) {
        return keycloak.realm()
                .users()
                .get(person.id())
                .toRepresentation()
                .getAttributes()
                .get("agentId")
                .get(0);
    }
}
