package io.github.gatehouse.it;

import static io.github.gatehouse.it.LimitPages.alert;
import static io.github.gatehouse.it.LimitPages.choices;
import static io.github.gatehouse.it.LimitPages.endChosen;
import static io.github.gatehouse.it.LimitPages.openPeople;
import static io.github.gatehouse.it.LimitPages.press;
import static io.github.gatehouse.it.LimitPages.title;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Portal;
import io.github.gatehouse.it.support.ServerClock;
import io.github.gatehouse.it.support.SignInTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Way 4, the cap on concurrent sign-ins as shipped: three, and the person is asked which to end. */
@SignInTest
class SessionLimitIT {

    private static final String REPORTS = "/reports?id=7&tab=calls";
    private static final String TITLE_AT_LIMIT = "You are signed in in 3 places already";
    private static final Pattern LINE =
            Pattern.compile("Portal · last used .*\\d{1,2}:\\d\\d.* · since .*\\d{1,2}:\\d\\d.* · [0-9.]+");

    private final KeycloakUnderTest keycloak;
    private final CappedRealm cap;
    private final Portal portal;
    private final Browsers browsers;
    private final ServerClock clock;
    private final Person person;

    SessionLimitIT(KeycloakUnderTest keycloak, Portal portal, Browsers browsers, ServerClock clock, People people) {
        this.keycloak = keycloak;
        this.cap = new CappedRealm(keycloak);
        this.portal = portal;
        this.browsers = browsers;
        this.clock = clock;
        this.person = people.withPassword(People.PASSWORD);
    }

    @BeforeEach
    void prepare() {
        cap.prepare();
    }

    @AfterEach
    void asShipped() {
        cap.asShipped();
    }

    @Test
    void theFourthSignInEndsTheOneThatThePersonChoosesAndNoOther() {
        Device first = signedIn("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        clock.advance(Duration.ofMinutes(1));
        Device second = signedIn("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
                + " Chrome/141.0.0.0 Safari/537.36");
        clock.advance(Duration.ofMinutes(1));
        Device third = signedIn("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15"
                + " (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1");
        Device fourth = browsers.newDevice().open(portal.url(REPORTS)).signIn(person.userName(), People.PASSWORD);

        assertThat(title(fourth)).isEqualTo(TITLE_AT_LIMIT);
        assertThat(fourth.page().locator("#gatehouse-choose-sign-ins-text").textContent())
                .contains("3 is the most your organization allows at once.", "Choose at least one to end");
        assertThat(choices(fourth).allInnerTexts())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).containsPattern(LINE));
        assertThat(choices(fourth).locator("b").allTextContents())
                .containsExactly("Firefox on Linux", "Chrome on Windows", "Mobile Safari on iOS");
        assertThat(cap.sessions(person)).hasSize(3);
        assertThat(new AxeBuilder(fourth.page()).analyze().getViolations()).isEmpty();
        fourth.screenshot("at-the-limit");

        choices(fourth).nth(1).click();
        endChosen(fourth);

