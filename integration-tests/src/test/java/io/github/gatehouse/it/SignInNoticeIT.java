package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.github.gatehouse.it.SignInNotice.ACKNOWLEDGEMENT;
import static io.github.gatehouse.it.SignInNotice.BOX;
import static io.github.gatehouse.it.SignInNotice.LEFT_OUT;
import static io.github.gatehouse.it.SignInNotice.NOTICE;
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
import io.github.gatehouse.localserver.FormBrowser;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.representations.idm.EventRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;

/** The organization's notice on the sign-in page, and the box that says that it was read: two texts of the realm. */
@SignInTest
class SignInNoticeIT {

    private static final String NOTICE_BOX = "#gatehouse-notice";
    private static final Pattern WHAT_THE_PAGE_SAYS = Pattern.compile("(?s)role=\"(?:alert|status)\"[^>]*>(.*?)<");

    private final KeycloakUnderTest keycloak;
    private final Browsers browsers;
    private final Portal portal;
    private final CappedRealm cap;
    private final Person person;
    private final SignInNotice texts;

    SignInNoticeIT(KeycloakUnderTest keycloak, Browsers browsers, Portal portal, People people) {
        this.keycloak = keycloak;
        this.browsers = browsers;
        this.portal = portal;
        this.cap = new CappedRealm(keycloak);
        this.texts = SignInNotice.of(keycloak);
        this.person = people.withPassword(People.PASSWORD);
    }

    @BeforeEach
    void prepare() {
        cap.prepare();
    }

    @AfterEach
    void tidyUp() {
        texts.takeAway();
        cap.asShipped();
    }

    @Test
    void withoutTheTextsThereIsNeitherNoticeNorBox() {
        Page page = open(Browsers.Kind.CHROMIUM).page();

        assertThat(page.locator(NOTICE_BOX)).hasCount(0);
        assertThat(page.locator(BOX)).hasCount(0);
        assertThat(page.content()).doesNotContain(NOTICE);
    }

    @ParameterizedTest
    @EnumSource
    void aNoticeStandsAboveTheFormInItsLinesAndInEachLanguage(Browsers.Kind kind) {
        texts.text(
                "en",
                NOTICE,
                "Property of <b>Acme</b>.\nUse is logged.<br>It's {0} {our} <a href=\"https://acme.example/\">policy</a>.");
        Device device = open(kind);
        Locator notice = device.page().locator(NOTICE_BOX);

        assertThat(notice.innerText()).isEqualTo("Property of Acme.\nUse is logged.\nIt's {0} {our} policy.");
        assertThat(notice.boundingBox().y + notice.boundingBox().height)
                .isLessThan(device.page().locator("#username").boundingBox().y);

        // The realm's default language is good for all, until there is one of their own.
        device.page().locator(".languages summary").click();
        device.page().locator(".languages a[hreflang=de]").click();
        assertThat(device.page().locator("h1")).hasText("Anmelden");
        assertThat(notice).containsText("Property of Acme.");
        texts.text("de", NOTICE, "Eigentum von Acme.");
        device.page().reload();
        assertThat(notice).hasText("Eigentum von Acme.");
        texts.text("de", NOTICE, " ");
        device.page().reload();
        assertThat(device.page().locator("h1")).hasText("Anmelden");
        assertThat(notice).hasCount(0);
    }

    @Test
    void nothingInANoticeRuns() {
        texts.text(
                "en", NOTICE, "Hello<script>window.ran = true</script><img src=\"x:\" onerror=\"window.ran = true\">");
        texts.text(
                "en", ACKNOWLEDGEMENT, "Read<script>window.ran = true</script><b onclick=\"window.ran = true\">it</b>");
        Page page = open(Browsers.Kind.CHROMIUM).page();

        assertThat(page.locator(NOTICE_BOX)).hasText("Hello");
        assertThat(page.content()).doesNotContain("window.ran");
        assertThat(page.locator("meta[http-equiv=Content-Security-Policy]")).hasCount(1);
    }

    @ParameterizedTest
    @EnumSource
    void theBoxHasToBeTickedForEachSignIn(Browsers.Kind kind) {
        texts.askForAcknowledgement();
        Device device = open(kind);
        Page page = device.page();
        assertThat(page.getByRole(AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName("I have read the notice.")))
                .not()
                .isChecked();
        assertThat(page.locator(BOX)).hasAccessibleDescription("Use is logged.");
        page.locator("#rememberMe").check();

        device.signIn(person.userName(), People.PASSWORD);

        // The browser itself sends nothing, and what was typed stays.
        assertThat((boolean) page.locator(BOX).evaluate("box => box.validity.valueMissing"))
                .isTrue();
        assertThat(page.locator("#password")).hasValue(People.PASSWORD);
        page.locator(BOX).check();
        page.locator("#kc-login").click();
        device.awaitPortal(portal.url("/"));
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out"))
                .click();
        device.awaitSignInPage();
        assertThat(page.locator("#username")).hasValue(person.userName());
        assertThat(page.locator(BOX)).not().isChecked();
    }

