package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
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
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages at the cap tell times in the person's zone and language; without JavaScript in the server's zone, named. */
@SignInTest
class SessionLimitTimesIT {

    /** Half an hour beside the full one, so that no other zone is taken for it, and never on the server's day for long. */
    private static final ZoneId ADELAIDE = ZoneId.of("Australia/Adelaide");

    private static final String SERVERS_ZONE =
            DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH).format(ZonedDateTime.now(ZoneId.systemDefault()));

    private final CappedRealm cap;
    private final Portal portal;
    private final Browsers browsers;
    private final ServerClock clock;
    private final Person person;

    SessionLimitTimesIT(
            KeycloakUnderTest keycloak, Portal portal, Browsers browsers, ServerClock clock, People people) {
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

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "fr", "es", "it", "nl", "pt-BR", "ja", "ko", "zh-CN", "zh-TW"})
    void thePageOfChoicesTellsThemInThePersonsZoneAndLanguage(String language) {
        cap.set(Map.of("userLimit", "1", "atLimit", "ask"));
        cap.signInElsewhere(person);

        Device device = atTheCap(inAdelaide().setLocale(language));

        device.page().locator("label.gatehouse-choice time").first().waitFor();
        assertThat(device.page().locator("html").getAttribute("lang")).isEqualTo(language);
        assertThat(device.page().locator("time").count()).isEqualTo(2);
        for (Locator time : device.page().locator("time").all()) {
            assertThat(plain(time.textContent()))
                    .doesNotContain(SERVERS_ZONE)
                    .containsPattern("(^|\\D)" + clockIn(ADELAIDE, time) + "(\\D|$)");
        }
        assertThat(new AxeBuilder(device.page()).analyze().getViolations()).isEmpty();
        device.screenshot("times-at-the-limit-" + language);
    }

    @Test
    void theRefusalDoesTooAndNamesTheDayUnlessItIsToday() {
        cap.set(Map.of("userLimit", "1", "atLimit", "deny"));
        cap.signInElsewhere(person);

        Device device = atTheCap(inAdelaide());

        Locator time = device.page().locator("time");
        assertThat(plain(time.textContent()))
                .isEqualTo("The oldest began at "
                        + plain(DateTimeFormatter.ofPattern("h:mm a", Locale.ENGLISH)
                                .format(momentOf(time).atZone(ADELAIDE)))
                        + ".");
        device.screenshot("times-refusal");

        // Only the server's clock moves: for the browser it is a day that is still to come.
        cap.signOutEverywhere(person);
        clock.advance(Duration.ofDays(3));
        cap.signInElsewhere(person);
        Device later = atTheCap(inAdelaide());
        time = later.page().locator("time");
        assertThat(plain(time.textContent()))
                .isEqualTo("The oldest began at "
                        + DateTimeFormatter.ofPattern("MMM d, yyyy, h:mm a", Locale.ENGLISH)
                                .format(momentOf(time).atZone(ADELAIDE))
                        + ".");
    }

    @Test
    void withoutJavaScriptTheyAreInTheServersZoneWhichIsNamed() {
        cap.set(Map.of("userLimit", "1", "atLimit", "ask"));
        cap.signInElsewhere(person);

        Device device = browsers.newDevice(inAdelaide().setJavaScriptEnabled(false))
                .open(cap.authorizationUrl(portal.url("/")))
                .signIn(person.userName(), People.PASSWORD);

        device.page().locator("label.gatehouse-choice time").first().waitFor();
        for (Locator time : device.page().locator("time").all()) {
            assertThat(plain(time.textContent()))
                    .endsWith(" "
                            + DateTimeFormatter.ofPattern("h:mm a zzz", Locale.ENGLISH)
                                    .format(momentOf(time).atZone(ZoneId.systemDefault())));
        }
        device.screenshot("times-without-javascript");
    }

    private static Browser.NewContextOptions inAdelaide() {
        return new Browser.NewContextOptions().setTimezoneId(ADELAIDE.getId());
    }

    private Device atTheCap(Browser.NewContextOptions options) {
        Device device = browsers.newDevice(options).open(portal.url("/")).signIn(person.userName(), People.PASSWORD);
        device.page().locator("time").first().waitFor();
        device.page().waitForLoadState();
        return device;
    }

    /** Hour and minute, by a clock of 24 hours or of 12. */
    private static String clockIn(ZoneId zone, Locator time) {
        ZonedDateTime there = momentOf(time).atZone(zone);
        return "0?(" + there.getHour() + "|" + DateTimeFormatter.ofPattern("h").format(there) + "):"
                + DateTimeFormatter.ofPattern("mm").format(there);
    }

    private static Instant momentOf(Locator time) {
        return Instant.parse(time.getAttribute("datetime"));
    }

    /** With spaces of the one usual kind. */
    private static String plain(String text) {
        return text.replaceAll("\\h", " ").strip();
    }
}
