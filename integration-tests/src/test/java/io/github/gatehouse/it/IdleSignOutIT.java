package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserSessionRepresentation;

/** 30 minutes without activity and 12 hours whatever the activity end at the sign-in page, which leads back to the page. */
@SignInTest
class IdleSignOutIT {

    private static final String REPORT = "/reports?id=7&tab=calls";
    private static final Duration A_MOMENT = Duration.ofSeconds(5);

    private final KeycloakUnderTest keycloak;
    private final Portal portal;
    private final ServerClock clock;
    private final Person person;
    private final Device device;
    private Duration passed = Duration.ZERO;
    private final List<String> refreshes = new CopyOnWriteArrayList<>();
    private final List<String> backgroundCalls = new CopyOnWriteArrayList<>();

    IdleSignOutIT(KeycloakUnderTest keycloak, Portal portal, ServerClock clock, People people, Browsers browsers) {
        this.keycloak = keycloak;
        this.portal = portal;
        this.clock = clock;
        person = people.withPassword(People.PASSWORD);
        device = browsers.newDevice();
    }

    @BeforeEach
    void signInAtTheReport() {
        device.context().clock().install();
        signIn();
        device.page().onRequest(request -> {
            if (request.url().endsWith("/token")) {
                refreshes.add(request.url());
            } else if (request.url().endsWith("/userinfo")) {
                backgroundCalls.add(request.url());
            }
        });
    }

    @Test
    void theShippedRealmAllows30MinutesWithoutActivityAnd12HoursInAll() {
        RealmRepresentation realm = keycloak.realm().toRepresentation();
        assertThat(realm.getSsoSessionIdleTimeout()).isEqualTo(1800);
        assertThat(realm.getSsoSessionMaxLifespan()).isEqualTo(43200);
    }

    @Test
    void afterTheIdleTimeTheSignInPageLeadsBackToTheVeryPage() {
        pass(Duration.ofMinutes(30).plus(A_MOMENT));
        device.awaitSignInPage();
        assertThat(sessions()).isZero();
        device.signIn(person.userName(), People.PASSWORD).awaitPortal(portal.url(REPORT));
        assertThat(named(AriaRole.HEADING, "Report 7: this sign-in")).isVisible();
    }

    @Test
    void theScriptItselfEndsTheSessionThatKeycloakWouldKeep() {
        assertThat(sessions()).isEqualTo(1);
        device.context().clock().fastForward("30:05");
        device.awaitSignInPage();
        assertThat(sessions()).isZero();
    }

    @Test
    void backgroundTrafficIsNoActivity() {
        for (int i = 0; i < 5; i++) {
            int before = backgroundCalls.size();
            pass(Duration.ofMinutes(5));
            device.page().waitForCondition(() -> backgroundCalls.size() > before);
        }
        pass(Duration.ofMinutes(5).plus(A_MOMENT));
        device.awaitSignInPage();
        assertThat(refreshes).isEmpty();
    }

    @Test
    void activityInAnotherTabCounts() {
        Page other = device.context().newPage();
        other.navigate(portal.url("/people"));
        signedInAs(other).waitFor();
        pass(Duration.ofMinutes(20));
        other.mouse().move(300, 300);
        other.mouse().move(310, 300);
        device.page()
                .waitForResponse(
                        this::isTokenAnswer,
                        () -> other.waitForResponse(
                                this::isTokenAnswer,
                                () -> pass(Duration.ofMinutes(8).plusSeconds(30))));
        pass(Duration.ofMinutes(10));
        openTab("Times");
        pass(Duration.ofMinutes(30).plus(A_MOMENT));
        device.awaitSignInPage();
        other.locator("#kc-login").waitFor();
    }

    @Test
    void after12HoursTheSignInPageComesWhateverTheActivity() {
        for (int i = 0; i < 28; i++) {
            pass(Duration.ofMinutes(25));
            openTab(i % 2 == 0 ? "Times" : "Calls");
        }
        passUntil(Duration.ofHours(12).minusSeconds(30));
        openTab("Times");
        assertThat(sessions()).isEqualTo(1);
        device.page().mouse().move(400, 400);
        pass(Duration.ofSeconds(30).plus(A_MOMENT));
        device.awaitSignInPage();
        device.signIn(person.userName(), People.PASSWORD).awaitPortal(portal.url("/reports?id=7&tab=times"));
    }

    @Test
    void theIdleTimeIsTheRealms() {
        setIdleTime(600);
        try {
            signOut();
            signIn();
            passUntil(Duration.ofMinutes(9).plusSeconds(30));
            warning(device.page()).waitFor();
            pass(Duration.ofSeconds(30).plus(A_MOMENT));
            device.awaitSignInPage();
        } finally {
            setIdleTime(1800);
        }
    }

