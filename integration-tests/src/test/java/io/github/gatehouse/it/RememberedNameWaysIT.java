package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.Cookie;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Portal;
import io.github.gatehouse.it.support.ServerClock;
import io.github.gatehouse.it.support.SignInTest;
import io.github.gatehouse.localserver.LimitedRealm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserSessionRepresentation;

/** The remembered name beside everything else that a sign-in can have. */
@SignInTest
class RememberedNameWaysIT {

    private static final String NAME = "#username";
    private static final String BOX = "#rememberMe";

    private final KeycloakUnderTest keycloak;
    private final Portal portal;
    private final Browsers browsers;
    private final Person person;

    RememberedNameWaysIT(KeycloakUnderTest keycloak, Portal portal, Browsers browsers, People people) {
        this.keycloak = keycloak;
        this.portal = portal;
        this.browsers = browsers;
        this.person = people.withPassword(People.PASSWORD);
    }

    @Test
    void afterARestartOfTheBrowserTheNameIsThereAndNobodyIsSignedIn(@TempDir Path home) {
        Device before = browsers.openedFrom(home);
        remember(before);
        before.close();

        Device after = browsers.openedFrom(home);
        after.open(portal.url("/")).awaitSignInPage();

        assertThat(after.page().locator(NAME)).hasValue(person.userName());
        assertThat(after.page().locator(BOX)).isChecked();
    }

    @Test
    void afterTheMaximumTheNameIsThere(ServerClock clock) {
        Device device = browsers.newDevice();
        remember(device);
        device.open("about:blank");

        clock.advance(Duration.ofHours(12).plusMinutes(1));
        device.open(portal.url("/people")).awaitSignInPage();

        assertThat(device.page().locator(NAME)).hasValue(person.userName());
    }

    @Test
    void twoRealmsDoNotMixNotEvenWhereOneNameBeginsWithTheOther() throws IOException {
        String name = KeycloakUnderTest.REALM + "2";
        makeRealm(name);
        try {
            Device device = browsers.newDevice();
            remember(device);
            String realmUrl = keycloak.baseUrl() + "/realms/" + name;

            device.open(FormSignIn.address(realmUrl, "")).awaitSignInPage();
            assertThat(device.page().locator(NAME)).hasValue("");
            assertThat(device.page().locator(BOX)).not().isChecked();
            device.page().locator(BOX).check();
            device.signIn("elsewhere", People.PASSWORD).page().waitForURL(realmUrl + "/account/**");

            RememberedNameIn.leaveAlone(device);
            device.open(FormSignIn.address(realmUrl, "")).awaitSignInPage();
            assertThat(device.page().locator(NAME)).hasValue("elsewhere");
            device.open(portal.url("/")).awaitSignInPage();
            assertThat(device.page().locator(NAME)).hasValue(person.userName());
        } finally {
            keycloak.realm(name).remove();
        }
    }

    @Test
    void withASecondFactorTheNameIsRememberedAfterTheCode() {
        AuthenticatorApp.setUp(keycloak, person);
        Device device = browsers.newDevice();
        device.open(portal.url("/")).awaitSignInPage();
        device.page().locator(BOX).check();
        device.signIn(person.userName(), People.PASSWORD);
        device.page().locator("#otp").fill("000000");
        device.page().locator("#kc-login").click();
        device.page().locator("[aria-invalid=true]").waitFor();
        assertThat(RememberedNameIn.device(device)).isEmpty();

        device.page().locator("#otp").fill(AuthenticatorApp.code());
        device.page().locator("#kc-login").click();
        device.awaitPortal(portal.url("/"));

        assertThat(RememberedNameIn.device(device)).contains(person.userName());
    }

    @Test
    void whoComesThroughAnIdentityProviderLeavesTheNameAsItIs() {
        try (IdentityProviderRealm elsewhere = IdentityProviderRealm.make(keycloak, person.userName())) {
            elsewhere.link(person);
            Device device = browsers.newDevice();
            remember(device);
            RememberedNameIn.leaveAlone(device);

            device.open(portal.url("/")).awaitSignInPage();
            device.page().locator(BOX).uncheck();
            device.page().locator("#social-" + elsewhere.name()).click();
            device.page().waitForURL("**/realms/" + elsewhere.name() + "/**");
            device.signIn(person.userName(), IdentityProviderRealm.PASSWORD).awaitPortal(portal.url("/"));

            assertThat(RememberedNameIn.device(device)).contains(person.userName());
        }
    }

