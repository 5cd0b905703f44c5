package io.github.gatehouse.it;

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
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.UserSessionRepresentation;

/** Way 4: the cap on concurrent sign-ins. The realm file allows three and asks. */
@SignInTest
class SessionLimitIT {

    private static final String REPORTS = "/reports?id=7&tab=calls";
    private static final String TITLE_AT_LIMIT = "You are signed in in 3 places already";
    private static final String TITLE_DENIED = "No more sign-ins right now";

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
        assertThat(fourth.page().getByRole(AriaRole.GROUP).textContent())
                .contains("3 is the most your organization allows at once.", "Choose at least one to end");
        assertThat(choices(fourth).allTextContents())
                .hasSize(3)
                .allSatisfy(
                        line -> assertThat(line)
                                .containsPattern(
                                        "Portal · last used .*\\d{1,2}:\\d\\d.* · since .*\\d{1,2}:\\d\\d.* · 127\\.0\\.0\\.1"));
        assertThat(choices(fourth).locator("b").allTextContents())
                .containsExactly("Firefox on Linux", "Chrome on Windows", "Mobile Safari on iOS");
        assertThat(cap.sessions(person)).hasSize(3);
        assertNothingFoundByAxe(fourth);
        fourth.screenshot("at-the-limit");

        choices(fourth).nth(1).click();
        press(fourth, "End the chosen and sign in");

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

        press(device, "End the chosen and sign in");
        assertThat(alert(device)).isEqualTo("You chose 0. Choose at least 1, or cancel.");

        Locator box = choices(device).first().locator("input");
        box.evaluate(
                "(box, id) => { box.value = id }", cap.sessions(other).get(0).getId());
        box.check();
        press(device, "End the chosen and sign in");

