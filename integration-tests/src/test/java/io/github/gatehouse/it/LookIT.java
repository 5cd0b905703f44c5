package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.Mailbox;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Portal;
import io.github.gatehouse.it.support.SignInTest;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.admin.client.resource.AuthenticationManagementResource;
import org.keycloak.representations.idm.AuthenticatorConfigRepresentation;

/**
 * Way 8: each page of ways 2 to 6 is finished at 320 and 1280 px, in light and dark; axe finds nothing, and every stop
 * of the tab key is seen. Leaves pictures under {@code target/screenshots/}.
 */
@SignInTest
class LookIT {

    @Test
    void theSignInPageIsFinished(Browsers browsers, Portal portal) {
        Device device = signInPage(browsers, portal);
        PageLook.isFinished(device, "sign-in");
        device.page().locator("#password").focus();
        PageLook.isFinished(device, "sign-in-password-selected");
        device.page().locator(".languages summary").click();
        PageLook.isFinished(device, "sign-in-languages");
    }

    @Test
    void aWrongPasswordIsToldInOneSentence(Browsers browsers, Portal portal, People people) {
        Device device = signInPage(browsers, portal)
                .signIn(people.withPassword(People.PASSWORD).userName(), "nonsense");
        assertThat(device.page().locator("[role=alert]").innerText())
                .isEqualTo("User name or password is not right. Passwords are case sensitive.");
        PageLook.isFinished(device, "wrong-password");
    }

    @Test
    void thePageForANewPasswordIsFinishedWithAndWithoutErrors(Browsers browsers, Portal portal, People people) {
        Person person = people.add();
        Device device = signInPage(browsers, portal).signIn(person.userName(), person.temporaryPassword());
        device.page().locator("#password-new").waitFor();
        assertThat(heading(device)).isEqualTo("Choose a new password");
        // Some rules are kept and some are not; on the refused page none is ticked.
        device.page().locator("#password-new").fill("sum#24");
        PageLook.isFinished(device, "new-password");
        device.page().locator("#password-confirm").fill("sum#24");
        device.page().locator("#password-confirm").press("Enter");
        device.page().locator("[role=alert]").waitFor();
        PageLook.isFinished(device, "new-password-refused");
    }

    @Test
    void thePageAtTheCapIsFinished(Browsers browsers, Portal portal, People people) {
        Device device = fourthSignIn(browsers, portal, people);
        device.page().locator(".gatehouse-choice").first().waitFor();
        PageLook.isFinished(device, "at-the-limit");
    }

    @Test
    void theDenialIsFinished(KeycloakUnderTest keycloak, Browsers browsers, Portal portal, People people) {
        AuthenticationManagementResource flows = keycloak.realm().flows();
        String id = flows.getExecutions("gatehouse browser").stream()
                .filter(step -> "session-limit".equals(step.getProviderId()))
                .findFirst()
                .orElseThrow()
                .getAuthenticationConfig();
        AuthenticatorConfigRepresentation config = flows.getAuthenticatorConfig(id);
        Map<String, String> asItWas = config.getConfig();
        Map<String, String> denying = new HashMap<>(asItWas);
        denying.put("atLimit", "deny");
        config.setConfig(denying);
        flows.updateAuthenticatorConfig(id, config);
        try {
            Device device = fourthSignIn(browsers, portal, people);
            device.page().locator("h1").waitFor();
            assertThat(heading(device)).isEqualTo("No more sign-ins right now");
            PageLook.isFinished(device, "denied");
        } finally {
            config.setConfig(asItWas);
            flows.updateAuthenticatorConfig(id, config);
        }
    }

    @Test
    void thePagesOfAForgottenPasswordAreFinished(Browsers browsers, Portal portal, People people, Mailbox mail) {
        Person person = people.withPassword(People.PASSWORD);
        Device nameless = signInPage(browsers, portal);
        followForgotLink(nameless);
        nameless.page().locator("#kc-reset-password-form").waitFor();
        PageLook.isFinished(nameless, "forgot-password");

        Device device = signInPage(browsers, portal);
        device.page().locator("#username").fill(person.userName());
        followForgotLink(device);
        device.page().locator(".gatehouse-address").waitFor();
        PageLook.isFinished(device, "confirm-address");
        device.page().locator("#gatehouse-confirm-address .primary").click();
        mail.waitFor(person.email());
        device.awaitSignInPage();
        PageLook.isFinished(device, "mail-sent");
    }

    @Test
    void keycloaksOwnPagesAreFinished(KeycloakUnderTest keycloak, Browsers browsers) {
        Device device = browsers.newDevice();
        device.open(keycloak.realmUrl() + "/protocol/openid-connect/auth?client_id=nobody");
        PageLook.isFinished(device, "error");
        device.open(keycloak.realmUrl() + "/protocol/openid-connect/logout");
        PageLook.isFinished(device, "sign-out");
        device.page().locator("#kc-logout").click();
        device.page().locator("#kc-info-message").waitFor();
        PageLook.isFinished(device, "signed-out");
    }

