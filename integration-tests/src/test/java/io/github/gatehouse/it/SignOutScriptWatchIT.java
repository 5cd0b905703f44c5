package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Portal;
import io.github.gatehouse.it.support.SignInTest;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script for applications with a stand-in for keycloak-js: what it asks of it, and what it survives. */
@SignInTest
class SignOutScriptWatchIT {

    /** Signed in just now, for an idle time of 30 minutes; `asked` lists what the script asked of it. */
    private static final String STAND_IN = """
            const script = await import('/gatehouse-sign-out.js');
            const asked = [];
            const seconds = () => Math.floor(Date.now() / 1000);
            const keycloak = {
              authenticated: true, clientId: 'test', sessionId: 's', timeSkew: 0, token: 'old',
              tokenParsed: { iss: location.origin }, isTokenExpired: () => true,
              login: ({ redirectUri }) => asked.push(`login ${redirectUri}`),
              logout: ({ redirectUri }) => asked.push(`logout ${redirectUri}`),
              updateToken: async () => { asked.push('refresh'); keycloak.token = 'new'; renew(); },
            };
            const renew = () => {
              keycloak.refreshToken = `r${asked.length}`;
              keycloak.refreshTokenParsed = { iat: seconds(), exp: seconds() + 1800 };
            };
            renew();
            """;

    private final Page page;
    private final Portal portal;

    SignOutScriptWatchIT(Portal portal, Browsers browsers) {
        this.portal = portal;
        page = browsers.newDevice().page();
    }

    @BeforeEach
    void openAPageThatRunsNothing() {
        page.clock().install();
        page.navigate(portal.url("/gatehouse-sign-out.js"));
    }

