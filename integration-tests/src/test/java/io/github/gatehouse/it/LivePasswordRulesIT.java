package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.Mailbox;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Portal;
import io.github.gatehouse.it.support.SignInTest;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pages that set a password tick the realm's rules while one types. */
@SignInTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LivePasswordRulesIT {

    private static final String OLD_PASSWORD = "Summer24!";
    private static final String POLICY = "minimumLength(10) and notContainsNames(3) and characterTypes(3)"
            + " and forbiddenCharacters(# $ * / @) and digits(2) and passwordHistory(3)";

    private final KeycloakUnderTest keycloak;
    private final Browsers browsers;
    private RealmWithRegistration realm;

    LivePasswordRulesIT(KeycloakUnderTest keycloak, Browsers browsers) {
        this.keycloak = keycloak;
        this.browsers = browsers;
    }

    /** One for all tests: making it takes longer than most of them. */
    @BeforeAll
    void makeTheRealm() {
        realm = new RealmWithRegistration(keycloak);
    }

    @BeforeEach
    void beginAnew() {
        realm.beginAnew(POLICY);
    }

    @AfterAll
    void removeTheRealm() {
        realm.remove();
    }

    @ParameterizedTest
    @EnumSource
    void eachRuleSaysByMarkAndWordWhetherTheTypedPasswordKeepsIt(Browsers.Kind kind) {
        Page page = realm.changePage(browsers.newDevice(kind));
        rulesAre(
                page,
                "○ At least 10 characters",
                "○ Not your first name, last name or user name",
                "○ Three of: upper case, lower case, digit, one of ! % ^ & ( ) <\u00a0>",
                "○ None of # $ * / @",
                "○ At least 2 digits – checked when you save",
                "○ Not one of your last 3 passwords – checked when you save");
        assertThat(page.locator("#password-rules [data-state=met], #password-rules [data-state=unmet]"))
                .hasCount(0);

        page.locator("#password-new").pressSequentially("zoe#");
        rulesAre(
                page,
                "✕ At least 10 characters – not met yet",
                "✕ Not your first name, last name or user name – not met yet",
                "✕ Three of: upper case, lower case, digit, one of ! % ^ & ( ) <\u00a0> – not met yet",
                "✕ None of # $ * / @ – not met yet",
                "○ At least 2 digits – checked when you save",
                "○ Not one of your last 3 passwords – checked when you save");

        page.locator("#password-new").fill("xObrienquistX");
        statesAre(page, "met", "unmet", "unmet", "met");
        page.locator("#password-new").fill("Winter and 25");
        rulesAre(
                page,
                "✓ At least 10 characters – met",
                "✓ Not your first name, last name or user name – met",
                "✓ Three of: upper case, lower case, digit, one of ! % ^ & ( ) <\u00a0> – met",
                "✓ None of # $ * / @ – met",
                "○ At least 2 digits – checked when you save",
                "○ Not one of your last 3 passwords – checked when you save");

        page.locator("#password-new").fill("");
        statesAre(page, "", "", "", "");
        page.locator("#password-new").fill("Winter and 25");
        page.locator("#password-confirm").fill("Winter and 25");
        page.locator("input[name=login]").click();
        page.waitForURL(url -> url.startsWith(realm.accountConsole()));
    }

    @ParameterizedTest
    @EnumSource
    void theNumberOfRulesMetIsSaidOnceWhenTypingPauses(Browsers.Kind kind) {
        Device device = browsers.newDevice(kind);
        device.page().clock().install();
        Page page = realm.changePage(device);
        page.clock().pauseAt(System.currentTimeMillis() + 10_000);
        page.evaluate("""
                () => {
                  window.said = [];
                  const said = document.getElementById("password-rules-said");
                  new MutationObserver(() => window.said.push(said.textContent)).observe(said, { childList: true });
                }""");
        assertThat(page.locator("#password-rules-said")).hasAttribute("aria-live", "polite");

        page.locator("#password-new").pressSequentially("Winter and");
        page.clock().runFor(1000);
        assertThat(page.locator("#password-rules-said")).hasText("3 of 4 rules met");
        page.locator("#password-new").pressSequentially(" 25");
        page.clock().runFor(1000);
        assertThat(page.locator("#password-rules-said")).hasText("4 of 4 rules met");
        assertThat(page.evaluate("window.said")).isEqualTo(List.of("3 of 4 rules met", "4 of 4 rules met"));
    }

    @Test
    void thePageGoesByTheSettingsOfTheRealm() {
        Device device = browsers.newDevice();
        realm.change(settings ->
                settings.setPasswordPolicy("forbiddenCharacters(? <) and minimumLength(3) and agentSafe(undefined)"));
        Page page = realm.changePage(device);
        page.locator("#password-new").fill("a<");
        String agentSafe = "At most 32 characters: unaccented letters A to Z, digits, spaces and the usual signs – ";
        rulesAre(
                page, "✕ None of ? < – not met yet", "✕ At least 3 characters – not met yet", "✓ " + agentSafe + "met");
        page.locator("#password-new").fill("zoë");
        rulesAre(page, "✓ None of ? < – met", "✓ At least 3 characters – met", "✕ " + agentSafe + "not met yet");
        // No rule of this realm is about names.
        assertThat(page.content()).doesNotContain("Quist");

        // Rules that only the server checks: nothing to tick, nothing to say.
        realm.change(settings -> settings.setPasswordPolicy("temporaryPasswordMode(formula) and digits(2)"));
        page = realm.changePage(device);
        rulesAre(page, "○ At least 2 digits – checked when you save");
        assertThat(page.locator("#password-rules-said")).hasCount(0);
        realm.change(settings -> settings.setPasswordPolicy("temporaryPasswordMode(formula)"));
        assertThat(realm.changePage(device).locator(".gatehouse-rules")).hasCount(0);
        assertThat(realm.registration(device).locator(".gatehouse-rules")).hasCount(0);

        realm.change(settings -> settings.setPasswordPolicy("digits(1)"));
        assertThat(realm.registration(device).locator(".gatehouse-rules")).hasCount(0);
        assertThat(device.page().content()).doesNotContain("gatehouse-password-rules");
    }

    @ParameterizedTest
    @EnumSource
    void whoRegistersSeesTheRulesTickedByTheNamesInTheForm(Browsers.Kind kind) {
        Device device = browsers.newDevice(kind);
        Page page = realm.registration(device);
        // A first password has no history.
        assertThat(page.locator("#password-rules > li")).hasCount(5);
        page.locator("#password").fill("Zorro and 25");
        statesAre(page, "met", "met", "met", "met");
        page.locator("#firstName").fill("Zorro");
        statesAre(page, "met", "unmet", "met", "met");
        if (kind == Browsers.Kind.CHROMIUM) {
            PageLook.isFinished(device, "registration");
        }

        page.locator("#firstName").fill("Diego");
        page.locator("#username").fill("zorro");
        statesAre(page, "met", "unmet", "met", "met");
        page.locator("#email").fill("zorro@example.com");
        page.locator("#lastName").fill("De la Vega");
        page.locator("#password-confirm").fill("Zorro and 25");
        page.locator("#kc-form-buttons button").click();
        assertThat(page.locator("#input-error-password")).hasText("The password must not contain the user name.");

        page.locator("#password").fill("Winter and 25");
        page.locator("#password-confirm").fill("Winter and 25");
        statesAre(page, "met", "met", "met", "met");
        page.locator("#kc-form-buttons button").click();
        page.waitForURL(url -> url.startsWith(realm.accountConsole()));
    }

    @Test
    void whereTheAddressIsTheUserNameRegistrationGoesByTheAddress() {
        realm.change(settings -> settings.setRegistrationEmailAsUsername(true));
        Page page = realm.registration(browsers.newDevice());
        page.locator("#email").fill("zorro@example.com");
        page.locator("#password").fill("Zorro and 25");
        statesAre(page, "met", "unmet", "met", "met");
    }

    @Test
    void withoutJavaScriptTheRulesStandThereUnticked() {
        Device device = browsers.newDevice(new Browser.NewContextOptions().setJavaScriptEnabled(false));
        rulesStandThereUnticked(realm.registration(device), "○ At least 2 digits – checked when you save");
        rulesStandThereUnticked(realm.changePage(device), "○ Not one of your last 3 passwords – checked when you save");
    }

    /** Playwright cannot switch JavaScript off in Firefox. */
    @Test
    void whereNoScriptArrivesFirefoxShowsTheRulesUnticked() {
        Device device = browsers.newDevice(Browsers.Kind.FIREFOX);
        device.context().route("**/*.js", Route::abort);
        rulesStandThereUnticked(realm.changePage(device), "○ Not one of your last 3 passwords – checked when you save");
    }

    @Test
    void namesAreOnNoPageOfAVisitorWhoMayNotSetTheirPassword(People people, Portal portal, Mailbox mail) {
        Person person = people.withPassword(OLD_PASSWORD);
        Device stranger = browsers.newDevice();
        stranger.open(portal.url("/")).awaitSignInPage().signIn(person.userName(), "wrong");
        stranger.page().locator("[role=alert]").waitFor();
        showsNoNames(stranger.page());
        ForgotPasswordPages.forgot(stranger, person.userName());
        showsNoNames(stranger.page());
        ForgotPasswordPages.confirm(stranger);
        showsNoNames(stranger.page());

        // Somebody else's name, registered already.
        Page page = realm.registration(stranger);
        page.locator("#username").fill("obrien");
        page.locator("#email").fill("another@example.com");
        page.locator("#password").fill("Winter and 25");
        page.locator("#kc-form-buttons button").click();
        page.locator("#input-error-username").waitFor();
        assertThat(page.content()).doesNotContain("Brien-Quist");

        // Whoever has the link may set the password.
        Device owner = browsers.newDevice();
        String link = ForgotPasswordPages.link(mail, person);
        owner.open(link).page().locator("#password-new").waitFor();
        assertThat(owner.page().content()).contains("data-first-name=\"Mara\"", "data-last-name=\"Quist\"");
        ForgotPasswordPages.choose(owner, ForgotPasswordPages.NEW_PASSWORD);
        assertThat(owner.page().locator("#password-new")).hasCount(0);
        // The link has been used.
        stranger.open(link).page().locator("h1").waitFor();
        showsNoNames(stranger.page());
    }

    @Test
    void aTemporaryPasswordIsNamedAmongTheRules(People people, Portal portal) {
        Person person = people.add();
        Device device = browsers.newDevice();
        device.open(portal.url("/")).awaitSignInPage().signIn(person.userName(), person.temporaryPassword());
        assertThat(device.page().locator("#password-rules > li").last())
                .hasText("○ Not your temporary password – checked when you save");
    }

    private static void rulesStandThereUnticked(Page page, String last) {
        assertThat(page.locator("#password-rules > li").first()).hasText("○ At least 10 characters");
        assertThat(page.locator("#password-rules > li").last()).hasText(last);
        assertThat(page.locator("#password-rules [data-state]")).hasCount(0);
    }

    private static void showsNoNames(Page page) {
        assertThat(page.content()).doesNotContain("Mara").doesNotContain("Quist");
    }

    private static void rulesAre(Page page, String... lines) {
        assertThat(page.locator("#password-rules > li")).hasText(lines);
    }

    /** Of the lines that have a twin in the browser. */
    private static void statesAre(Page page, String... states) {
        Locator lines = page.locator("#password-rules > [data-rule]");
        assertThat(lines).hasCount(states.length);
        for (int i = 0; i < states.length; i++) {
            assertThat(lines.nth(i)).hasAttribute("data-state", states[i]);
        }
    }
}