    @Test
    void oneSignsInForTheFirstTimeByTheKeyboardAlone(Browsers browsers, Portal portal, People people) {
        Person person = people.add();
        Device device = signInPage(browsers, portal);
        Keyboard keyboard = device.page().keyboard();
        keyboard.type(person.userName());
        keyboard.press("Tab");
        keyboard.type(person.temporaryPassword());
        keyboard.press("Enter");
        device.page().locator("#password-new:focus").waitFor();
        keyboard.type(People.PASSWORD);
        // Past the button that shows it.
        keyboard.press("Tab");
        keyboard.press("Tab");
        keyboard.type(People.PASSWORD);
        keyboard.press("Enter");
        device.awaitPortal(portal.url("/"));
    }

    @Test
    void aDarkScreenPrintsDarkOnWhiteWithoutButtons(Browsers browsers, Portal portal) {
        Page page = signInPage(browsers, portal).page();
        page.emulateMedia(
                new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK).setMedia(Media.PRINT));

        assertThat(page.evaluate("getComputedStyle(document.querySelector('h1')).color"))
                .isEqualTo("rgb(22, 32, 44)");
        assertThat(page.evaluate("getComputedStyle(document.querySelector('main')).backgroundColor"))
                .isEqualTo("rgba(0, 0, 0, 0)");
        assertThat(page.locator("button:visible").count()).isZero();
    }

    @Test
    void theForgotLinkComesWithThePasswordFieldAndStays(Browsers browsers, Portal portal) {
        Page page = signInPage(browsers, portal).page();
        assertThat(page.evaluate("document.activeElement.id")).isEqualTo("username");
        assertThat(forgotLinkIsSeen(page)).isFalse();
        page.locator("#password").focus();
        page.locator("#username").focus();
        awaitForgotLink(page);
    }

    @Test
    void theForgotLinkComesByTouch(Browsers browsers, Portal portal) {
        Device phone = browsers.newDevice(
                new Browser.NewContextOptions().setHasTouch(true).setViewportSize(320, 640));
        Page page = phone.open(portal.url("/")).awaitSignInPage().page();
        page.locator("#password").tap();
        awaitForgotLink(page);
        page.locator("#gatehouse-forgot").tap();
        page.locator("#kc-reset-password-form").waitFor();
    }

    @Test
    void theForgotLinkIsAlwaysReachedByTheTabKeyAndThenSeen(Browsers browsers, Portal portal) {
        Page page = signInPage(browsers, portal).page();
        page.locator("#rememberMe").focus();
        assertThat(forgotLinkIsSeen(page)).isFalse();
        page.keyboard().press("Tab");
        assertThat(page.evaluate("document.activeElement.id")).isEqualTo("gatehouse-forgot");
        awaitForgotLink(page);
    }

    @Test
    void withoutJavaScriptTheForgotLinkIsSeenAndNoButtonIsDead(Browsers browsers, Portal portal) {
        String signInPage = signInPage(browsers, portal).page().url();
        Page page = browsers.newDevice(new Browser.NewContextOptions().setJavaScriptEnabled(false))
                .open(signInPage)
                .awaitSignInPage()
                .page();
        assertThat(forgotLinkIsSeen(page)).isTrue();
        assertThat(page.locator("[data-password-toggle]").isVisible()).isFalse();
    }

    /** Bytes as on the wire, nothing cached; {@code ./benchmark page} measures more. */
    @Test
    void theSignInPageTakesThreeRequestsAndATenthOfStocksBytes(
            KeycloakUnderTest keycloak, Browsers browsers, Portal portal) {
        PageWeight ours = PageWeight.of(signInPage(browsers, portal));
        PageWeight stock = PageWeight.of(browsers.newDevice()
                .open(keycloak.baseUrl() + "/admin/master/console/")
                .awaitSignInPage());
        System.out.println("Sign-in page: " + ours + "; stock: " + stock);
        assertThat(ours.requests()).isLessThanOrEqualTo(3);
        assertThat(ours.bytes() * 10).isLessThan(stock.bytes());
    }

    private static Device signInPage(Browsers browsers, Portal portal) {
        return browsers.newDevice().open(portal.url("/")).awaitSignInPage();
    }

    private static Device fourthSignIn(Browsers browsers, Portal portal, People people) {
        Person person = people.withPassword(People.PASSWORD);
        for (int i = 0; i < 3; i++) {
            signInPage(browsers, portal)
                    .signIn(person.userName(), People.PASSWORD)
                    .awaitPortal(portal.url("/"));
        }
        return signInPage(browsers, portal).signIn(person.userName(), People.PASSWORD);
    }

    private static void followForgotLink(Device device) {
        device.page().locator("#password").focus();
        device.page().locator("#gatehouse-forgot").click();
    }

    private static String heading(Device device) {
        return device.page().locator("h1").innerText();
    }

    private static boolean forgotLinkIsSeen(Page page) {
        return (boolean) page.evaluate("getComputedStyle(document.getElementById('gatehouse-forgot')).opacity === '1'");
    }

    private static void awaitForgotLink(Page page) {
        PlaywrightAssertions.assertThat(page.locator("#gatehouse-forgot")).hasCSS("opacity", "1");
    }
}
