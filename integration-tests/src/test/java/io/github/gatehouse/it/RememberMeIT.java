package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Portal;
import io.github.gatehouse.it.support.ServerClock;
import io.github.gatehouse.it.support.SignInTest;
import io.github.gatehouse.localserver.FormBrowser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserSessionRepresentation;

/** Way 5: the browser remembers the user name and nothing else. */
@SignInTest
class RememberMeIT {

    private static final String COOKIE = "GATEHOUSE_USER_NAME";
    private static final String NAME = "#username";
    private static final String BOX = "#rememberMe";

    @ParameterizedTest
    @EnumSource
    void theNameIsThereAfterSignOut(Browsers.Kind kind, People people, Portal portal, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        Device device = browsers.newDevice(kind);
        signInRemembered(device, portal, person.userName());

        signOut(device);

        assertThat(device.page().locator(NAME)).hasValue(person.userName());
        assertThat(device.page().locator(BOX)).isChecked();
        assertThat(device.page().locator("#password")).isFocused();
        assertThat(device.page().locator("#password")).hasValue("");
        device.screenshot("remembered-name");
    }

    @Test
    void theNameIsThereAfterTheIdleTime(People people, Portal portal, Browsers browsers, ServerClock clock) {
        Person person = people.withPassword(People.PASSWORD);
        Device device = browsers.newDevice();
        signInRemembered(device, portal, person.userName());
        device.open("about:blank");

        clock.advance(Duration.ofMinutes(31));
        device.open(portal.url("/people")).awaitSignInPage();

        assertThat(device.page().locator(NAME)).hasValue(person.userName());
    }

    @ParameterizedTest
    @EnumSource
    void uncheckingTheBoxForgetsTheName(Browsers.Kind kind, People people, Portal portal, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        Device device = browsers.newDevice(kind);
        signInRemembered(device, portal, person.userName());
        signOut(device);

        device.page().locator(BOX).uncheck();
        device.signIn(person.userName(), People.PASSWORD).awaitPortal(portal.url("/"));
        signOut(device);

        assertThat(device.page().locator(NAME)).hasValue("");
        assertThat(device.page().locator(BOX)).not().isChecked();
        assertThat(device.page().locator(NAME)).isFocused();
        assertThat(cookie(device)).isEmpty();
    }

    @Test
    void aFailedSignInIsNotRemembered(People people, Portal portal, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        Device device = browsers.newDevice();
        device.open(portal.url("/")).awaitSignInPage();

        device.page().locator(BOX).check();
        device.signIn(person.userName(), "Wr0ngPassword!");

        assertThat(device.page().getByRole(AriaRole.ALERT)).isVisible();
        assertThat(device.page().locator(NAME)).hasValue(person.userName());
        assertThat(device.page().locator(BOX)).isChecked();
        assertThat(cookie(device)).isEmpty();
    }

