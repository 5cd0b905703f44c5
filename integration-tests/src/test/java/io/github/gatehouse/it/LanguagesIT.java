package io.github.gatehouse.it;

import static io.github.gatehouse.it.LimitPages.title;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.Mailbox;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Portal;
import io.github.gatehouse.it.support.SignInTest;
import io.github.gatehouse.localserver.CaughtMail;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.text.MessageFormat;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The server finds the texts of themes and of modules in the language that the browser asks for, and they fit into 320
 * px. Leaves pictures under {@code target/screenshots/}.
 */
@SignInTest
class LanguagesIT {

    private static final int PHONE = 320;

    private final KeycloakUnderTest keycloak;
    private final Browsers browsers;
    private final Portal portal;
    private final CappedRealm cap;

    LanguagesIT(KeycloakUnderTest keycloak, Browsers browsers, Portal portal) {
        this.keycloak = keycloak;
        this.browsers = browsers;
        this.portal = portal;
        this.cap = new CappedRealm(keycloak);
    }

    @ParameterizedTest
    @ValueSource(strings = {"de", "fr", "es", "it", "nl", "pt-BR", "ja", "ko", "zh-CN", "zh-TW"})
    void theSignInPageSpeaksTheLanguageOfTheBrowser(String language) {
        Device device = signInPage(language);
        Page page = device.page();

        assertThat(page.locator("html").getAttribute("lang")).isEqualTo(language);
        assertThat(page.locator("label[for=username]").textContent())
                .isEqualTo(text("themes login", language, "gatehouseUserNameOrAgentId"));
        page.locator("#password").focus();
        fits(device, "sign-in-" + language);
    }

    @ParameterizedTest
    @ValueSource(strings = {"de", "ja", "zh-CN"})
    void thePagesOfModulesDoToo(String language, People people) {
        Person person = people.add();
        Device device = signInPage(language).signIn(person.userName(), person.temporaryPassword());
        String rules = "password-policy-provider theme-resources";
        assertThat(title(device)).isEqualTo(text(rules, language, "choosePasswordTitle"));
        choose(device, "quist#");
        assertThat(device.page().locator("#password-refused li").allTextContents())
                .contains(
                        text(rules, language, "passwordTooShort", 8),
                        text(rules, language, "passwordForbiddenCharacters", "#"));
        fits(device, "new-password-" + language);

        choose(device, People.PASSWORD);
        device.page().waitForURL(portal.url("/"));
        cap.prepare();
        try {
            cap.signInElsewhere(person, 2);
        } finally {
            cap.asShipped();
        }
        Device fourth = signInPage(language).signIn(person.userName(), People.PASSWORD);
        assertThat(title(fourth))
                .isEqualTo(text("session-limit-authenticator theme-resources", language, "sessionLimitTitle", 3));
        fits(fourth, "at-the-limit-" + language);
    }

    /** The one language of the eleven in which Keycloak has no mails of its own. */
    @Test
    void aMailIsInTheLanguageOfWhoAskedForIt(People people, Mailbox mail) {
        Person person = people.withPassword(People.PASSWORD);
        Device device = signInPage("ko");
        ForgotPasswordPages.forgot(device, person.userName());
        device.page().locator("#gatehouse-confirm-address .primary").click();
        CaughtMail sent = mail.waitFor(person.email());

        assertThat(sent.subject()).isEqualTo(text("themes email", "ko", "passwordResetSubject"));
        assertThat(sent.text()).contains("Contact Center의 새 비밀번호를 요청하셨습니다.", "분 동안 유효합니다.");
        assertThat(sent.html()).contains("새 비밀번호 설정</a>");
    }

    @Test
    void theConsolesFindTheTextsOfModules() throws IOException {
        assertThat(console("admin", "de"))
                .containsEntry(
                        "passwordPoliciesHelp.characterTypes",
                        text("password-policy-provider theme-resources", "de", "passwordPoliciesHelp.characterTypes"));
        assertThat(console("account", "zh-TW")).containsEntry("profile.attributes.agentId", "客服人員 ID");
    }

    private Device signInPage(String language) {
        Device device = browsers.newDevice(
                new Browser.NewContextOptions().setLocale(language).setViewportSize(PHONE, 640));
        return device.open(portal.url("/")).awaitSignInPage();
    }

    private static void choose(Device device, String password) {
        device.page().locator("#password-new").fill(password);
        device.page().locator("#password-confirm").fill(password);
        device.page().locator("#kc-passwd-update-form [type=submit]").first().click();
    }

    private static void fits(Device device, String name) {
        device.screenshot(name + "-" + PHONE);
        assertThat((int) device.page().evaluate("document.documentElement.scrollWidth"))
                .as("width of %s", name)
                .isLessThanOrEqualTo(PHONE);
    }

    private static String text(String bundle, String language, String key, Object... parameters) {
        Locale locale = Locale.forLanguageTag(language);
        Map<String, String> texts = MessageBundle.all().stream()
                .filter(candidate -> candidate.toString().equals(bundle))
                .findFirst()
                .orElseThrow()
                .texts(locale);
        return new MessageFormat(texts.get(key), locale).format(parameters);
    }

    /** What the server gives a console to translate with. */
    private Map<String, String> console(String type, String language) throws IOException {
        String path = "/resources/contact-center/" + type + "/" + language;
        Map<String, String> texts = new HashMap<>();
        try (InputStream answer = URI.create(keycloak.baseUrl() + path).toURL().openStream()) {
            new ObjectMapper()
                    .readTree(answer)
                    .forEach(text -> texts.put(
                            text.get("key").asText(), text.get("value").asText()));
        }
        return texts;
    }
}