        assertThat(alert(device)).isEqualTo("You chose 0. Choose at least 1, or cancel.");
        assertThat(title(device)).isEqualTo(TITLE_AT_LIMIT);
        assertThat(cap.sessions(person)).hasSize(3);
        assertThat(cap.sessions(other)).hasSize(1);
        assertThat(cap.events("LOGOUT", person)).isEmpty();
    }

    @Test
    void cancelLeavesEverythingAsItWasAndLeadsBackToTheSignInPage() {
        Device first = signedIn(null);
        cap.signInElsewhere(person, 2);
        Device device = askedToChoose();

        device.page().getByText("Cancel").click();
        device.awaitSignInPage();

        assertThat(cap.sessions(person)).hasSize(3);
        openPeople(first);
        first.awaitPortal(portal.url("/people"));
        device.signIn(person.userName(), People.PASSWORD);
        assertThat(title(device)).isEqualTo(TITLE_AT_LIMIT);
        choices(device).first().click();
        press(device, "End the chosen and sign in");
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
        press(device, "End the chosen and sign in");

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
        assertThat(device.page().getByRole(AriaRole.GROUP).textContent()).contains("Choose at least 3 to end");
        choices(device).nth(0).click();
        choices(device).nth(4).click();
        press(device, "End the chosen and sign in");
        assertThat(alert(device)).isEqualTo("You chose 2. Choose at least 3, or cancel.");
        assertThat(device.page().locator("input:checked").count()).isEqualTo(2);
        assertThat(cap.sessions(person)).hasSize(5);

        choices(device).nth(2).click();
        press(device, "End the chosen and sign in");
        device.awaitPortal(portal.url(REPORTS));
        assertThat(cap.sessions(person)).hasSize(3);
    }

    @Test
    void whenTheCapWasLoweredEndOldestLeavesNoMoreThanTheCap() {
        cap.set(Map.of("userLimit", "0", "atLimit", "end-oldest"));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(cap.signInElsewhere(person));
            clock.advance(Duration.ofMinutes(1));
        }
        cap.set(Map.of("userLimit", "3", "atLimit", "end-oldest"));

        Device device = signedIn(null);

        assertThat(cap.sessions(person))
                .hasSize(3)
                .extracting(UserSessionRepresentation::getId)
                .contains(ids.get(3), ids.get(4));
        assertThat(cap.events("LOGOUT", person))
                .hasSize(3)
                .allSatisfy(event -> assertThat(event.getDetails()).containsEntry("reason", "session_limit"));
        openPeople(device);
        device.awaitPortal(portal.url("/people"));
    }

    @Test
    void endOldestSignsOutTheOneThatWasNotUsedForLongest() {
        cap.set(Map.of("userLimit", "2", "atLimit", "end-oldest"));
        Device first = signedIn(null);
        clock.advance(Duration.ofMinutes(1));
        Device second = signedIn(null);
        clock.advance(Duration.ofMinutes(1));
        // A page loaded anew goes by Keycloak, which uses the session.
        first.open(portal.url("/people")).awaitPortal(portal.url("/people"));
        clock.advance(Duration.ofMinutes(1));

        signedIn(null);

        openPeople(second);
        second.awaitSignInPage();
        openPeople(first);
        first.awaitPortal(portal.url("/people"));
        assertThat(cap.sessions(person)).hasSize(2);
    }

    @Test
    void aRefusalSaysHowManyAreAllowedSinceWhenAndWhomToContactAndMakesNoSession() {
        cap.set(Map.of("userLimit", "3", "atLimit", "deny"));
        cap.signInElsewhere(person, 3);
        Device device = browsers.newDevice().open(portal.url(REPORTS));
        int[] status = new int[1];
        device.page().onResponse(response -> {
            if (response.url().contains("/login-actions/")) {
                status[0] = response.status();
            }
        });
        device.signIn(person.userName(), People.PASSWORD);

        assertThat(title(device)).isEqualTo(TITLE_DENIED);
        assertThat(status[0]).isEqualTo(403);
        assertThat(device.page().locator("main").textContent())
                .contains("Your organization allows 3 at once, and all are in use.", "contact your account manager")
                .containsPattern("The oldest began at .*\\d{1,2}:\\d\\d");
        assertThat(cap.sessions(person)).hasSize(3);
        assertThat(cap.events("LOGIN_ERROR", person)).singleElement().satisfies(event -> {
            assertThat(event.getError()).isEqualTo("session_limit_reached");
            assertThat(event.getDetails())
                    .containsEntry("limit_scope", "user")
                    .containsEntry("limit", "3")
                    .containsEntry("live", "3");
        });
        assertNothingFoundByAxe(device);
        device.screenshot("no-more-sign-ins");

        device.page().getByText("Back to sign in").click();
        device.awaitSignInPage();
        cap.signOutEverywhere(person);
        device.signIn(person.userName(), People.PASSWORD).awaitPortal(portal.url(REPORTS));
    }

    @Test
    void thirtyRefusalsAreNoWrongPassword() {
        cap.set(Map.of("userLimit", "1", "atLimit", "deny", "atLimitWithoutPage", "deny"));
        cap.signInElsewhere(person, 1);
        Device device = browsers.newDevice().open(portal.url("/"));
        for (int i = 0; i < 15; i++) {
            device.awaitSignInPage().signIn(person.userName(), People.PASSWORD);
            assertThat(title(device)).isEqualTo(TITLE_DENIED);
            device.page().getByText("Back to sign in").click();
            assertThat(cap.grant(person).statusCode()).isEqualTo(400);
        }

        assertThat(keycloak.realm().attackDetection().bruteForceUserStatus(person.id()))
                .containsEntry("numFailures", 0)
                .containsEntry("disabled", false);
        cap.signOutEverywhere(person);
        device.awaitSignInPage().signIn(person.userName(), People.PASSWORD).awaitPortal(portal.url("/"));
    }

    @Test
    void theDirectGrantIsRefusedInTheLanguageOfClients() {
        cap.signInElsewhere(person, 3);

        HttpResponse<String> refused = cap.grant(person);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
        assertThat(refused.body())
                .contains("\"error\":\"invalid_grant\"", "Your organization allows 3 at once, and all are in use.");
        assertThat(cap.sessions(person)).hasSize(3);
        assertThat(cap.events("LOGIN_ERROR", person))
                .singleElement()
                .satisfies(event -> assertThat(event.getError()).isEqualTo("session_limit_reached"));
    }

    @Test
    void theDirectGrantEndsTheOldestWhereTheRealmSaysSo() {
        cap.set(Map.of("userLimit", "3", "atLimit", "deny", "atLimitWithoutPage", "end-oldest"));
        String oldest = cap.signInElsewhere(person);
        clock.advance(Duration.ofMinutes(1));
        cap.signInElsewhere(person, 2);

        assertThat(cap.grant(person).statusCode()).isEqualTo(200);

        assertThat(cap.sessions(person))
                .hasSize(3)
                .extracting(UserSessionRepresentation::getId)
                .doesNotContain(oldest);
    }

    @Test
    void atTheCapASecondApplicationAndSigningInAgainInTheSameBrowserPass() {
        Device device = signedIn(null);
        cap.signInElsewhere(person, 2);

        device.open(keycloak.realmUrl() + "/account/");
        device.page()
                .waitForCondition(() -> cap.sessions(person).stream()
                        .anyMatch(session -> session.getClients().containsValue("account-console")));
        device.open(cap.authorizationUrl(portal.url("/")) + "&prompt=login");
        device.page().locator("#password").fill(People.PASSWORD);
        device.page().locator("#kc-login").click();
        device.page().waitForURL(Pattern.compile(Pattern.quote(portal.url("/")) + ".*"));

        assertThat(cap.sessions(person)).hasSize(3);
        assertThat(cap.events("LOGOUT", person)).isEmpty();
    }

    @Test
    void thePageWorksWithoutJavaScript() {
        cap.signInElsewhere(person, 3);
        Device device = browsers.newDevice(
                new Browser.NewContextOptions().setJavaScriptEnabled(false).setViewportSize(320, 800));
        device.open(cap.authorizationUrl(portal.url("/"))).signIn(person.userName(), People.PASSWORD);
        assertThat(title(device)).isEqualTo(TITLE_AT_LIMIT);
        device.screenshot("at-the-limit-320");

        device.page().getByText("Cancel").click();
        device.awaitSignInPage().signIn(person.userName(), People.PASSWORD);
        choices(device).first().locator("input").check();
        press(device, "End the chosen and sign in");

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

    private Device signedIn(String userAgent) {
        return browsers.newDevice(new Browser.NewContextOptions().setUserAgent(userAgent))
                .open(portal.url("/"))
                .signIn(person.userName(), People.PASSWORD)
                .awaitPortal(portal.url("/"));
    }

    private Device askedToChoose() {
        Device device = browsers.newDevice().open(portal.url(REPORTS)).signIn(person.userName(), People.PASSWORD);
        assertThat(title(device)).isEqualTo(TITLE_AT_LIMIT);
        return device;
    }

    /** Follows a link within the portal, as a person does. */
    private static void openPeople(Device device) {
        device.page()
                .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("People"))
                .click();
    }

    private static void press(Device device, String button) {
        device.page()
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button))
                .click();
    }

    private static String title(Device device) {
        device.page().waitForFunction("() => !document.querySelector('#kc-login')");
        return device.page().locator("h1").textContent().strip();
    }

    private static String alert(Device device) {
        return device.page().getByRole(AriaRole.ALERT).textContent().strip();
    }

    private static Locator choices(Device device) {
        return device.page().locator("label.gatehouse-choice");
    }

    private static void assertNothingFoundByAxe(Device device) {
        assertThat(new AxeBuilder(device.page()).analyze().getViolations()).isEmpty();
    }
}
