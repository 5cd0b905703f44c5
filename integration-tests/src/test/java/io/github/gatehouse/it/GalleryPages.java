package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.Mailbox;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.SignInTest;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.representations.idm.FederatedIdentityRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/**
 * Every page of a sign-in that somebody can come upon, reached as a person reaches it: Keycloak's own pages in our look,
 * and ours. How each is looked at is said by whoever extends this.
 */
@SignInTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GalleryPages {

    private static final Locator.WaitForOptions ATTACHED =
            new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED);

    private final KeycloakUnderTest keycloak;
    private final Browsers browsers;
    private final Mailbox mail;
    private final GalleryRecord record;
    private final Set<String> flows = new HashSet<>();
    private GalleryRealm realm;

    GalleryPages(KeycloakUnderTest keycloak, Browsers browsers, Mailbox mail, GalleryRecord record) {
        this.keycloak = keycloak;
        this.browsers = browsers;
        this.mail = mail;
        this.record = record;
    }

    /** Through whose eyes the pages are looked at. */
    abstract Stream<Visitor> visitors();

    /**
     * Somebody who looks at pages.
     *
     * @param language of the browser
     * @param views of each page
     */
    record Visitor(Browsers.Kind browser, String language, List<PageLook.View> views) {

        @Override
        public String toString() {
            return (browser == Browsers.Kind.CHROMIUM ? "Chromium " : "Firefox ") + language;
        }
    }

    @BeforeAll
    void makeTheRealm() throws IOException {
        realm = GalleryRealm.make(keycloak);
    }

    @AfterEach
    void allWasFinished(TestInfo test) {
        flows.add(test.getTestMethod().orElseThrow().getName());
        record.allFinished();
    }

    @AfterAll
    void removeTheRealmAndWriteTheTable() throws IOException {
        realm.remove();
        record.write();
        // Not where somebody asked for some of the tests only.
        if (flows.size()
                == Stream.of(GalleryPages.class.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(ParameterizedTest.class))
                        .count()) {
            record.isWhole();
        }
    }

    @ParameterizedTest
    @MethodSource("visitors")
    void signIn(Visitor visitor) {
        Person person = person(visitor);
        try (IdentityProviderRealm elsewhere =
                IdentityProviderRealm.make(keycloak, realm.resource(), person.userName())) {
            Device device = open(visitor, GalleryRealm.APPLICATION, "");
            device.page().locator("#social-" + elsewhere.name()).waitFor();
            show(visitor, device, "sign-in");
            device.page().locator(".languages summary").click();
            show(visitor, device, "sign-in-languages");
            device.signIn(person.userName(), "nonsense");
            awaitAlert(device);
            show(visitor, device, "sign-in-wrong-password");
        }
    }

    @ParameterizedTest
    @MethodSource("visitors")
    void notice(Visitor visitor) {
        Map<String, String> texts = Map.of(
                "signInNotice",
                "This system belongs to <b>Acme</b>.\nUse is logged, and seen by those who are responsible for it.",
                "signInNoticeAcknowledgement",
                "I have read this and agree to the <a href=\"https://acme.example/\">rules of use</a>, which say more.");
        texts.forEach((key, text) -> realm.resource().localization().saveRealmLocalizationText("en", key, text));
        try {
            Device device = open(visitor, GalleryRealm.APPLICATION, "");
            device.page().locator("#acknowledgement").evaluate("box => box.required = false");
            click(device, "#kc-login", "#acknowledgement[aria-invalid=true]");
            show(visitor, device, "sign-in-notice-not-acknowledged");
            Device nameFirst = open(visitor, GalleryRealm.STEP_BY_STEP, "");
            nameFirst.page().locator("#gatehouse-notice").waitFor();
            show(visitor, nameFirst, "name-first-notice");
        } finally {
            texts.keySet().forEach(key -> realm.resource().localization().deleteRealmLocalizationText("en", key));
        }
    }

    @ParameterizedTest
    @MethodSource("visitors")
    void registration(Visitor visitor) {
        Device device = open(visitor, GalleryRealm.APPLICATION, "");
        click(device, "#kc-registration a", "#kc-register-form");
        show(visitor, device, "registration");
        device.page().locator("#firstName").fill("Mara");
        device.page()
                .locator("#kc-register-form [type=submit], #kc-register-form .primary")
                .click();
        device.page().locator("[aria-invalid=true]").first().waitFor();
        show(visitor, device, "registration-refused");
    }

    @ParameterizedTest
    @MethodSource("visitors")
    void forgotPassword(Visitor visitor) {
        Person person = person(
                visitor,
                user -> user.getCredentials()
                        .addAll(List.of(
                                AuthenticatorApp.credential("Telephone"), AuthenticatorApp.credential("Tablet"))));
        Device device = open(visitor, GalleryRealm.APPLICATION, "");
        device.page().locator("#password").focus();
        click(device, "#gatehouse-forgot", "#kc-reset-password-form");
        show(visitor, device, "forgot-password");
        device.page().locator("#username").fill(person.userName());
        click(device, "#kc-reset-password-form .primary", ".gatehouse-address");
        show(visitor, device, "forgot-password-confirm-address");
        click(device, "#gatehouse-confirm-address .primary", "#kc-login");
        show(visitor, device, "forgot-password-mail-sent");
        String link = linkIn(mail.waitFor(person.email()).text());
        device.open(link);
        device.page().locator("#kc-otp-reset-form").waitFor();
        show(visitor, device, "forgot-password-authenticator-app");
    }

    @ParameterizedTest
    @MethodSource("visitors")
    void nameFirstThenAProof(Visitor visitor) {
        Person person = person(
                visitor,
                user -> user.getCredentials()
                        .addAll(List.of(
                                AuthenticatorApp.credential("Telephone"), AuthenticatorApp.credential("Tablet"))));
        setUpKeyAndRecoveryCodes(person);
        Device device = open(visitor, GalleryRealm.STEP_BY_STEP, "");
        device.page().locator("#username").waitFor();
        show(visitor, device, "name-first");
        device.page().locator("#username").fill("nobody of that name");
        click(device, "#kc-login", "[aria-invalid=true]");
        show(visitor, device, "name-first-unknown");
        device.page().locator("#username").fill(person.userName());
        click(device, "#kc-login", "#password");
        assertThat(device.page().locator("#password").getAttribute("autocomplete"))
                .isEqualTo("current-password");
        show(visitor, device, "password");
        device.page().locator("#password").fill("nonsense");
        click(device, "#kc-login", "[aria-invalid=true]");
        show(visitor, device, "password-wrong");
        click(device, "#try-another-way", "#kc-select-credential-form");
        show(visitor, device, "choose-a-proof");
        click(device, chosen("auth-otp-form"), "#kc-otp-login-form");
        show(visitor, device, "one-time-code");
        device.page().locator("#otp").fill("1");
        click(device, "#kc-login", "[aria-invalid=true]");
        show(visitor, device, "one-time-code-wrong");
        click(device, "#try-another-way", "#kc-select-credential-form");
        click(device, chosen("auth-recovery-authn-code-form"), "#recoveryCodeInput");
        show(visitor, device, "recovery-code");
        click(device, "#try-another-way", "#kc-select-credential-form");
        click(device, chosen("webauthn-authenticator"), "#webauth");
        show(visitor, device, "security-key");
        // No key that is known here: the browser says so at once, and the page after it is that of the error.
        if (visitor.browser() == Browsers.Kind.CHROMIUM) {
            SecurityKey.plugIn(device);
            click(device, "#authenticateWebAuthnButton", "#kc-try-again");
            show(visitor, device, "security-key-failed");
        }
    }

    @ParameterizedTest
    @MethodSource("visitors")
    void actionsThatAnApplicationAsksFor(Visitor visitor) {
        Person person = person(visitor);
        Device device = signedIn(visitor, person);
        action(device, "CONFIGURE_TOTP", "#kc-totp-settings-form");
        show(visitor, device, "authenticator-app");
        click(device, "#mode-manual", "#kc-totp-secret-key");
        show(visitor, device, "authenticator-app-by-hand");
        click(device, "#saveTOTPBtn", "[aria-invalid=true]");
        show(visitor, device, "authenticator-app-refused");
        action(device, "webauthn-register", "#registerWebAuthn");
        show(visitor, device, "add-security-key");
        action(device, "CONFIGURE_RECOVERY_AUTHN_CODES", "#kc-recovery-codes-list");
        show(visitor, device, "recovery-codes");
        action(device, "UPDATE_PASSWORD", "#kc-passwd-update-form");
        show(visitor, device, "change-password");
        action(device, "UPDATE_PROFILE", "#kc-update-profile-form");
        show(visitor, device, "profile");
        device.page().locator("#lastName").fill("");
        click(device, "#kc-update-profile-form [type=submit]", "[aria-invalid=true]");
        show(visitor, device, "profile-refused");
        action(device, "UPDATE_EMAIL", "#kc-update-email-form");
        show(visitor, device, "change-address");
        action(device, "delete_account", "#kc-form-buttons");
        show(visitor, device, "delete-account");
        String password =
                realm.resource().users().get(person.id()).credentials().get(0).getId();
        action(device, "delete_credential:" + password, "#kc-accept");
        show(visitor, device, "delete-credential");
        try (IdentityProviderRealm elsewhere =
                IdentityProviderRealm.make(keycloak, realm.resource(), person.userName())) {
            action(device, "idp_link:" + elsewhere.name(), "#kc-link-text");
            show(visitor, device, "link-account");
        }
    }

    @ParameterizedTest
    @MethodSource("visitors")
    void actionsThatComeFirst(Visitor visitor) {
        Person unverified = person(visitor, user -> {
            user.setEmailVerified(false);
            user.setRequiredActions(List.of("VERIFY_EMAIL"));
        });
        Device device = signsIn(visitor, unverified);
        device.page().locator("#kc-info a").waitFor();
        show(visitor, device, "verify-address");
        Device other =
                device(visitor).open(linkIn(mail.waitFor(unverified.email()).text()));
        other.page().locator("#kc-info-message a").waitFor();
        show(visitor, other, "verify-address-elsewhere");
        click(other, "#kc-info-message a", "#kc-info-message");
        show(visitor, other, "address-verified");

        Person newcomer = person(visitor, user -> user.setRequiredActions(List.of("TERMS_AND_CONDITIONS")));
        device = signsIn(visitor, newcomer);
        device.page().locator("#kc-terms-text").waitFor();
        show(visitor, device, "terms");

        Person first = person(visitor, user -> user.getCredentials().clear());
        device = open(visitor, GalleryRealm.APPLICATION, "").signIn(first.userName(), first.temporaryPassword());
        device.page().locator("#password-new").fill("sum#24");
        show(visitor, device, "choose-password");
        device.page().locator("#password-confirm").fill("sum#24");
        device.page().locator("#password-confirm").press("Enter");
        awaitAlert(device);
        show(visitor, device, "choose-password-refused");
    }

    @ParameterizedTest
    @MethodSource("visitors")
    void consentAndDevices(Visitor visitor) {
        Device device = signsIn(visitor, person(visitor), GalleryRealm.CONSENT);
        device.page().locator("#kc-oauth").waitFor();
        show(visitor, device, "consent");

        Device screen = signedIn(visitor, person(visitor));
        screen.open(realm.url() + "/device");
        screen.page().locator("#device-user-code").waitFor();
        show(visitor, screen, "device-code");
        screen.page().locator("#device-user-code").fill("nonsense");
        click(screen, "[type=submit]", "[role=alert]");
        show(visitor, screen, "device-code-wrong");
        screen.open(WaitingDevice.begin(realm.url()).address());
        screen.page().locator("#kc-oauth").waitFor();
        show(visitor, screen, "device-consent");
        click(screen, "#kc-login", "#kc-info-message");
        show(visitor, screen, "device-signed-in");

        Device installed = signsIn(visitor, person(visitor), GalleryRealm.APPLICATION);
        installed.page().waitForURL(realm.applicationUrl() + "**");
        installed.open(realm.authorization(GalleryRealm.INSTALLED, "")
                .replaceFirst("redirect_uri=[^&]*", "redirect_uri=urn:ietf:wg:oauth:2.0:oob"));
        installed.page().locator("#code").waitFor();
        show(visitor, installed, "code");
    }

    @ParameterizedTest
    @MethodSource("visitors")
    void theFirstTimeFromAnIdentityProvider(Visitor visitor) {
        Person person = person(visitor);
        try (IdentityProviderRealm elsewhere =
                IdentityProviderRealm.make(keycloak, realm.resource(), person.userName())) {
            Device device = open(visitor, GalleryRealm.APPLICATION, "");
            click(device, "#social-" + elsewhere.name(), "#password");
            device.signIn(person.userName(), IdentityProviderRealm.PASSWORD);
            device.page().locator("#kc-idp-review-profile-form").waitFor();
            show(visitor, device, "review-profile");
            click(device, "#kc-idp-review-profile-form [type=submit]", "#linkAccount");
            show(visitor, device, "account-exists");
            click(device, "#linkAccount", "#instruction1");
            show(visitor, device, "account-exists-mail-sent");

            FederatedIdentityRepresentation link = new FederatedIdentityRepresentation();
            link.setIdentityProvider(elsewhere.name());
            link.setUserId("somebody-else");
            link.setUserName("somebody-else");
            realm.resource()
                    .users()
                    .get(person.id())
                    .addFederatedIdentity(elsewhere.name(), link)
                    .close();
            elsewhere.precededBy(GalleryRealm.OVERRIDE_LINK);
            Device again = open(visitor, GalleryRealm.APPLICATION, "");
            click(again, "#social-" + elsewhere.name(), "#password");
            again.signIn(person.userName(), IdentityProviderRealm.PASSWORD);
            again.page().locator("#confirmOverride").waitFor();
            show(visitor, again, "account-linked-already");
        }
    }

    @ParameterizedTest
    @MethodSource("visitors")
    void organizations(Visitor visitor) {
        Person person = person(visitor);
        realm.join(person);
        Device device = device(visitor)
                .open(realm.authorization(GalleryRealm.ORGANIZATION, "")
                        .replace("scope=openid", "scope=openid+organization"));
        device.page().locator("#username").waitFor();
        show(visitor, device, "organization-name");
        device.page().locator("#username").fill(person.userName());
        click(device, "#kc-login", "#kc-user-organizations");
        show(visitor, device, "organization");
    }

    @ParameterizedTest
    @MethodSource("visitors")
    void atTheCap(Visitor visitor) {
        Person person = person(visitor);
        for (int i = 0; i < 3; i++) {
            signedIn(visitor, person);
        }
        Device fourth = signsIn(visitor, person);
        fourth.page().locator(".gatehouse-choice").first().waitFor();
        show(visitor, fourth, "session-limit");
        realm.configure(
                "gatehouse browser",
                "session-limit",
                Map.of("userLimit", "3", "atLimit", "deny", "atLimitWithoutPage", "deny"));
        try {
            Device refused = signsIn(visitor, person);
            refused.page().locator("#kc-form-buttons a").waitFor();
            show(visitor, refused, "session-limit-denied");
        } finally {
            realm.configure(
                    "gatehouse browser",
                    "session-limit",
                    Map.of("userLimit", "3", "atLimit", "ask", "atLimitWithoutPage", "deny"));
        }
    }

    @ParameterizedTest
    @MethodSource("visitors")
    void whenSomethingIsInTheWay(Visitor visitor) {
        Device lost = device(visitor).open(realm.authorization("nobody", ""));
        lost.page().locator("#kc-error-message").waitFor();
        show(visitor, lost, "error");

        Device back = open(visitor, GalleryRealm.APPLICATION, "");
        back.open(addressOfStep(back).replaceFirst("execution=[^&]*", "execution=earlier"));
        back.page().locator("#loginRestartLink").waitFor();
        show(visitor, back, "page-expired");

        // An address that was kept from before one signed in.
        Device behind = open(visitor, GalleryRealm.APPLICATION, "");
        String address = addressOfStep(behind).replaceFirst("&client_data=[^&]*", "");
        behind.signIn(person(visitor).userName(), People.PASSWORD);
        behind.page().waitForURL(realm.applicationUrl() + "?**");
        behind.open(address);
        behind.page().locator("#kc-info-message").waitFor();
        show(visitor, behind, "signed-in-already");
    }

    @ParameterizedTest
    @MethodSource("visitors")
    void signOut(Visitor visitor) {
        Device device = signedIn(visitor, person(visitor));
        device.open(realm.url() + "/protocol/openid-connect/logout?client_id=" + GalleryRealm.APPLICATION);
        device.page().locator("#kc-logout").waitFor();
        show(visitor, device, "sign-out");
        click(device, "#kc-logout", "#kc-info-message");
        show(visitor, device, "signed-out");

        Device told = signsIn(visitor, person(visitor), GalleryRealm.FRONT_CHANNEL);
        told.page().waitForURL(realm.applicationUrl() + "**");
        told.open(realm.url() + "/protocol/openid-connect/logout?client_id=" + GalleryRealm.FRONT_CHANNEL);
        click(told, "#kc-logout", "iframe");
        show(visitor, told, "sign-out-of-applications");
    }

    /** Seen only where the application does not answer. */
    @ParameterizedTest
    @MethodSource("visitors")
    void onTheWayToAnApplicationThatSpeaksSaml(Visitor visitor) {
        Device device = signedIn(visitor, person(visitor));
        // No content: the browser stays where it is.
        device.context().route(GalleryRealm.NOWHERE, route -> route.fulfill(new Route.FulfillOptions().setStatus(204)));
        device.open(realm.url() + "/protocol/saml/clients/" + GalleryRealm.PARTNER);
        device.page().locator("form[name=saml-post-binding]").waitFor(ATTACHED);
        show(visitor, device, "saml");
    }

    private void show(Visitor visitor, Device device, String name) {
        record.show(visitor, device, name);
    }

    private Person person(Visitor visitor) {
        return person(visitor, user -> {});
    }

    private Person person(Visitor visitor, Consumer<UserRepresentation> change) {
        return realm.person(visitor.language(), change);
    }

    private Device device(Visitor visitor) {
        Device device = browsers.newDevice(visitor.browser());
        device.page().setDefaultTimeout(8000);
        device.page().onConsoleMessage(message -> record.hear(message.text()));
        device.context()
                .addCookies(List.of(new Cookie("KEYCLOAK_LOCALE", visitor.language()).setUrl(realm.url() + "/")));
        return device;
    }

    private Device open(Visitor visitor, String client, String parameters) {
        return device(visitor).open(realm.authorization(client, parameters)).awaitSignInPage();
    }

    private Device signsIn(Visitor visitor, Person person) {
        return signsIn(visitor, person, GalleryRealm.APPLICATION);
    }

    private Device signsIn(Visitor visitor, Person person, String client) {
        return open(visitor, client, "").signIn(person.userName(), People.PASSWORD);
    }

    private Device signedIn(Visitor visitor, Person person) {
        Device device = signsIn(visitor, person);
        device.page().waitForURL(realm.applicationUrl() + "?**");
        return device;
    }

    /** Asks for an action, and waits for its page. */
    private void action(Device device, String action, String awaited) {
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
    private String addressOfStep(Device device) {
        String action = device.page().locator("#kc-form-login").getAttribute("action");
        return keycloak.baseUrl() + action.replaceFirst("https?://[^/]+", "").replaceFirst("session_code=[^&]*&", "");
    }

    private static void click(Device device, String what, String awaited) {
        device.page().locator(what).first().click();
        device.page().locator(awaited).first().waitFor(ATTACHED);
        device.page().waitForLoadState();
    }

    private static void awaitAlert(Device device) {
        device.page().locator("[role=alert]").first().waitFor();
    }

    /** The button of a step on the page that lists them. */
    private String chosen(String provider) {
        String id = realm.resource().flows().getExecutions("gallery step by step").stream()
                .filter(execution -> provider.equals(execution.getProviderId()))
                .findFirst()
                .orElseThrow()
                .getId();
        return "button[value='" + id + "']";
    }

    /** In a Chromium, whichever browser looks at the pages: only there a security key can be made up. */
    private void setUpKeyAndRecoveryCodes(Person person) {
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

    private static String linkIn(String text) {
        return text.replaceFirst("(?s).*?(https?://\\S+).*", "$1");
    }
}
