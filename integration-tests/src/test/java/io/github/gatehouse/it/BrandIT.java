package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.SignInTest;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.RealmRepresentation;

/** An organization's colours, logo and words without a file on the server: settings of the realm. */
@SignInTest
class BrandIT {

    private static final String REALM = "brand";

    private final KeycloakUnderTest keycloak;
    private final Browsers browsers;

    BrandIT(KeycloakUnderTest keycloak, Browsers browsers) {
        this.keycloak = keycloak;
        this.browsers = browsers;
    }

    @BeforeEach
    void makeTheRealm() {
        RealmRepresentation realm = new RealmRepresentation();
        realm.setRealm(REALM);
        realm.setEnabled(true);
        realm.setLoginTheme("gatehouse");
        realm.setInternationalizationEnabled(true);
        realm.setDefaultLocale("en");
        realm.setSupportedLocales(Set.of("en", "de"));
        realm.setDisplayName("Acme");
        keycloak.admin().realms().create(realm);
    }

    @AfterEach
    void removeIt() {
        keycloak.realm(REALM).remove();
    }

    @Test
    void coloursAreTextsOfTheRealmForLightAndForDark() {
        text("accentColor", "#7a1fa2");
        text("accentColorDark", "#d9a6f0");
        Device device = signInPage("en");

        assertThat(colourOfTheButton(device, ColorScheme.LIGHT)).isEqualTo("rgb(122, 31, 162)");
        assertThat(colourOfTheButton(device, ColorScheme.DARK)).isEqualTo("rgb(217, 166, 240)");
        PageLook.isFinishedToo(device, "brand-colours");
        // A text in the realm's default language alone is good for all.
        assertThat(colourOfTheButton(signInPage("de"), ColorScheme.LIGHT)).isEqualTo("rgb(122, 31, 162)");
    }

    @Test
    void whatIsNoColourChangesNothing() {
        text("accentColor", "#7a1fa2;display:none");
        text("accentColorDark", "</style><script>document.title = 'changed'</script>");
        Device device = signInPage("en");

        assertThat(colourOfTheButton(device, ColorScheme.LIGHT)).isEqualTo("rgb(11, 92, 173)");
        assertThat(device.page().content()).doesNotContain("#7a1fa2", "document.title = 'changed'");
    }

    @Test
    void theRealmsDisplayNameStandsOnThePageAndInItsTitle() {
        Page page = signInPage("en").page();

        assertThat(page.locator(".brand").innerText()).isEqualTo("Acme");
        assertThat(page.title()).isEqualTo("Sign in · Acme");
    }

    @Test
    void theLogoIsTheRealmsHtmlDisplayNameAndTakesThePlaceOfTheGate() {
        RealmRepresentation realm = keycloak.realm(REALM).toRepresentation();
        realm.setDisplayNameHtml("<img src=\"https://acme.example/logo.svg\" alt=\"Acme\">");
        keycloak.realm(REALM).update(realm);
        Device device = browsers.newDevice();
        device.context()
                .route(
                        "https://acme.example/logo.svg",
                        route -> route.fulfill(new Route.FulfillOptions()
                                .setContentType("image/svg+xml")
                                .setBody("<svg xmlns='http://www.w3.org/2000/svg' width='160' height='160'>"
                                        + "<circle cx='80' cy='80' r='70' fill='purple'/></svg>")));
        open(device, "en");

        assertThat(device.page().locator(".brand svg").isVisible()).isFalse();
        assertThat(device.page().locator(".brand img").boundingBox().height).isEqualTo(48);
        PageLook.isFinishedToo(device, "brand-logo");
    }

    @Test
    void anyTextCanBeTheOrganizations() {
        text("loginAccountTitle", "Welcome to Acme");
        text("supervisorContact", "Call 4711");
        Page page = signInPage("en").page();

        assertThat(page.locator("h1").innerText()).isEqualTo("Welcome to Acme");
        assertThat(page.locator("footer").innerText()).contains("Call 4711");
        assertThat(signInPage("de").page().locator("h1").innerText()).isEqualTo("Anmelden");
    }

    private void text(String key, String value) {
        keycloak.realm(REALM).localization().saveRealmLocalizationText("en", key, value);
    }

    private Device signInPage(String language) {
        return open(browsers.newDevice(), language);
    }

    private Device open(Device device, String language) {
        return device.open(keycloak.baseUrl() + "/realms/" + REALM
                        + "/protocol/openid-connect/auth?client_id=account-console&response_type=code&scope=openid"
                        + "&code_challenge_method=S256&code_challenge=" + "a".repeat(43) + "&ui_locales=" + language
                        + "&redirect_uri=" + keycloak.baseUrl() + "/realms/" + REALM + "/account/")
                .awaitSignInPage();
    }

    private static String colourOfTheButton(Device device, ColorScheme scheme) {
        device.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        return (String) device.page().evaluate("getComputedStyle(document.querySelector('#kc-login')).backgroundColor");
    }
}
