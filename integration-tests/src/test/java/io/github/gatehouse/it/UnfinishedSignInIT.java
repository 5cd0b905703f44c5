package io.github.gatehouse.it;

import static io.github.gatehouse.it.LimitPages.choices;
import static io.github.gatehouse.it.LimitPages.endChosen;
import static io.github.gatehouse.it.LimitPages.press;
import static io.github.gatehouse.it.LimitPages.title;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Portal;
import io.github.gatehouse.it.support.SignInTest;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.UserRepresentation;

/** Sign-ins that wait at a page behind the cap's step hold a place, and lose it where that is better. */
@SignInTest
class UnfinishedSignInIT {

    private final KeycloakUnderTest keycloak;
    private final CappedRealm cap;
    private final Portal portal;
    private final Browsers browsers;
    private final Person person;

    UnfinishedSignInIT(KeycloakUnderTest keycloak, Portal portal, Browsers browsers, People people) {
        this.keycloak = keycloak;
        this.cap = new CappedRealm(keycloak);
        this.portal = portal;
        this.browsers = browsers;
        this.person = people.withPassword(People.PASSWORD);
    }

    @BeforeEach
    void everySignInWaitsAtTheProfile() {
        cap.prepare();
        waitsAt(List.of("UPDATE_PROFILE"));
    }

    private void waitsAt(List<String> requiredActions) {
        UserRepresentation user = keycloak.realm().users().get(person.id()).toRepresentation();
        user.setRequiredActions(requiredActions);
        keycloak.realm().users().get(person.id()).update(user);
    }

    @AfterEach
    void leaveAsShipped() {
        cap.asShipped();
    }

    @Test
    void itIsShownAsUnfinishedAndCanBeEnded() {
        cap.set(Map.of("userLimit", "1", "atLimit", "ask"));
        Device left = waiting();
        Device chooser = browsers.newDevice();

        chooser.open(portal.url("/")).signIn(person.userName(), People.PASSWORD);

        assertThat(title(chooser)).isEqualTo("You are signed in somewhere else already");
        assertThat(choices(chooser).allTextContents())
                .singleElement()
                .satisfies(line -> assertThat(line).contains("Unfinished sign-in", "since"));
        chooser.screenshot("unfinished-sign-in");
        choices(chooser).first().click();
        endChosen(chooser);
        finish(chooser);
        chooser.awaitPortal(portal.url("/"));
        finish(left);
        assertThat(title(left)).isEqualTo("No more sign-ins right now");
        assertThat(cap.sessions(person)).hasSize(1);
    }

    @Test
    void oneThatWouldEndThreeIsOneChoiceAndEnough() {
        waitsAt(List.of());
        IntStream.range(0, 3).forEach(i -> cap.signInElsewhere(person));
        waitsAt(List.of("UPDATE_PROFILE"));
        cap.set(Map.of("userLimit", "1", "atLimit", "ask"));
        Device left = browsers.newDevice().open(portal.url("/")).signIn(person.userName(), People.PASSWORD);
        IntStream.range(0, 3).forEach(i -> choices(left).nth(i).click());
        endChosen(left);
        left.page().locator("#kc-update-profile-form").waitFor();
        Device next = browsers.newDevice();

        next.open(portal.url("/")).signIn(person.userName(), People.PASSWORD);

        assertThat(choices(next).allTextContents())
                .singleElement()
                .satisfies(line -> assertThat(line).contains("Unfinished sign-in"));
        choices(next).first().click();
        endChosen(next);
        finish(next);
        next.awaitPortal(portal.url("/"));
        assertThat(cap.sessions(person)).hasSize(1);
    }

    @Test
    void leftBehindItLocksNobodyOutAndComesBackToARefusalWithAWayOn() {
        cap.set(Map.of("userLimit", "1", "atLimit", "deny"));
        Device left = waiting();
        Device next = waiting();
        finish(next);
        next.awaitPortal(portal.url("/"));
        int[] status = new int[1];
        left.page().onResponse(response -> {
            if (response.request().isNavigationRequest()) {
                status[0] = response.status();
            }
        });

        finish(left);

        assertThat(title(left)).isEqualTo("No more sign-ins right now");
        assertThat(status[0]).isEqualTo(403);
        left.screenshot("refused-behind-the-step");
        assertThat(cap.sessions(person)).hasSize(1);
        assertThat(cap.events("LOGIN_ERROR", person))
                .first()
                .satisfies(event -> assertThat(event.getError()).isEqualTo("session_limit_reached"));
        assertThat(keycloak.realm().attackDetection().bruteForceUserStatus(person.id()))
                .containsEntry("numFailures", 0);

        cap.signOutEverywhere(person);
        press(left, AriaRole.LINK, "Back to sign in");
        left.awaitSignInPage().signIn(person.userName(), People.PASSWORD).awaitPortal(portal.url("/"));
    }

    @Test
    void finishedItHoldsNothingAndTheNextAfterASignOutComesIn() {
        cap.set(Map.of("userLimit", "1", "atLimit", "deny"));
        Device first = waiting();
        finish(first);
        first.awaitPortal(portal.url("/"));
        cap.signOutEverywhere(person);
        Device second = browsers.newDevice();

        second.open(portal.url("/")).signIn(person.userName(), People.PASSWORD).awaitPortal(portal.url("/"));

        assertThat(cap.sessions(person)).hasSize(1);
    }

    private Device waiting() {
        Device device = browsers.newDevice();
        device.open(portal.url("/")).signIn(person.userName(), People.PASSWORD);
        device.page().locator("#kc-update-profile-form").waitFor();
        return device;
    }

    private static void finish(Device device) {
        device.page().locator("#kc-update-profile-form [type=submit]").first().click();
    }
}