    @ParameterizedTest
    @EnumSource
    void theServerWantsTheTickAsWellAndSaysSoAtTheBox(Browsers.Kind kind) {
        texts.askForAcknowledgement();
        Device device = open(kind);
        Page page = device.page();
        page.locator(BOX).evaluate("box => box.required = false");

        device.signIn(person.userName(), People.PASSWORD);

        assertThat(page.getByRole(AriaRole.ALERT)).hasText(LEFT_OUT);
        assertThat(page.locator(BOX)).hasAttribute("aria-invalid", "true");
        assertThat(page.locator(BOX)).hasAccessibleDescription("Use is logged. " + LEFT_OUT);
        assertThat(page.locator("#username")).hasValue(person.userName());
        assertThat(page.locator("#password")).hasValue("");
        assertThat(page.locator("#password")).isFocused();
        assertThat(page.locator("#password")).not().hasAttribute("aria-invalid", "true");
        page.locator(BOX).check();
        device.signIn(person.userName(), People.PASSWORD).awaitPortal(portal.url("/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {People.PASSWORD, "Wr0ngPassword!"})
    void withoutTheTickNoPasswordIsLookedAt(String password) {
        texts.askForAcknowledgement();
        FormBrowser browser = new FormBrowser();
        FormBrowser.Answer page = browser.open(FormSignIn.address(keycloak.realmUrl(), ""));

        for (int i = 0; i < 3; i++) {
            page = browser.send(page.form(), List.of("username", person.userName(), "password", password));
            assertThat(page.status()).isEqualTo(200);
            assertThat(said(page)).containsExactly(LEFT_OUT);
        }

        assertThat(cap.events("LOGIN_ERROR", person)).isEmpty();
        assertThat(keycloak.realm().getEvents(List.of("LOGIN_ERROR"), null, null, null, null, null, 0, 100))
                .extracting(EventRepresentation::getDetails)
                .noneMatch(details -> details != null && details.containsValue(person.userName()));
        assertThat(keycloak.realm().attackDetection().bruteForceUserStatus(person.id()))
                .containsEntry("numFailures", 0);
        // With the tick the password decides.
        page = browser.send(
                page.form(), List.of("username", person.userName(), "password", password, "acknowledgement", "on"));
        assertThat(page.status()).isEqualTo(password.equals(People.PASSWORD) ? 302 : 200);
        keycloak.awaitWrongPasswords(person, password.equals(People.PASSWORD) ? 0 : 1);
    }

    @Test
    void theSentenceIsInTheVisitorsLanguage() {
        texts.askForAcknowledgement();
        FormBrowser.Answer page = FormSignIn.send(
                FormSignIn.address(keycloak.realmUrl(), "&ui_locales=de"), person.userName(), People.PASSWORD);

        assertThat(page.body()).contains("Setzen Sie hier den Haken, um sich anzumelden.", "I have read the notice.");
    }

    @Test
    void whoIsAskedForThePasswordAgainIsAskedForTheTickToo() {
        texts.askForAcknowledgement();
        Device device = open(Browsers.Kind.CHROMIUM);
        Page page = device.page();
        page.locator(BOX).check();
        device.signIn(person.userName(), People.PASSWORD).awaitPortal(portal.url("/"));
        device.open(FormSignIn.address(keycloak.realmUrl(), "&prompt=login")).awaitSignInPage();
        page.locator(BOX).evaluate("box => box.required = false");
        page.locator("#password").fill(People.PASSWORD);
        page.locator("#kc-login").click();

        assertThat(page.getByRole(AriaRole.ALERT)).hasText(LEFT_OUT);
        assertThat(page.locator("#kc-attempted-username")).hasText(person.userName());
        assertThat(page.locator("#username")).hasCount(0);
        page.locator("#password").fill(People.PASSWORD);
        page.locator(BOX).check();
        page.locator("#kc-login").click();
        page.waitForURL(keycloak.realmUrl() + "/account/**");
    }

    /** The realm's text is there, but nobody can tick a box that no page has. */
    @Test
    void underAThemeWithoutTheBoxNobodyIsLockedOut() {
        texts.askForAcknowledgement();
        RealmRepresentation realm = keycloak.realm().toRepresentation();
        String asShipped = realm.getLoginTheme();
        realm.setLoginTheme("keycloak.v2");
        keycloak.realm().update(realm);
        try {
            assertThat(FormSignIn.leadsTo(keycloak, person, People.PASSWORD)).contains("code=");
        } finally {
            realm.setLoginTheme(asShipped);
            keycloak.realm().update(realm);
        }
    }

    @Test
    void whoStillHasThePageWithTheBoxGetsInWhenItIsNoLongerAskedFor() {
        texts.askForAcknowledgement();
        FormBrowser browser = new FormBrowser();
        FormBrowser.Answer page = browser.open(FormSignIn.address(keycloak.realmUrl(), ""));
        texts.takeAway();

        List<String> fields = List.of("username", person.userName(), "password", People.PASSWORD);
        page = browser.send(page.form(), fields);
        assertThat(said(page)).containsExactly(LEFT_OUT);
        assertThat(page.values("acknowledgement")).isEmpty();
        assertThat(browser.send(page.form(), fields).status()).isEqualTo(302);
    }

    @Test
    void theDirectGrantIsNotAsked() {
        texts.askForAcknowledgement();

        assertThat(cap.grant(person).statusCode()).isEqualTo(200);
    }

    private Device open(Browsers.Kind kind) {
        return browsers.newDevice(kind).open(portal.url("/")).awaitSignInPage();
    }

    private static List<String> said(FormBrowser.Answer page) {
        return WHAT_THE_PAGE_SAYS
                .matcher(page.body())
                .results()
                .map(said -> said.group(1).strip())
                .toList();
    }
}
