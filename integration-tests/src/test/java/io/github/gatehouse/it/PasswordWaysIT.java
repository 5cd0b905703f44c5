package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.github.gatehouse.it.RealmWithEveryRule.IN_ENGLISH;
import static io.github.gatehouse.it.RealmWithEveryRule.IN_GERMAN;
import static io.github.gatehouse.it.RealmWithEveryRule.REALM;
import static io.github.gatehouse.it.RealmWithEveryRule.breaksEveryRule;
import static io.github.gatehouse.it.RealmWithEveryRule.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.Mailbox;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.SignInTest;
import io.github.gatehouse.it.support.Sources;
import io.github.gatehouse.it.support.Tree;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.resource.UserResource;

/**
 * One password that breaks every rule of a realm, at every way a password is set: what the person sees. The tables of
 * {@code docs/password-rules.md} are what is seen here.
 */
@SignInTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PasswordWaysIT {

    private static final String ON_THE_PAGE = "on the page, as a list";
    private static final String IN_THE_CONSOLE = "a message titled … `passwordRulesNotMet`, a rule a line";
    private static final String REST_ANSWER = "status 400, `error_description` with a rule a line";
    private static final String OF_THE_TOKEN = "the token's, else the administrator's own";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<Integer, String> ROWS = new TreeMap<>();

    private final KeycloakUnderTest keycloak;
    private final Browsers browsers;

    PasswordWaysIT(KeycloakUnderTest keycloak, Browsers browsers) {
        this.keycloak = keycloak;
        this.browsers = browsers;
    }

    @BeforeAll
    static void makeTheRealm(KeycloakUnderTest keycloak) {
        RealmWithEveryRule.make(keycloak);
    }

    @AfterAll
    static void removeIt(KeycloakUnderTest keycloak) {
        keycloak.realm(REALM).remove();
    }

    @Test
    void theForcedChangeListsThemOnThePage() {
        Device device = open("en", "auth", "").signIn("forced", breaksEveryRule("forced"));

        assertThat(refused(device, "forced")).containsExactlyElementsOf(IN_ENGLISH);

        row(1, "forced change", ON_THE_PAGE, "the page's", IN_ENGLISH);
    }

    @Test
    void theLinkOfAForgottenPasswordListsThemOnThePage(Mailbox mail) {
        Device device = browsers.newDevice(german());
        device.open(keycloak.baseUrl() + "/realms/" + REALM + "/login-actions/reset-credentials");
        ForgotPasswordPages.sendName(device, "forgotten");
        Person person = new Person("", "forgotten", "", "", "", "forgotten@example.com");
        device.open(ForgotPasswordPages.link(mail, person));

        assertThat(refused(device, "forgotten")).containsExactlyElementsOf(IN_GERMAN);

        row(2, "link of a forgotten password", ON_THE_PAGE, "the page's", IN_GERMAN);
    }

    @Test
    void theChangeThatTheAccountConsoleAsksForListsThemOnThePage() {
        Device device = open("de", "auth", "&kc_action=UPDATE_PASSWORD").signIn("account", breaksEveryRule("account"));

        assertThat(refused(device, "account")).containsExactlyElementsOf(IN_GERMAN);

        row(3, "account console", ON_THE_PAGE, "the page's", IN_GERMAN);
    }

    @Test
    void registrationNamesThemAtTheFieldByTheNamesThatAreTyped() {
        Page page = open("en", "registrations", "").page();
        page.locator("#username").fill("registering");
        page.locator("#email").fill("registering@example.com");
        page.locator("#firstName").fill(RealmWithEveryRule.FIRST_NAME);
        page.locator("#lastName").fill(RealmWithEveryRule.LAST_NAME);
        page.locator("#password").fill(breaksEveryRule("registering"));
        page.locator("#password-confirm").fill(breaksEveryRule("registering"));
        page.locator("#kc-form-buttons button").click();

        Locator lines = page.locator("#input-error-password > div");
        lines.first().waitFor();
        List<String> expected = RealmWithEveryRule.withoutHistory(IN_ENGLISH);
        assertThat(lines.allInnerTexts()).containsExactlyElementsOf(expected);
        assertThat(page.locator("#firstName")).hasValue(RealmWithEveryRule.FIRST_NAME);
        showsNeitherPasswordNorMarkup(page);
        assertThat(keycloak.realm(REALM).users().searchByUsername("registering", true))
                .isEmpty();

        row(4, "registration", "at the field, a rule a line", "the page's", expected);
    }

    @Test
    void theAdminConsoleShowsThemInOneMessage() {
        String id = RealmWithEveryRule.id(keycloak, "console");
        Device admin = browsers.newDevice(german());
        admin.open(keycloak.baseUrl() + "/admin/" + REALM + "/console/#/" + REALM + "/users/" + id + "/credentials")
                .awaitSignInPage()
                .signIn(RealmWithEveryRule.ADMIN, RealmWithEveryRule.ADMIN_PASSWORD);
        Page page = admin.page();
        page.getByTestId("resetPasswordBtn").click();
        page.locator("#password").fill(breaksEveryRule("console"));
        page.locator("#passwordConfirmation").fill(breaksEveryRule("console"));
        page.getByTestId("confirm").click();
        page.getByTestId("confirm").last().click();

        Locator message = page.locator(".pf-v5-c-alert.pf-m-danger");
        message.waitFor();
        admin.screenshot("admin-console-refused");
        // Keycloak's own sentences are others there than on the pages.
        List<String> lines = message.locator(".pf-v5-c-alert__description")
                .innerText()
                .lines()
                .toList();
        assertThat(lines).hasSameSizeAs(IN_GERMAN).allMatch(line -> line.endsWith("."));
        assertThat(lines)
                .filteredOn(line -> !line.startsWith("Ungültiges Passwort: "))
                .containsExactlyElementsOf(IN_GERMAN.stream()
                        .filter(line -> !line.startsWith("Ungültiges Passwort: "))
                        .toList());
        assertThat(message.locator(".pf-v5-c-alert__title")).containsText("passwordRulesNotMet");
        showsNeitherPasswordNorMarkup(page);

        row(5, "Admin Console, an administrator's reset", IN_THE_CONSOLE, "the Admin Console's", IN_GERMAN);
    }

    /** The token of the Admin Console and of {@code admin-cli} names no language. */
    @Test
    void oneBrokenRuleAloneIsInTheAdministratorsLanguageToo() {
        RealmWithEveryRule.setPolicy(keycloak, "minimumLength(99)");
        try (Keycloak admin = Keycloak.getInstance(
                keycloak.baseUrl(), REALM, RealmWithEveryRule.ADMIN, RealmWithEveryRule.ADMIN_PASSWORD, "admin-cli")) {
            UserResource person = admin.realm(REALM).users().get(RealmWithEveryRule.id(keycloak, "reset"));
            WebApplicationException refusal = catchThrowableOfType(
                    WebApplicationException.class,
                    () -> person.resetPassword(user("reset").getCredentials().get(0)));

            Map<?, ?> error = refusal.getResponse().readEntity(Map.class);
            assertThat(error.get("error")).isEqualTo("passwordTooShort");
            assertThat(error.get("error_description")).isEqualTo("Das Passwort muss mindestens 99 Zeichen lang sein.");
        } finally {
            RealmWithEveryRule.setPolicy(keycloak, RealmWithEveryRule.POLICY);
        }
    }

    @Test
    void adminRestAnswersAResetWithThem() throws IOException {
        String path = "/users/" + RealmWithEveryRule.id(keycloak, "reset") + "/reset-password";

        answers(
                RealmWithEveryRule.call(
                        keycloak, "PUT", path, user("reset").getCredentials().get(0)),
                IN_ENGLISH);

        row(6, "Admin REST, `reset-password`", REST_ANSWER, OF_THE_TOKEN, IN_ENGLISH);
    }

    @Test
    void adminRestAnswersAnUpdateOfTheUserWithThem() throws IOException {
        String path = "/users/" + RealmWithEveryRule.id(keycloak, "updated");

        answers(RealmWithEveryRule.call(keycloak, "PUT", path, user("updated")), IN_ENGLISH);

        row(7, "Admin REST, update of a user", REST_ANSWER, OF_THE_TOKEN, IN_ENGLISH);
    }

    @Test
    void adminRestAnswersANewUserWithThemAndAddsNobody() throws IOException {
        List<String> expected = RealmWithEveryRule.withoutHistory(IN_ENGLISH);
        answers(RealmWithEveryRule.call(keycloak, "POST", "/users", user("created")), expected);

        assertThat(keycloak.realm(REALM).users().searchByUsername("created", true))
                .isEmpty();
        row(8, "Admin REST, new user", REST_ANSWER + "; nobody is added", OF_THE_TOKEN, expected);
    }

    @Test
    void aPartialImportNamesThePersonAndAddsNobody() throws IOException {
        List<String> expected = RealmWithEveryRule.withoutHistory(IN_GERMAN);
        List<String> named =
                Stream.concat(Stream.of("imported:"), expected.stream()).toList();
        answers(
                RealmWithEveryRule.call(keycloak, "POST", "/partialImport", Map.of("users", List.of(user("imported")))),
                named);

        assertThat(keycloak.realm(REALM).users().searchByUsername("imported", true))
                .isEmpty();
        row(9, "partial import", REST_ANSWER + " under the user's name; nobody is added", "the request's", expected);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void theDocumentationHasTheseWaysAndSentences() {
        String expected = """
                | way | what is seen | language | rules |
                |---|---|---|---|
                %s

                | rule | sentence |
                |---|---|
                %s
                """.formatted(
                String.join("\n", ROWS.values()),
                IntStream.range(0, IN_ENGLISH.size())
                        .mapToObj(i -> "| `" + RealmWithEveryRule.POLICIES.get(i) + "` | " + IN_ENGLISH.get(i) + " |")
                        .collect(Collectors.joining("\n")));
        String page = Sources.read(Tree.root().resolve("docs/password-rules.md"));

        assertThat(page)
                .as("docs/password-rules.md has to have, as seen in this run:\n%s", expected)
                .contains(expected);
    }

    private static void row(int number, String way, String seen, String language, List<String> rules) {
        ROWS.put(number, String.format("| %s | %s | %s | %d |", way, seen, language, rules.size()));
    }

    /** As the account console asks for a page, which needs JavaScript for that. */
    private Device open(String language, String page, String query) {
        String account = keycloak.baseUrl() + "/realms/" + REALM + "/account/";
        Device device = browsers.newDevice(new Browser.NewContextOptions().setLocale(language));
        return device.open(keycloak.baseUrl() + "/realms/" + REALM + "/protocol/openid-connect/" + page
                + "?client_id=account-console&response_type=code&scope=openid"
                + "&code_challenge_method=S256&code_challenge=" + "a".repeat(43) + query
                + "&redirect_uri=" + URLEncoder.encode(account, StandardCharsets.UTF_8));
    }

    private static Browser.NewContextOptions german() {
        return new Browser.NewContextOptions().setLocale("de");
    }

    private static List<String> refused(Device device, String userName) {
        ForgotPasswordPages.choose(device, breaksEveryRule(userName));
        Locator lines = device.page().locator("#password-refused li");
        lines.first().waitFor();
        showsNeitherPasswordNorMarkup(device.page());
        return lines.allInnerTexts();
    }

    private static void showsNeitherPasswordNorMarkup(Page page) {
        assertThat(page.locator("b:text-is('jo'), img[src=x]")).hasCount(0);
        assertThat(page.content()).doesNotContain("onerror");
    }

    private static void answers(HttpResponse<String> answer, List<String> rules) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        JsonNode error = JSON.readTree(answer.body());
        assertThat(error.path("error").asText()).isEqualTo("passwordRulesNotMet");
        assertThat(error.path("error_description").asText().lines()).containsExactlyElementsOf(rules);
        assertThat(answer.body()).doesNotContain("onerror");
    }
}
