package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.Cookie;
import io.github.gatehouse.it.PageLook.Medium;
import io.github.gatehouse.it.PageLook.View;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.LongTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.SignInTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The main pages in the eleven languages of the realm file, in both browsers. */
@LongTest
@SignInTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LanguageGridIT {

    private static final Path FOLDER = Path.of("gallery", "languages");

    private final KeycloakUnderTest keycloak;
    private final Browsers browsers;
    private GalleryRealm realm;

    LanguageGridIT(KeycloakUnderTest keycloak, Browsers browsers) {
        this.keycloak = keycloak;
        this.browsers = browsers;
    }

    @BeforeAll
    void makeTheRealm() throws IOException {
        realm = GalleryRealm.make(keycloak);
    }

    @AfterAll
    void removeIt() {
        realm.remove();
    }

    static Stream<Arguments> languages() {
        return Arrays.stream(Browsers.Kind.values())
                .flatMap(browser -> Stream.of("en", "de", "fr", "es", "it", "nl", "pt-BR", "ja", "ko", "zh-CN", "zh-TW")
                        .map(language -> Arguments.of(browser, language)));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void theMainPagesAreFinished(Browsers.Kind browser, String language) {
        Person newcomer = realm.person(language, user -> user.getCredentials().clear());
        Device device = signInPage(browser, language);
        isFinished(device, "sign-in", browser, language);
        device.signIn(newcomer.userName(), "nonsense");
        device.page().locator("[role=alert]").waitFor();
        isFinished(device, "wrong-password", browser, language);
        device.signIn(newcomer.userName(), newcomer.temporaryPassword());
        device.page().locator("#password-new").fill("sum#24");
        isFinished(device, "new-password", browser, language);
        device.page().locator("#password-confirm").fill("sum#24");
        device.page().locator("#password-confirm").press("Enter");
        device.page().locator("#password-refused").waitFor();
        isFinished(device, "new-password-refused", browser, language);

        Person person = realm.person(language, user -> {});
        for (int i = 0; i < 3; i++) {
            signInPage(browser, language)
                    .signIn(person.userName(), People.PASSWORD)
                    .page()
                    .waitForURL(realm.applicationUrl() + "?**");
        }
        Device fourth = signInPage(browser, language).signIn(person.userName(), People.PASSWORD);
        fourth.page().locator(".gatehouse-choice").first().waitFor();
        isFinished(fourth, "at-the-limit", browser, language);

        Device forgetful = signInPage(browser, language);
        forgetful.page().locator("#username").fill(person.userName());
        forgetful.page().locator("#password").focus();
        forgetful.page().locator("#gatehouse-forgot").click();
        forgetful.page().locator(".gatehouse-address").waitFor();
        isFinished(forgetful, "confirm-address", browser, language);
    }

    private Device signInPage(Browsers.Kind browser, String language) {
        Device device = browsers.newDevice(browser);
        device.context().addCookies(List.of(new Cookie("KEYCLOAK_LOCALE", language).setUrl(realm.url() + "/")));
        return device.open(realm.authorization(GalleryRealm.APPLICATION, "")).awaitSignInPage();
    }

    private static void isFinished(Device device, String name, Browsers.Kind browser, String language) {
        assertThat(device.page().locator("html").getAttribute("lang")).isEqualTo(language);
        for (int width : new int[] {320, 1280}) {
            PageLook.isFinished(device, FOLDER, name + "-" + language + "-" + browser, View.of(width, Medium.LIGHT));
        }
    }
}
