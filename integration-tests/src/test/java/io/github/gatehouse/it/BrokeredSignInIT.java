package io.github.gatehouse.it;

import static io.github.gatehouse.it.LimitPages.choices;
import static io.github.gatehouse.it.LimitPages.endChosen;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Portal;
import io.github.gatehouse.it.support.SignInTest;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.representations.idm.UserSessionRepresentation;

/** Whoever comes through an identity provider is held to the cap by the flow that follows the provider's sign-in. */
@SignInTest
class BrokeredSignInIT {

    private final KeycloakUnderTest keycloak;
    private final CappedRealm cap;
    private final Portal portal;
    private final Browsers browsers;
    private final Person person;

    BrokeredSignInIT(KeycloakUnderTest keycloak, Portal portal, Browsers browsers, People people) {
        this.keycloak = keycloak;
        this.cap = new CappedRealm(keycloak);
        this.portal = portal;
        this.browsers = browsers;
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
    @EnumSource
    void theFourthSignInIsAskedWhichToEndAndASecondApplicationPasses(IdentityProviderRealm.Protocol protocol) {
        try (IdentityProviderRealm elsewhere = capped(protocol)) {
            Device first = comesFrom(elsewhere).awaitPortal(portal.url("/"));
            String firstId = cap.sessions(person).get(0).getId();
            cap.signInElsewhere(person, 2);

            Device fourth = comesFrom(elsewhere);
            choices(fourth).first().waitFor();
            assertThat(LimitPages.title(fourth)).isEqualTo("You are signed in in 3 places already");
            assertThat(choices(fourth).count()).isEqualTo(3);
            assertThat(cap.sessions(person)).hasSize(3);
            fourth.page()
                    .locator("label.gatehouse-choice:not(:has(input[value='" + firstId + "']))")
                    .first()
                    .click();
            endChosen(fourth);
            fourth.awaitPortal(portal.url("/"));

            assertThat(cap.sessions(person)).hasSize(3);
            assertThat(cap.events("LOGOUT", person))
                    .singleElement()
                    .satisfies(event -> assertThat(event.getDetails()).containsEntry("reason", "session_limit"));
            for (Device device : new Device[] {first, fourth}) {
                device.open(keycloak.realmUrl() + "/account/");
                device.page()
                        .getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Personal info"))
                        .waitFor();
            }
            assertThat(cap.sessions(person)).hasSize(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void denyRefusesItWithThePageOfTheRefusal(IdentityProviderRealm.Protocol protocol) {
        cap.set(Map.of("userLimit", "1", "atLimit", "deny"));
        try (IdentityProviderRealm elsewhere = capped(protocol)) {
            String live = cap.signInElsewhere(person);

            Device refused = comesFrom(elsewhere);

            refused.page()
                    .getByText("Your organization allows 1 at once, and all are in use.")
                    .waitFor();
            assertThat(cap.sessions(person))
                    .extracting(UserSessionRepresentation::getId)
                    .containsExactly(live);
            assertThat(cap.events("LOGIN_ERROR", person))
                    .singleElement()
                    .satisfies(event -> assertThat(event.getError()).isEqualTo("session_limit_reached"));
            cap.signOutEverywhere(person);
            LimitPages.press(refused, AriaRole.LINK, "Back to sign in");
            followLink(refused, elsewhere);
            refused.awaitPortal(portal.url("/"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void endOldestLetsItInAndTellsTheOtherBrowser(IdentityProviderRealm.Protocol protocol) {
        cap.set(Map.of("userLimit", "1", "atLimit", "end-oldest"));
        try (IdentityProviderRealm elsewhere = capped(protocol)) {
            Device first = LimitPages.signedIn(browsers.newDevice(), portal, person);

            comesFrom(elsewhere).awaitPortal(portal.url("/"));

            assertThat(cap.sessions(person)).hasSize(1);
            LimitPages.openPeople(first);
            first.awaitSignInPage();
            assertThat(first.page().locator("#gatehouse-ended-elsewhere").textContent())
                    .contains("because of a sign-in elsewhere");
        }
    }

    private IdentityProviderRealm capped(IdentityProviderRealm.Protocol protocol) {
        IdentityProviderRealm elsewhere = IdentityProviderRealm.make(keycloak, person.userName(), protocol);
        elsewhere.followedBy("gatehouse post broker login");
        elsewhere.link(person);
        return elsewhere;
    }

    /** A browser of its own, in which the person has signed in at the other realm. */
    private Device comesFrom(IdentityProviderRealm elsewhere) {
        Device device = browsers.newDevice().open(portal.url("/"));
        followLink(device, elsewhere);
        return device.signIn(person.userName(), IdentityProviderRealm.PASSWORD);
    }

    private static void followLink(Device device, IdentityProviderRealm elsewhere) {
        device.awaitSignInPage().page().locator("#social-" + elsewhere.name()).click();
    }
}