    @Test
    void aSignInIsRememberedOnlyWhenItIsComplete(People people, Portal portal, Browsers browsers) {
        Person person = people.add();
        Device device = browsers.newDevice();
        device.open(portal.url("/")).awaitSignInPage();
        device.page().locator(BOX).check();
        device.signIn(person.userName(), person.temporaryPassword());

        device.page().locator("#password-new").waitFor();
        assertThat(cookie(device)).as("while the new password is pending").isEmpty();

        device.page().locator("#password-new").fill(People.PASSWORD);
        device.page().locator("#password-confirm").fill(People.PASSWORD);
        device.page().locator("#kc-passwd-update-form [type=submit]").first().click();
        device.awaitPortal(portal.url("/"));
        assertThat(cookie(device)).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void theCookieHoldsTheNameAloneForAYearOutOfReachOfScripts(
            Browsers.Kind kind, People people, Portal portal, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        Device device = browsers.newDevice(kind);
        signInRemembered(device, portal, person.userName());

        Cookie cookie = cookie(device).orElseThrow();

        assertThat(new String(Base64.getUrlDecoder().decode(cookie.value), StandardCharsets.UTF_8))
                .isEqualTo(person.userName());
        assertThat(cookie.httpOnly).isTrue();
        assertThat(cookie.sameSite).isEqualTo(SameSiteAttribute.LAX);
        assertThat(cookie.path).isEqualTo("/realms/" + KeycloakUnderTest.REALM + "/");
        assertThat(Instant.ofEpochSecond(cookie.expires.longValue()))
                .isBetween(
                        Instant.now().plus(Duration.ofDays(364)), Instant.now().plus(Duration.ofDays(366)));
    }

    @Test
    void overHttpsTheCookieIsSecure(KeycloakUnderTest keycloak, People people, Portal portal) {
        Person person = people.withPassword(People.PASSWORD);
        for (String scheme : List.of("https", "http")) {
            FormBrowser browser = new FormBrowser(Map.of("X-Forwarded-Proto", scheme));
            FormBrowser.Answer page =
                    browser.open(FormBrowser.authorization(keycloak.realmUrl(), "portal", portal.url("/"), ""));
            assertThat(page.form()).startsWith(scheme + ":");

            FormBrowser.Answer answer = browser.send(
                    page.form().replaceFirst("^https?://[^/]+", keycloak.baseUrl()),
                    List.of("username", person.userName(), "password", People.PASSWORD, "rememberMe", "on"));

            assertThat(answer.headers().get("set-cookie"))
                    .filteredOn(cookie -> cookie.startsWith(COOKIE + "="))
                    .singleElement()
                    .satisfies(cookie -> assertThat(cookie.contains("Secure")).isEqualTo(scheme.equals("https")));
        }
    }

    @Test
    void noSessionLivesLongerForIt(KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        Device plain = browsers.newDevice();
        Device remembered = browsers.newDevice();

        Response plainTokens = tokens(plain, portal, person, false);
        Response rememberedTokens = tokens(remembered, portal, person, true);

        // Against the realm's numbers and not against each other: what is left of a token's time is told in whole
        // seconds, and can be one less for either of them.
        RealmRepresentation realm = keycloak.realm().toRepresentation();
        for (Response tokens : List.of(plainTokens, rememberedTokens)) {
            assertThat(number(tokens, "expires_in")).isBetween(1, realm.getAccessTokenLifespan());
            assertThat(number(tokens, "refresh_expires_in")).isBetween(1, realm.getSsoSessionIdleTimeout());
        }
        List<UserSessionRepresentation> sessions =
                keycloak.realm().users().get(person.id()).getUserSessions();
        assertThat(sessions).hasSize(2).noneMatch(UserSessionRepresentation::isRememberMe);
        // A cookie without an expiry ends with the browser: reopening it shows the name, not the portal.
        assertThat(expiryOfIdentity(remembered))
                .isEqualTo(expiryOfIdentity(plain))
                .isEqualTo(-1);
        assertThat(remembered.context().cookies())
                .extracting(cookie -> cookie.name)
                .doesNotContain("KEYCLOAK_REMEMBER_ME");
    }

    @Test
    void anAgentIdIsRememberedAsItWasTyped(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        String agentId = keycloak.realm()
                .users()
                .get(person.id())
                .toRepresentation()
                .getAttributes()
                .get("agentId")
                .get(0);
        Device device = browsers.newDevice();

        signInRemembered(device, portal, agentId);
        signOut(device);

        assertThat(device.page().locator(NAME)).hasValue(agentId);
    }

    @ParameterizedTest
    @EnumSource
    void whateverIsInTheCookieIsTextOrNothing(
            Browsers.Kind kind, KeycloakUnderTest keycloak, Portal portal, Browsers browsers) {
        Device device = browsers.newDevice(kind);
        device.page().onDialog(dialog -> {
            throw new AssertionError("a script ran: " + dialog.message());
        });

        for (String text : OddInput.MARKUP) {
            plant(device, keycloak, Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
            device.open(portal.url("/")).awaitSignInPage();
            assertThat(device.page().locator(NAME)).hasValue(text);
        }
        for (String junk : List.of("%%%", "x".repeat(3000), "ww", "PHNjcmlwdA==x")) {
            plant(device, keycloak, junk);
            device.open(portal.url("/")).awaitSignInPage();
            assertThat(device.page().locator(NAME)).hasValue("");
        }
    }

    @Test
    void theNameThatAnApplicationHintsAtWins(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        Device device = browsers.newDevice();
        signInRemembered(device, portal, person.userName());
        signOut(device);

        device.open(keycloak.realmUrl() + "/protocol/openid-connect/auth?client_id=portal&response_type=code"
                        + "&scope=openid&redirect_uri=" + portal.url("/") + "&code_challenge_method=S256"
                        + "&code_challenge=" + "c".repeat(43) + "&login_hint=somebody")
                .awaitSignInPage();

        assertThat(device.page().locator(NAME)).hasValue("somebody");
        assertThat(device.page().locator(BOX)).isChecked();
    }

    private static void signInRemembered(Device device, Portal portal, String name) {
        device.open(portal.url("/")).awaitSignInPage();
        device.page().locator(BOX).check();
        device.signIn(name, People.PASSWORD).awaitPortal(portal.url("/"));
    }

    private static void signOut(Device device) {
        device.page()
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out"))
                .click();
        device.awaitSignInPage();
    }

    private static Response tokens(Device device, Portal portal, Person person, boolean remember) {
        device.open(portal.url("/")).awaitSignInPage();
        device.page().locator(BOX).setChecked(remember);
        return device.page()
                .waitForResponse(
                        response -> response.url().endsWith("/token") && response.ok(),
                        () -> device.signIn(person.userName(), People.PASSWORD).awaitPortal(portal.url("/")));
    }

    /** A number in the answer of the token endpoint. */
    static int number(Response tokens, String field) {
        return Pattern.compile("\"" + field + "\":(\\d+)")
                .matcher(tokens.text())
                .results()
                .map((MatchResult match) -> Integer.parseInt(match.group(1)))
                .findFirst()
                .orElseThrow();
    }

    private static double expiryOfIdentity(Device device) {
        return device.context().cookies().stream()
                .filter(cookie -> cookie.name.equals("KEYCLOAK_IDENTITY"))
                .map(cookie -> cookie.expires)
                .findFirst()
                .orElseThrow();
    }

    private static Optional<Cookie> cookie(Device device) {
        return device.context().cookies().stream()
                .filter(cookie -> cookie.name.equals(COOKIE))
                .findFirst();
    }

    private static void plant(Device device, KeycloakUnderTest keycloak, String value) {
        device.context().addCookies(List.of(new Cookie(COOKIE, value).setUrl(keycloak.realmUrl() + "/x")));
    }
}