        fourth.awaitPortal(portal.url(REPORTS));
        assertThat(cap.sessions(person)).hasSize(3);
        openPeople(second);
        second.awaitSignInPage();
        for (Device stillSignedIn : List.of(first, third)) {
            openPeople(stillSignedIn);
            stillSignedIn.awaitPortal(portal.url("/people"));
        }
        assertThat(cap.events("LOGOUT", person))
                .singleElement()
                .satisfies(event -> assertThat(event.getDetails()).containsEntry("reason", "session_limit"));
    }

    @Test
    void choosingNothingOrTheSignInOfSomebodyElseEndsNothing(People people) {
        Person other = people.withPassword(People.PASSWORD);
        assertThat(cap.grant(other).statusCode()).isEqualTo(200);
        cap.signInElsewhere(person, 3);
        Device device = askedToChoose();

        endChosen(device);
        assertThat(alert(device)).isEqualTo("You chose 0. Choose at least 1, or cancel.");

        Locator box = choices(device).first().locator("input");
        box.evaluate(
                "(box, id) => { box.value = id }", cap.sessions(other).get(0).getId());
        box.check();
        endChosen(device);

        assertThat(alert(device)).isEqualTo("You chose 0. Choose at least 1, or cancel.");
        assertThat(title(device)).isEqualTo(TITLE_AT_LIMIT);
        assertThat(cap.sessions(person)).hasSize(3);
        assertThat(cap.sessions(other)).hasSize(1);
        assertThat(cap.events("LOGOUT", person)).isEmpty();
    }

    @Test
    void cancelLeavesEverythingAsItWasAndLeadsBackToTheSignInPage() {
        Device first = signedIn();
        cap.signInElsewhere(person, 2);
        Device device = askedToChoose();

        press(device, AriaRole.LINK, "Cancel");
        device.awaitSignInPage();

        assertThat(cap.sessions(person)).hasSize(3);
        openPeople(first);
        first.awaitPortal(portal.url("/people"));
        device.signIn(person.userName(), People.PASSWORD);
        assertThat(title(device)).isEqualTo(TITLE_AT_LIMIT);
        choices(device).first().click();
        endChosen(device);
        device.awaitPortal(portal.url(REPORTS));
    }

    @Test
    void theCountIsTakenAgainAfterTheChoice() {
        cap.signInElsewhere(person, 3);
        Device device = askedToChoose();
        String chosen = choices(device).first().locator("input").inputValue();
        keycloak.realm().deleteSession(chosen, false);
        cap.signInElsewhere(person, 1);

        choices(device).first().click();
        endChosen(device);

        assertThat(title(device)).isEqualTo(TITLE_AT_LIMIT);
        assertThat(alert(device)).isEqualTo("You chose 0. Choose at least 1, or cancel.");
        assertThat(cap.sessions(person)).hasSize(3);
    }

    @Test
    void whenTheCapWasLoweredThePageSaysHowManyHaveToEnd() {
        cap.set(Map.of("userLimit", "0", "atLimit", "ask"));
        cap.signInElsewhere(person, 5);
        cap.set(Map.of("userLimit", "3", "atLimit", "ask"));
        Device device = browsers.newDevice().open(portal.url(REPORTS)).signIn(person.userName(), People.PASSWORD);

        assertThat(title(device)).isEqualTo("You are signed in in 5 places already");
        assertThat(device.page().locator("#gatehouse-choose-sign-ins-text").textContent())
                .contains("Choose at least 3 to end");
        choices(device).nth(0).click();
        choices(device).nth(4).click();
        endChosen(device);
        assertThat(alert(device)).isEqualTo("You chose 2. Choose at least 3, or cancel.");
        assertThat(device.page().locator("input:checked").count()).isEqualTo(2);
        assertThat(cap.sessions(person)).hasSize(5);

        choices(device).nth(2).click();
        endChosen(device);
        device.awaitPortal(portal.url(REPORTS));
        assertThat(cap.sessions(person)).hasSize(3);
    }

    @Test
    void atTheCapASecondApplicationAndSigningInAgainInTheSameBrowserPass() {
        Device device = signedIn();
        cap.signInElsewhere(person, 2);

        device.open(keycloak.realmUrl() + "/account/");
        // Its content, and not only its session at Keycloak: until then it is still on its way back from there.
        device.page()
                .getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Personal info"))
                .waitFor();
        assertThat(cap.sessions(person))
                .anyMatch(session -> session.getClients().containsValue("account-console"));
        device.open(cap.authorizationUrl(portal.url("/")) + "&prompt=login");
        device.page().locator("#password").fill(People.PASSWORD);
        device.page().locator("#kc-login").click();
        device.page().waitForURL(Pattern.compile(Pattern.quote(portal.url("/")) + ".*"));

        assertThat(cap.sessions(person)).hasSize(3);
        assertThat(cap.events("LOGOUT", person)).isEmpty();
    }

    @Test
    void inFirefoxThePersonChoosesTooAndWhoWasSignedOutReadsWhy() {
        cap.set(Map.of("userLimit", "1", "atLimit", "ask"));
        Device first = LimitPages.signedIn(browsers.newDevice(Browsers.Kind.FIREFOX), portal, person);
        Device second = browsers.newDevice(Browsers.Kind.FIREFOX);
        second.open(portal.url(REPORTS)).signIn(person.userName(), People.PASSWORD);
        assertThat(title(second)).isEqualTo("You are signed in somewhere else already");
        assertThat(choices(second).locator("b").allTextContents()).containsExactly("Firefox on Linux");
        second.screenshot("at-the-limit-firefox");

        endChosen(second);
        assertThat(alert(second)).isEqualTo("You chose 0. Choose at least 1, or cancel.");
        choices(second).first().click();
        endChosen(second);

        second.awaitPortal(portal.url(REPORTS));
        openPeople(first);
        assertThat(first.awaitSignInPage()
                        .page()
                        .locator("#gatehouse-ended-elsewhere")
                        .textContent())
                .startsWith("You were signed out here because of a sign-in elsewhere: ")
                .endsWith("Firefox on Linux.");
        first.screenshot("ended-elsewhere-firefox");
        assertThat(cap.sessions(person)).hasSize(1);
    }

    @Test
    void thePageWorksWithoutJavaScript() {
        cap.signInElsewhere(person, 3);
        Device device = browsers.newDevice(
                new Browser.NewContextOptions().setJavaScriptEnabled(false).setViewportSize(320, 800));
        device.open(cap.authorizationUrl(portal.url("/"))).signIn(person.userName(), People.PASSWORD);
        assertThat(title(device)).isEqualTo(TITLE_AT_LIMIT);
        device.screenshot("at-the-limit-320");

        press(device, AriaRole.LINK, "Cancel");
        device.awaitSignInPage().signIn(person.userName(), People.PASSWORD);
        choices(device).first().locator("input").check();
        endChosen(device);

        device.page().waitForURL(Pattern.compile(".*[?&#]code=.*"));
        assertThat(cap.sessions(person)).hasSize(3);
    }

    @Test
    void aLimitThatIsNoNumberIsSaidInTheLogAndReadsAsThree() {
        cap.set(Map.of("userLimit", "three", "atLimit", "ask"));
        cap.signInElsewhere(person, 3);

        askedToChoose();

        assertThat(keycloak.logText())
                .contains(
                        "Setting userLimit of 'session limit' is 'three', which is not a whole number from 0; 3 is used.");
    }

    private Device signedIn() {
        return LimitPages.signedIn(browsers.newDevice(), portal, person);
    }

    private Device signedIn(String userAgent) {
        return LimitPages.signedIn(
                browsers.newDevice(new Browser.NewContextOptions().setUserAgent(userAgent)), portal, person);
    }

    private Device askedToChoose() {
        Device device = browsers.newDevice().open(portal.url(REPORTS)).signIn(person.userName(), People.PASSWORD);
        assertThat(title(device)).isEqualTo(TITLE_AT_LIMIT);
        return device;
    }
}
