package io.github.gatehouse.it;

import static io.github.gatehouse.it.LimitPages.openPeople;
import static io.github.gatehouse.it.LimitPages.press;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.admin.client.resource.AuthenticationManagementResource;
import org.keycloak.representations.idm.RealmRepresentation;

/** Whose sign-in was ended for another one reads at the sign-in page why. */
@SignInTest
class EndedElsewhereIT {

    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private static final Pattern BY_FIREFOX = Pattern.compile(
            "You were signed out here because of a sign-in elsewhere: \\d{1,2}:\\d\\d\\h[AP]M \\S+, Firefox on Linux\\.");
    private static final Pattern BACK = Pattern.compile(".*[?&#](code|error)=.*");

    private final KeycloakUnderTest keycloak;
    private final CappedRealm cap;
    private final Portal portal;
    private final Browsers browsers;
    private final ServerClock clock;
    private final People people;
    private final Person person;

    EndedElsewhereIT(KeycloakUnderTest keycloak, Portal portal, Browsers browsers, ServerClock clock, People people) {
        this.keycloak = keycloak;
        this.cap = new CappedRealm(keycloak);
        this.portal = portal;
        this.browsers = browsers;
        this.clock = clock;
        this.people = people;
        this.person = people.withPassword(People.PASSWORD);
    }

    @BeforeEach
    void oneAtATime() {
        cap.prepare();
        cap.set(Map.of("userLimit", "1", "atLimit", "end-oldest"));
    }

    @AfterEach
    void asShipped() {
        cap.asShipped();
    }

    @Test
    void itIsToldAtEachViewUntilTheNextSignInAndNotLongerThanTenMinutes() {
        Device device = ended(new Browser.NewContextOptions());
        openPeople(device);
        device.awaitSignInPage();
        assertThat(note(device)).get().asString().matches(BY_FIREFOX);
        assertThat(new AxeBuilder(device.page()).analyze().getViolations()).isEmpty();
        device.screenshot("ended-elsewhere");
        assertThat(lifeOfCookie(device)).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
        Instant expires = expiry(device);

        device.signIn(person.userName(), "Wr0ng!pass");
        device.page().getByRole(AriaRole.ALERT).waitFor();
        assertThat(note(device)).as("after a wrong password").isPresent();
        device.page().reload();
        assertThat(note(device.awaitSignInPage())).as("loaded again").isPresent();
        device.page().locator("#kc-locale summary").click();
        press(device, AriaRole.LINK, "German (Deutsch)");
        device.page().locator("html[lang=de]").waitFor();
        assertThat(note(device))
                .get()
                .asString()
                .matches("Sie wurden hier wegen einer Anmeldung an anderer Stelle abgemeldet: \\d\\d:\\d\\d \\S+,"
                        + " Firefox unter Linux\\.");
        device.open(portal.url("/")).awaitSignInPage();
        assertThat(note(device)).as("another sign-in begun").isPresent();
        assertThat(expiry(device)).as("ten minutes from the first view").isEqualTo(expires);

        device.signIn(person.userName(), People.PASSWORD).awaitPortal(portal.url("/"));
        assertThat(expiry(device)).isNull();
        cap.signOutEverywhere(person);
        openPeople(device);
        assertThat(note(device.awaitSignInPage()))
                .as("ended by an administrator since")
                .isEmpty();
    }

    @Test
    void keycloaksOwnFormTellsItAfterAWrongPasswordToo() {
        Device device = ended(new Browser.NewContextOptions());
        putKeycloaksFormBehindTheStep();
        try {
            openPeople(device);
            device.awaitSignInPage();
            assertThat(device.page().locator("label[for=username]").textContent())
                    .as("not our form, which takes agent IDs")
                    .isEqualTo("User name or e-mail");
            assertThat(note(device)).get().asString().matches(BY_FIREFOX);
            for (String wrong : List.of("Wr0ng!pass", "")) {
                device.signIn(person.userName(), wrong);
                device.page().getByRole(AriaRole.ALERT).waitFor();
                assertThat(note(device))
                        .as("after '" + wrong + "'")
                        .get()
                        .asString()
                        .matches(BY_FIREFOX);
            }
            device.page().reload();
            assertThat(note(device.awaitSignInPage())).as("loaded again").isPresent();

            device.signIn(person.userName(), People.PASSWORD).awaitPortal(portal.url("/people"));
        } finally {
            changeRealm(realm -> realm.setBrowserFlow("gatehouse browser"));
            keycloak.realm().flows().getFlows().stream()
                    .filter(flow -> flow.getAlias().equals("own form"))
                    .forEach(flow -> keycloak.realm().flows().deleteFlow(flow.getId()));
        }
    }

    @Test
    void whoeverSignsInNextInThatBrowserReadsItAndThenItIsGone() {
        Person other = people.withPassword(People.PASSWORD);
        Device device = ended(new Browser.NewContextOptions());
        openPeople(device);
        assertThat(note(device.awaitSignInPage())).isPresent();

        device.signIn(other.userName(), People.PASSWORD).awaitPortal(portal.url("/people"));
        press(device, AriaRole.BUTTON, "Sign out");

        assertThat(note(device.awaitSignInPage())).isEmpty();
    }

