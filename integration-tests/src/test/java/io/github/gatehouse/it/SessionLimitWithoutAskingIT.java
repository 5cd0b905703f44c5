package io.github.gatehouse.it;

import static io.github.gatehouse.it.LimitPages.openPeople;
import static io.github.gatehouse.it.LimitPages.press;
import static io.github.gatehouse.it.LimitPages.title;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.options.AriaRole;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Portal;
import io.github.gatehouse.it.support.ServerClock;
import io.github.gatehouse.it.support.SignInTest;
import jakarta.ws.rs.ForbiddenException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.UserSessionRepresentation;

/** Way 4 where nobody is asked at the cap: the oldest end or the new one is refused, with a page and without. */
@SignInTest
class SessionLimitWithoutAskingIT {

    private static final String REPORTS = "/reports?id=7&tab=calls";
    private static final String TITLE_DENIED = "No more sign-ins right now";

    private final KeycloakUnderTest keycloak;
    private final CappedRealm cap;
    private final Portal portal;
    private final Browsers browsers;
    private final ServerClock clock;
    private final Person person;

    SessionLimitWithoutAskingIT(
            KeycloakUnderTest keycloak, Portal portal, Browsers browsers, ServerClock clock, People people) {
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
    void whenTheCapWasLoweredEndOldestLeavesNoMoreThanTheCap() {
        cap.set(Map.of("userLimit", "0", "atLimit", "end-oldest"));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(cap.signInElsewhere(person));
            clock.advance(Duration.ofMinutes(1));
        }
        cap.set(Map.of("userLimit", "3", "atLimit", "end-oldest"));

        Device device = signedIn();

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
        Device first = signedIn();
        clock.advance(Duration.ofMinutes(1));
        Device second = signedIn();
        clock.advance(Duration.ofMinutes(1));
        // A page loaded anew goes by Keycloak, which uses the session.
        first.open(portal.url("/people")).awaitPortal(portal.url("/people"));
        clock.advance(Duration.ofMinutes(1));

        signedIn();

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
        assertThat(new AxeBuilder(device.page()).analyze().getViolations()).isEmpty();
        device.screenshot("no-more-sign-ins");

        press(device, AriaRole.LINK, "Back to sign in");
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
            press(device, AriaRole.LINK, "Back to sign in");
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
    void anAdministratorDoesNotImpersonateSomebodyPastTheCap() {
        cap.set(Map.of("userLimit", "3", "atLimit", "ask", "atLimitWithoutPage", "deny"));
        cap.signInElsewhere(person, 2);
        keycloak.realm().users().get(person.id()).impersonate();
        assertThat(cap.sessions(person)).hasSize(3);

        assertThatThrownBy(() -> keycloak.realm().users().get(person.id()).impersonate())
                .isInstanceOfSatisfying(
                        ForbiddenException.class,
                        refused -> assertThat(refused.getResponse().readEntity(String.class))
                                .contains("access_denied", "Your organization allows 3 at once"));

        assertThat(cap.sessions(person)).hasSize(3);
        assertThat(cap.events("LOGIN_ERROR", person))
                .singleElement()
                .satisfies(event -> assertThat(event.getDetails())
                        .containsEntry("limit", "3")
                        .containsEntry("live", "3"));
    }

    @Test
    void impersonatingEndsTheOldestWhereTheRealmSaysSo() {
        cap.set(Map.of("userLimit", "3", "atLimit", "ask", "atLimitWithoutPage", "end-oldest"));
        String oldest = cap.signInElsewhere(person);
        clock.advance(Duration.ofMinutes(1));
        cap.signInElsewhere(person, 2);

        keycloak.realm().users().get(person.id()).impersonate();

        assertThat(cap.sessions(person))
                .hasSize(3)
                .extracting(UserSessionRepresentation::getId)
                .doesNotContain(oldest);
    }

    private Device signedIn() {
        return LimitPages.signedIn(browsers.newDevice(), portal, person);
    }
}