    @Test
    void whoIsAskedForThePasswordAgainSeesNoBoxAndTheNameStays() {
        Device device = browsers.newDevice();
        remember(device);

        device.open(FormSignIn.address(keycloak.realmUrl(), "&prompt=login")).awaitSignInPage();
        assertThat(device.page().locator(BOX)).hasCount(0);
        assertThat(device.page().locator(NAME)).hasCount(0);
        device.page().locator("#password").fill(People.PASSWORD);
        device.page().locator("#kc-login").click();
        device.page().waitForURL(keycloak.realmUrl() + "/account/**");

        assertThat(RememberedNameIn.device(device)).contains(person.userName());
    }

    @Test
    void aHintThatIsSignedInWithIsRememberedInPlaceOfTheName(People people) {
        Person hinted = people.withPassword(People.PASSWORD);
        Device device = browsers.newDevice();
        remember(device);
        RememberedNameIn.leaveAlone(device);

        device.open(FormSignIn.address(keycloak.realmUrl(), "&login_hint=" + hinted.userName()))
                .awaitSignInPage();
        assertThat(device.page().locator(NAME)).hasValue(hinted.userName());
        device.page().locator("#password").fill(People.PASSWORD);
        device.page().locator("#kc-login").click();
        device.page().waitForURL(keycloak.realmUrl() + "/account/**");

        assertThat(RememberedNameIn.device(device)).contains(hinted.userName());
    }

    @Test
    void withAPasskeyTheNameStaysAndNoSessionLivesLongerTickedOrNot() {
        FirstSignInSteps.change(keycloak, realm -> realm.setWebAuthnPolicyPasswordlessPasskeysEnabled(true));
        try {
            Device device = browsers.newDevice();
            SecurityKey key = SecurityKey.builtIn(device);
            remember(device);
            key.keepPasskey(device, keycloak.realmUrl());

            for (boolean ticked : new boolean[] {true, false}) {
                RememberedNameIn.leaveAlone(device);
                keycloak.realm().users().get(person.id()).logout();
                device.open(portal.url("/")).awaitSignInPage();
                device.page().locator(BOX).setChecked(ticked);
                key.touched(true);
                Response tokens = device.page()
                        .waitForResponse(
                                response -> response.url().endsWith("/token") && response.ok(),
                                () -> device.page()
                                        .locator("#authenticateWebAuthnButton")
                                        .click());
                device.awaitPortal(portal.url("/"));
                key.touched(false);

                assertThat(RememberMeIT.number(tokens, "refresh_expires_in"))
                        .isBetween(1, keycloak.realm().toRepresentation().getSsoSessionIdleTimeout());

                assertThat(keycloak.realm().users().get(person.id()).getUserSessions())
                        .hasSize(1)
                        .noneMatch(UserSessionRepresentation::isRememberMe);
                assertThat(cookie(device, "KEYCLOAK_IDENTITY").orElseThrow().expires)
                        .isEqualTo(-1);
                assertThat(cookie(device, "KEYCLOAK_REMEMBER_ME")).isEmpty();
                assertThat(RememberedNameIn.device(device))
                        .isEqualTo(ticked ? Optional.of(person.userName()) : Optional.empty());
            }
        } finally {
            FirstSignInSteps.change(keycloak, realm -> realm.setWebAuthnPolicyPasswordlessPasskeysEnabled(false));
        }
    }

    /** As shipped, with somebody called elsewhere in it. */
    private void makeRealm(String name) throws IOException {
        RealmRepresentation realm = GalleryRealm.shippedAs(name);
        realm.setUsers(List.of(LimitedRealm.person("elsewhere", People.PASSWORD)));
        keycloak.admin().realms().create(realm);
    }

    /** Signs in, with the box ticked. */
    private void remember(Device device) {
        device.open(portal.url("/")).awaitSignInPage();
        device.page().locator(BOX).check();
        device.signIn(person.userName(), People.PASSWORD).awaitPortal(portal.url("/"));
    }

    private static Optional<Cookie> cookie(Device device, String name) {
        return device.context().cookies().stream()
                .filter(cookie -> cookie.name.equals(name))
                .findFirst();
    }
}