    @Test
    void anAccessTokenIsRefreshedOnlyAfterActivity() {
        watchSession("");
        assertThat(page.evaluate("session.accessToken()")).isEqualTo("old");
        page.clock().fastForward(2000);
        page.evaluate("dispatchEvent(new PointerEvent('pointerdown'))");
        assertThat(page.evaluate("session.accessToken()")).isEqualTo("old");
        page.mouse().move(10, 10);
        assertThat(page.evaluate("session.accessToken()")).isEqualTo("new");
        page.clock().fastForward(400_000);
        page.evaluate("session.accessToken()");
        assertThat(page.evaluate("asked")).isEqualTo(List.of("refresh"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"keydown", "pointerdown", "pointermove", "wheel"})
    void whatAPersonDoesIsActivity(String event) {
        watchSession("");
        page.clock().fastForward(60_000);
        long before = lastActivity();
        switch (event) {
            case "keydown" -> page.keyboard().press("Shift");
            case "pointerdown" -> page.mouse().click(0, 0);
            case "pointermove" -> page.mouse().move(30, 30);
            default -> page.mouse().wheel(0, 10);
        }
        page.waitForCondition(() -> lastActivity() >= before + 60_000);
    }

    @Test
    void anApplicationCanReportActivityOfItsOwnAlsoDuringTheWarning() {
        watchSession("");
        page.clock().fastForward("29:30");
        assertThat(page.getByRole(AriaRole.ALERTDIALOG)).isVisible();
        page.evaluate("session.reportActivity()");
        assertThat(page.getByRole(AriaRole.ALERTDIALOG)).isHidden();
        assertThat(page.evaluate("asked")).isEqualTo(List.of("refresh"));
    }

    @Test
    void activityAfterTheIdleTimeIsTooLate() {
        watchSession("");
        // A computer that slept: its clock has moved, but no timer has run yet when the pointer moves.
        setClockBy("2 * 3600");
        page.mouse().move(30, 30);
        page.waitForFunction("asked.length > 0");
        assertThat(page.evaluate("asked")).isEqualTo(List.of("logout " + page.url()));
    }

    @Test
    void aClearedStorageChangesNothing() {
        watchSession("");
        page.clock().fastForward("10:00");
        page.mouse().move(30, 30);
        page.evaluate("localStorage.clear()");
        page.clock().fastForward("19:30");
        assertThat(page.evaluate("asked")).isEqualTo(List.of("refresh"));
        page.clock().fastForward("10:00");
        assertThat(page.getByRole(AriaRole.ALERTDIALOG)).isVisible();
        page.evaluate("localStorage.clear()");
        page.evaluate("session.pageOpened()");
        assertThat(page.getByRole(AriaRole.ALERTDIALOG)).isHidden();
        page.evaluate("localStorage.clear()");
        page.clock().fastForward("30:05");
        assertThat((List<?>) page.evaluate("asked")).last().isEqualTo("logout " + page.url());
    }

    @Test
    void aFullStorageLeavesEachTabToItself() {
        watchSession("");
        page.evaluate(
                "() => { Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); } }");
        page.clock().fastForward("20:00");
        page.mouse().move(30, 30);
        page.clock().fastForward("09:00");
        page.clock().fastForward("15:00");
        assertThat(page.evaluate("asked")).isEqualTo(List.of("refresh"));
        page.clock().fastForward("06:05");
        assertThat(page.evaluate("asked")).isEqualTo(List.of("refresh", "logout " + page.url()));
    }

    @Test
    void anErrorInATextOfTheApplicationDoesNotStopTheWatch() {
        watchSession(", { messages: { secondsLeft: () => { throw new Error('no text'); } } }");
        setClockBy("29.5 * 60");
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
        setClockBy("31 * 60");
        page.clock().fastForward(10_000);
        assertThat(page.evaluate("asked")).isEqualTo(List.of("logout " + page.url()));
    }

    /** An application may ask before its page is left; the stand-in never leaves it. */
    @Test
    void whoStaysOnThePageAfterTheIdleTimeIsSignedOutHalfAMinuteLater() {
        watchSession("");
        page.clock().fastForward("30:05");
        page.mouse().move(30, 30);
        page.clock().fastForward(25_000);
        assertThat(page.evaluate("asked")).isEqualTo(List.of("logout " + page.url()));
        page.clock().fastForward(5_000);
        assertThat(page.evaluate("asked")).isEqualTo(List.of("logout " + page.url(), "logout " + page.url()));
    }

    @Test
    void whoStaysOnThePageInsteadOfSigningOutIsSignedOutAfterTheIdleTime() {
        watchSession("");
        page.evaluate("session.signOut('/')");
        page.clock().fastForward(31_000);
        page.mouse().move(30, 30);
        page.clock().fastForward("20:00");
        assertThat(page.evaluate("asked")).isEqualTo(List.of("logout /"));
        page.clock().fastForward("10:00");
        assertThat(page.evaluate("asked")).isEqualTo(List.of("logout /", "logout " + page.url()));
    }

    @Test
    void aClockThatIsSetBackProlongsTheIdleTimeOnceOnly() {
        watchSession("");
        setClockBy("-2 * 3600");
        page.clock().fastForward(10_000);
        page.clock().fastForward("30:05");
        assertThat(page.evaluate("asked")).isEqualTo(List.of("logout " + page.url()));
    }

    @Test
    void anActivityOfTheFutureIsForgottenWhenAPageIsOpened() {
        page.evaluate("localStorage.setItem(`gatehouse-sign-out ${location.origin} test activity`, Date.now() + 9e6)");
        page.evaluate("async () => { " + STAND_IN + "keycloak.refreshTokenParsed.iat -= 100;"
                + "window.session = script.watchSession(keycloak); }");
        assertThat(lastActivity()).isLessThan(((Number) page.evaluate("Date.now()")).longValue() - 99_000);
    }

    @Test
    void theWarningTakesTheTextsOfTheApplication() {
        watchSession(", { messages: { title: 'Noch da?', secondsLeft: (seconds) => `noch ${seconds} s` } }");
        page.clock().fastForward("29:30");
        assertThat(page.getByRole(AriaRole.ALERTDIALOG, new Page.GetByRoleOptions().setName("Noch da?")))
                .containsText(Pattern.compile("noch (30|29) s"));
    }

    private void watchSession(String options) {
        page.evaluate("async () => { " + STAND_IN
                + "Object.assign(window, { asked, session: script.watchSession(keycloak" + options + ") }); }");
    }

    /** Moves the time the page reads, in seconds; its timers do not notice. */
    private void setClockBy(String seconds) {
        page.evaluate("() => { const real = window.realNow ??= Date.now; Date.now = () => real() + (" + seconds
                + ") * 1000; }");
    }

    private long lastActivity() {
        return ((Number) page.evaluate("session.times().lastActivity.getTime()")).longValue();
    }
}