    @Test
    void anApplicationThatOnlyAsksWhetherSomebodyIsSignedInDoesNotUseItUp() {
        Device device = ended(new Browser.NewContextOptions());
        for (int i = 0; i < 2; i++) {
            device.open(cap.authorizationUrl(portal.url("/gatehouse-sign-out.js")) + "&prompt=none");
            device.page().waitForURL(BACK);
            assertThat(device.page().url()).contains("error=login_required");
        }
        assertThat(lifeOfCookie(device)).as("before the first view").isGreaterThan(Duration.ofHours(11));

        device.open(portal.url("/people")).awaitSignInPage();

        assertThat(note(device)).get().asString().matches(BY_FIREFOX);
        assertThat(lifeOfCookie(device)).isLessThanOrEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void aSecondTabTellsItToo() {
        Device device = ended(new Browser.NewContextOptions());
        openPeople(device);
        device.awaitSignInPage();
        Page second = device.context().newPage();
        second.navigate(portal.url("/reports"));
        second.locator("#kc-login").waitFor();

        assertThat(second.locator("#gatehouse-ended-elsewhere").textContent()).matches(BY_FIREFOX);
    }

    @Test
    void itNeedsNoJavaScriptAndFitsIntoASmallPage() {
        Device device = browsers.newDevice(new Browser.NewContextOptions()
                .setJavaScriptEnabled(false)
                .setViewportSize(320, 640)
                .setLocale("ja"));
        device.open(cap.authorizationUrl(portal.url("/"))).signIn(person.userName(), People.PASSWORD);
        device.page().waitForURL(BACK);
        signInWithFirefox();

        device.open(cap.authorizationUrl(portal.url("/")));

        assertThat(note(device)).get().asString().startsWith("別の場所でサインインがあったため").contains("Firefox");
        assertThat((int) device.page().evaluate("document.documentElement.scrollWidth"))
                .isLessThanOrEqualTo(320);
        device.screenshot("ended-elsewhere-320");
    }

    @Test
    void whoWasSignedOutForAnotherReasonReadsNothing() {
        Device byAdministrator = LimitPages.signedIn(browsers.newDevice(), portal, person);
        cap.signOutEverywhere(person);
        openPeople(byAdministrator);
        assertThat(note(byAdministrator.awaitSignInPage())).isEmpty();

        Device idle = LimitPages.signedIn(browsers.newDevice(), portal, person);
        clock.advance(Duration.ofMinutes(31));
        idle.open(portal.url("/people")).awaitSignInPage();
        assertThat(note(idle)).isEmpty();
    }

    @Test
    void aCookieWithSomethingElseIsPassedOver() {
        Device device = browsers.newDevice();
        for (String junk : new String[] {"", ".shown", "\"><script>", "x".repeat(3000)}) {
            device.context()
                    .addCookies(List.of(new Cookie("GATEHOUSE_ENDED_SESSION", junk).setUrl(keycloak.realmUrl() + "/")));
            device.open(portal.url("/")).awaitSignInPage();
            assertThat(note(device)).isEmpty();
        }
        device.signIn(person.userName(), People.PASSWORD).awaitPortal(portal.url("/"));
    }

    @Test
    void underKeycloaksOwnThemeNothingIsToldAndNothingBreaks() {
        Device device = ended(new Browser.NewContextOptions());
        setTheme("keycloak.v2");
        try {
            openPeople(device);
            device.awaitSignInPage();
            assertThat(device.page().content()).contains("/login/keycloak.v2/");
            assertThat(note(device)).isEmpty();
            device.page().reload();
            device.awaitSignInPage().signIn(person.userName(), People.PASSWORD).awaitPortal(portal.url("/people"));
        } finally {
            setTheme("gatehouse");
        }
    }

    /** Somebody's browser, showing the portal, whose session was ended by a sign-in with Firefox. */
    private Device ended(Browser.NewContextOptions options) {
        Device device = LimitPages.signedIn(browsers.newDevice(options), portal, person);
        signInWithFirefox();
        return device;
    }

    private void signInWithFirefox() {
        LimitPages.signedIn(browsers.newDevice(new Browser.NewContextOptions().setUserAgent(FIREFOX)), portal, person);
    }

    private static Optional<String> note(Device device) {
        Locator note = device.page().locator("#gatehouse-ended-elsewhere");
        return note.count() == 0
                ? Optional.empty()
                : Optional.of(note.textContent().strip());
    }

    private static Duration lifeOfCookie(Device device) {
        return Duration.between(Instant.now(), expiry(device));
    }

    /** Null when the browser has no such cookie. */
    private static Instant expiry(Device device) {
        return device.context().cookies().stream()
                .filter(cookie -> cookie.name.equals("GATEHOUSE_ENDED_SESSION"))
                .peek(cookie -> assertThat(cookie.httpOnly).isTrue())
                .findFirst()
                .map(cookie -> Instant.ofEpochSecond(cookie.expires.longValue()))
                .orElse(null);
    }

    private void setTheme(String theme) {
        changeRealm(realm -> realm.setLoginTheme(theme));
    }

    private void putKeycloaksFormBehindTheStep() {
        AuthenticationManagementResource flows = keycloak.realm().flows();
        flows.copy("gatehouse browser", Map.of("newName", "own form")).close();
        flows.addExecution(
                "own form gatehouse browser form", Map.of("provider", "auth-username-password-form", "priority", 15));
        flows.getExecutions("own form").forEach(step -> {
            if ("auth-username-password-form".equals(step.getProviderId())) {
                step.setRequirement("REQUIRED");
                flows.updateExecutions("own form", step);
            } else if ("sign-in-form".equals(step.getProviderId())) {
                step.setRequirement("DISABLED");
                flows.updateExecutions("own form", step);
            }
        });
        changeRealm(realm -> realm.setBrowserFlow("own form"));
    }

    private void changeRealm(Consumer<RealmRepresentation> change) {
        RealmRepresentation realm = keycloak.realm().toRepresentation();
        change.accept(realm);
        keycloak.realm().update(realm);
    }
}