    @Test
    void aWarningCountsDownTheLastMinuteAndStaySignedInEndsIt() {
        passUntil(Duration.ofMinutes(29).plusSeconds(5));
        Locator warning = warning(device.page());
        int left = secondsLeft(warning);
        assertThat(left).isBetween(earliestSecondsLeft(), 60);
        pass(Duration.ofSeconds(10));
        device.page().waitForCondition(() -> secondsLeft(warning) <= left - 10);
        assertThat(secondsLeft(warning)).isGreaterThanOrEqualTo(earliestSecondsLeft());
        Locator stay = warning.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Stay signed in"));
        assertThat(stay).isFocused();
        assertThat(violations()).isEmpty();
        device.screenshot("idle-warning");
        device.page().mouse().move(20, 20);
        device.page().mouse().move(40, 40);
        assertThat(warning).isVisible();
        device.page().waitForResponse(this::isTokenAnswer, stay::click);
        assertThat(warning).isHidden();
        pass(Duration.ofMinutes(28));
        openTab("Times");
    }

    @Test
    void signingOutSignsOutTheOtherTabsToo() {
        Page other = device.context().newPage();
        other.navigate(portal.url("/people"));
        signedInAs(other).waitFor();
        signOut();
        other.locator("#kc-login").waitFor();
        assertThat(sessions()).isZero();
    }

    @Test
    void aSessionThatWasEndedElsewhereIsNoticedAtTheNextPageOpened() {
        keycloak.realm().users().get(person.id()).logout();
        link("People").click();
        device.awaitSignInPage();
        device.signIn(person.userName(), People.PASSWORD).awaitPortal(portal.url("/people"));
    }

    @Test
    void everyPageOfThePortalIsReachableByItsLinkAndFreeOfAccessibilityViolations() {
        Map<String, String> headings = Map.of("Home", "Welcome, Mara", "Reports", "Report 7: this sign-in");
        for (int width : List.of(320, 1280)) {
            device.page().setViewportSize(width, 800);
            for (String page : List.of("Home", "Reports", "People")) {
                link(page).click();
                assertThat(link(page)).hasAttribute("aria-current", "page");
                named(AriaRole.HEADING, headings.getOrDefault(page, page)).waitFor();
                assertThat(violations()).isEmpty();
                assertThat(device.page().evaluate("document.documentElement.scrollWidth"))
                        .isEqualTo(width);
                device.screenshot("portal-" + page.toLowerCase(Locale.ROOT) + "-" + width);
            }
        }
        assertThat(device.page().getByText(person.userName(), new Page.GetByTextOptions().setExact(true)))
                .isVisible();
    }

    private void signIn() {
        device.open(portal.url(REPORT))
                .awaitSignInPage()
                .signIn(person.userName(), People.PASSWORD)
                .awaitPortal(portal.url(REPORT));
    }

    private void signOut() {
        device.page()
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out"))
                .click();
        device.awaitSignInPage();
    }

    /** Lets time pass for the server and for the browser. */
    private void pass(Duration time) {
        clock.advance(time);
        device.context().clock().fastForward(time.toMillis());
        passed = passed.plus(time);
    }

    /** Lets time pass until the sign-in was so long ago. Both clocks also go on by themselves, which counts. */
    private void passUntil(Duration sinceSignIn) {
        pass(sinceSignIn.minus(sinceSignIn()).truncatedTo(ChronoUnit.SECONDS));
    }

    /** By Keycloak's start of the session, a second too long at most. */
    private Duration sinceSignIn() {
        long start = userSessions().get(0).getStart();
        return Duration.between(Instant.ofEpochMilli(start), Instant.now().plus(passed));
    }

    /** If the last activity was the sign-in: two seconds less than the idle time, for rounding. */
    private int earliestSecondsLeft() {
        return 1798 - (int) sinceSignIn().toSeconds();
    }

    private static int secondsLeft(Locator warning) {
        return Integer.parseInt(warning.getByRole(AriaRole.TIMER).textContent().replace(" seconds left", ""));
    }

    private int sessions() {
        return userSessions().size();
    }

    private List<UserSessionRepresentation> userSessions() {
        return keycloak.realm().users().get(person.id()).getUserSessions();
    }

    private void setIdleTime(int seconds) {
        RealmRepresentation realm = keycloak.realm().toRepresentation();
        realm.setSsoSessionIdleTimeout(seconds);
        keycloak.realm().update(realm);
    }

    /** Opens a tab of the report: activity, and a proof that the person is signed in. */
    private void openTab(String name) {
        link(name).click();
        assertThat(link(name)).hasAttribute("aria-current", "page");
    }

    private boolean isTokenAnswer(com.microsoft.playwright.Response response) {
        return response.url().endsWith("/token") && response.status() == 200;
    }

    private List<String> violations() {
        return new AxeBuilder(device.page())
                .analyze().getViolations().stream().map(rule -> rule.getId()).toList();
    }

    private Locator link(String name) {
        return named(AriaRole.LINK, name);
    }

    private Locator named(AriaRole role, String name) {
        return device.page()
                .getByRole(role, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator warning(Page page) {
        return page.getByRole(AriaRole.ALERTDIALOG);
    }

    private static Locator signedInAs(Page page) {
        return page.getByText("Signed in as Mara Quist");
    }
}
