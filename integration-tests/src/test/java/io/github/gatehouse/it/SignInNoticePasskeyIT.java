package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.github.gatehouse.it.SignInNotice.BOX;
import static io.github.gatehouse.it.SignInNotice.LEFT_OUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Portal;
import io.github.gatehouse.it.support.SignInTest;
import io.github.gatehouse.localserver.FormBrowser;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who signs in with a passkey has to tick the box under the notice as well. Chromium only: it plays the key. */
@SignInTest
class SignInNoticePasskeyIT {

    private static final String BUTTON = "#authenticateWebAuthnButton";
    private static final String REMEMBER = "#rememberMe";

    private final KeycloakUnderTest keycloak;
    private final Portal portal;
    private final CappedRealm cap;
    private final SignInNotice notice;
    private final Person person;
    private final Device device;
    private final Page page;
    private SecurityKey key;

    SignInNoticePasskeyIT(KeycloakUnderTest keycloak, Browsers browsers, Portal portal, People people) {
        this.keycloak = keycloak;
        this.portal = portal;
        this.cap = new CappedRealm(keycloak);
        this.notice = SignInNotice.of(keycloak);
        this.person = people.withPassword(People.PASSWORD);
        this.device = browsers.newDevice();
        this.page = device.page();
    }

    /** Somebody who has a passkey, and is signed out. */
    @BeforeEach
    void prepare() {
        cap.prepare();
        FirstSignInSteps.change(keycloak, realm -> realm.setWebAuthnPolicyPasswordlessPasskeysEnabled(true));
        key = SecurityKey.builtIn(device);
        device.open(portal.url("/")).awaitSignInPage();
        device.signIn(person.userName(), People.PASSWORD).awaitPortal(portal.url("/"));
        key.keepPasskey(device, keycloak.realmUrl());
        notice.askForAcknowledgement();
    }

    @AfterEach
    void tidyUp() {
        notice.takeAway();
        FirstSignInSteps.change(keycloak, realm -> realm.setWebAuthnPolicyPasswordlessPasskeysEnabled(false));
        cap.asShipped();
    }

    @Test
    void theButtonAsksForTheTickBeforeItAsksForThePasskey() {
        offerNothingByItself();
        signInPageOfWhoSignedOut();
        key.touched(true);

        page.locator(BUTTON).click();

        assertThat(page.locator(BOX)).isFocused();
        assertThat((boolean) page.locator(BOX).evaluate("box => box.validity.valueMissing"))
                .isTrue();
        assertThat(page.locator("#authenticatorData")).hasValue("");
        page.locator(BOX).check();
        page.locator(BUTTON).click();
        device.awaitPortal(portal.url("/"));
        assertThat(cap.sessions(person)).hasSize(1);
    }

    @Test
    void theServerWantsTheTickBesideThePasskeyAndSaysSoAtTheBox() {
        offerNothingByItself();
        signInPageOfWhoSignedOut();
        page.locator(BOX).evaluate("box => box.required = false");
        page.locator(REMEMBER).uncheck();
        key.touched(true);

        page.locator(BUTTON).click();

        assertThat(page.getByRole(AriaRole.ALERT)).hasText(LEFT_OUT);
        assertThat(page.locator(BOX)).hasAttribute("aria-invalid", "true");
        assertThat(page.locator(REMEMBER)).not().isChecked();
        assertThat(cap.sessions(person)).isEmpty();
        assertThat(cap.events("LOGIN_ERROR", person)).isEmpty();
        page.locator(BOX).check();
        page.locator(BUTTON).click();
        device.awaitPortal(portal.url("/"));
    }

    /** Keycloak's script asks for one as soon as the page is there, and this key gives it at once. */
    @Test
    void aPasskeyThatTheBrowserOffersByItselfWaitsForTheTick() {
        signOut();
        key.touched(true);
        device.open(portal.url("/"));

        assertThat(page.locator(BOX)).isFocused();
        assertThat(page.getByRole(AriaRole.ALERT)).hasCount(0);
        assertThat(cap.sessions(person)).isEmpty();
        // Not check(), which looks at the box afterwards: by then the tick has led away from the page.
        page.locator(BOX).click();
        device.awaitPortal(portal.url("/"));
        assertThat(cap.sessions(person)).hasSize(1);
    }

    @Test
    void whoIsAskedForThePasskeyAgainIsAskedForTheTickToo() {
        offerNothingByItself();
        device.open(FormSignIn.address(keycloak.realmUrl(), "&prompt=login")).awaitSignInPage();
        page.locator(BOX).evaluate("box => box.required = false");
        key.touched(true);

        page.locator(BUTTON).click();

        assertThat(page.getByRole(AriaRole.ALERT)).hasText(LEFT_OUT);
        assertThat(page.locator("#kc-attempted-username")).hasText(person.userName());
        page.locator(BOX).check();
        page.locator(BUTTON).click();
        page.waitForURL(keycloak.realmUrl() + "/account/**");
    }

    /** What makes a form one for a passkey is sent by the browser: no way around the box. */
    @Test
    void aPasswordThatIsSentAsAFailedPasskeyNeedsTheTickAsWell() {
        FormBrowser browser = new FormBrowser();
        FormBrowser.Answer form = OddInput.signInPage(browser, keycloak.realmUrl());
        for (List<String> passkey :
                List.of(List.of("error", "x"), List.of("error", ""), List.of("authenticatorData", "x"))) {
            form = browser.send(
                    form.form(),
                    List.of(
                            "username",
                            person.userName(),
                            "password",
                            People.PASSWORD,
                            passkey.get(0),
                            passkey.get(1)));
            assertThat(form.status()).isEqualTo(200);
            assertThat(form.body()).contains(LEFT_OUT);
        }
    }

    /** Only the button asks for a passkey. */
    private void offerNothingByItself() {
        page.addInitScript("PublicKeyCredential.isConditionalMediationAvailable = async () => false");
    }

    private void signInPageOfWhoSignedOut() {
        signOut();
        device.open(portal.url("/")).awaitSignInPage();
    }

    private void signOut() {
        device.open("about:blank");
        cap.signOutEverywhere(person);
        device.context().clearCookies();
    }
}
