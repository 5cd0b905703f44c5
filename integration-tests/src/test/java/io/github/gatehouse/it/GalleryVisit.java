package io.github.gatehouse.it;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.github.gatehouse.it.GalleryPages.Visitor;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.HeldGate;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.Mailbox;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.keycloak.representations.idm.UserRepresentation;

/**
 * What a visitor of the gallery does: comes with a browser, signs in, asks for a page, looks at it.
 *
 * @param visitor through whose eyes
 * @param record of what was seen
 */
record GalleryVisit(
        KeycloakUnderTest keycloak,
        Browsers browsers,
        Mailbox mail,
        GalleryRealm realm,
        GalleryRecord record,
        Visitor visitor) {

    static final Locator.WaitForOptions ATTACHED = new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED);

    /** Looks at the page that is open. */
    void show(Device device, String name) {
        record.show(visitor, device, name);
    }

    /** Somebody of the realm who reads the visitor's language. */
    Person person() {
        return person(user -> {});
    }

    /** The same with something changed. */
    Person person(Consumer<UserRepresentation> change) {
        return realm.person(visitor.language(), change);
    }

    /** The same with a code as second factor, from either of two devices. */
    Person personWithTwoApps() {
        return person(user -> user.getCredentials()
                .addAll(List.of(AuthenticatorApp.credential("Telephone"), AuthenticatorApp.credential("Tablet"))));
    }

    /** A realm that people can come from, one of that user name among them. */
    IdentityProviderRealm elsewhere(Person person) {
        return IdentityProviderRealm.make(keycloak, realm.resource(), person.userName());
    }

    /** As long as it is open, nothing can be decided about the person's sign-ins. */
    HeldGate holdGate(Person person) {
        return HeldGate.hold(keycloak, GalleryRealm.NAME, person);
    }

    /** The link in the newest mail. */
    String linkMailedTo(Person person) {
        return mail.waitFor(person.email()).text().replaceFirst("(?s).*?(https?://\\S+).*", "$1");
    }

    /** A browser of its own in the visitor's language. */
    Device device() {
        Device device = browsers.newDevice(visitor.browser());
        device.page().setDefaultTimeout(8000);
        device.page().onConsoleMessage(message -> record.hear(message.text()));
        device.context()
                .addCookies(List.of(new Cookie("KEYCLOAK_LOCALE", visitor.language()).setUrl(realm.url() + "/")));
        return device;
    }

    /** The sign-in page that an application opens. */
    Device open(String client, String parameters) {
        return device().open(realm.authorization(client, parameters)).awaitSignInPage();
    }

    /** Sends name and password; what follows is not waited for. */
    Device signsIn(Person person) {
        return signsIn(person, GalleryRealm.APPLICATION);
    }

    /** The same for another application. */
    Device signsIn(Person person, String client) {
        return open(client, "").signIn(person.userName(), People.PASSWORD);
    }

    /** The same, and arrives. */
    Device signedIn(Person person) {
        Device device = signsIn(person);
        device.page().waitForURL(realm.applicationUrl() + "?**");
        return device;
    }

    /** Asks for an action, and waits for its page. */
    void action(Device device, String action, String awaited) {
        device.open(realm.authorization(
                GalleryRealm.APPLICATION, "&kc_action=" + URLEncoder.encode(action, StandardCharsets.UTF_8)));
        device.page().locator(awaited + ", #kc-form-login").first().waitFor();
        if (device.page().locator("#kc-form-login").count() == 1) {
            // It has to be shown anew who that is.
            device.page().locator("#password").fill(People.PASSWORD);
            device.page().locator("#kc-login").click();
            device.page().locator(awaited).first().waitFor();
        }
    }

    /** The one that a reload asks for. */
    String addressOfStep(Device device) {
        String action = device.page().locator("#kc-form-login").getAttribute("action");
        return keycloak.baseUrl() + action.replaceFirst("https?://[^/]+", "").replaceFirst("session_code=[^&]*&", "");
    }

    static void click(Device device, String what, String awaited) {
        device.page().locator(what).first().click();
        device.page().locator(awaited).first().waitFor(ATTACHED);
        device.page().waitForLoadState();
    }

    static void awaitAlert(Device device) {
        device.page().locator("[role=alert]").first().waitFor();
    }

    /** The button of a step on the page that lists them. */
    String chosen(String provider) {
        String id = realm.resource().flows().getExecutions("gallery step by step").stream()
                .filter(execution -> provider.equals(execution.getProviderId()))
                .findFirst()
                .orElseThrow()
                .getId();
        return "button[value='" + id + "']";
    }

    /** In a Chromium, whichever browser looks at the pages: only there a security key can be made up. */
    void setUpKeyAndRecoveryCodes(Person person) {
        Device device = browsers.newDevice();
        device.page().setDefaultTimeout(8000);
        SecurityKey.plugIn(device);
        device.page().onDialog(dialog -> dialog.accept("Key"));
        stepByStep(device, person, "webauthn-register", "#registerWebAuthn");
        device.page().locator("#registerWebAuthn").click();
        device.page().waitForURL(realm.applicationUrl() + "?**");
        stepByStep(device, person, "CONFIGURE_RECOVERY_AUTHN_CODES", "#kcRecoveryCodesConfirmationCheck");
        device.page().locator("#kcRecoveryCodesConfirmationCheck").check();
        device.page().locator("#saveRecoveryAuthnCodesBtn").click();
        device.page().waitForURL(realm.applicationUrl() + "?**");
    }

    /** Proves by the password who that is; the other proofs are being set up. */
    private void stepByStep(Device device, Person person, String action, String awaited) {
        device.open(realm.authorization(GalleryRealm.STEP_BY_STEP, "&kc_action=" + action));
        device.page().locator("#username").fill(person.userName());
        click(device, "#kc-login", "#password");
        device.page().locator("#password").fill(People.PASSWORD);
        click(device, "#kc-login", awaited);
    }

    @Override
    public String toString() {
        return visitor.toString();
    }
}
