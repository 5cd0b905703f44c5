package io.github.gatehouse.it;

import static io.github.gatehouse.it.OddInput.ABOVE_KEYCLOAKS_LIMIT;
import static io.github.gatehouse.it.OddInput.CONFIRM;
import static io.github.gatehouse.it.OddInput.NOT_RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.SignInTest;
import io.github.gatehouse.localserver.FormBrowser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What anybody can send to the pages of the sign-in gets an ordinary answer, and there is always a way on. */
@SignInTest
class SignInBadInputIT {

    private static final String SENT = "If we know this name, an e-mail with a link is on its way.";

    private final KeycloakUnderTest keycloak;
    private final People people;
    private final String realm;
    private final ServerLog log;

    SignInBadInputIT(KeycloakUnderTest keycloak, People people) {
        this.keycloak = keycloak;
        this.people = people;
        this.realm = keycloak.realmUrl();
        this.log = ServerLog.fromNow(keycloak);
    }

    @AfterEach
    void theServerCalledNothingAnError() {
        assertThat(log.errors()).isEmpty();
    }

    @Test
    void anOddNameIsAnsweredLikeAnUnknownOneAndTheFormStillSignsIn() {
        Person person = people.withPassword(People.PASSWORD);
        FormBrowser browser = new FormBrowser();
        FormBrowser.Answer page = OddInput.signInPage(browser, realm);
        for (var odd : OddInput.values().entrySet()) {
            page = OddInput.send(browser, page, odd.getValue(), "Wr0ngPassword!");
            assertOrdinary(odd.getKey(), page, NOT_RIGHT);
        }
        signsIn(browser, page, person);
    }

    @Test
    void anOddPasswordIsAWrongOneAndIsNotShownAgain() {
        Person person = people.withPassword(People.PASSWORD);
        FormBrowser browser = new FormBrowser();
        FormBrowser.Answer page = OddInput.signInPage(browser, realm);
        for (var odd : OddInput.values().entrySet()) {
            page = OddInput.send(browser, page, person.userName(), odd.getValue());
            assertOrdinary(odd.getKey(), page, NOT_RIGHT);
            assertThat(page.values("password")).as(odd.getKey()).containsOnlyNulls();
            assertThat(page.body()).as(odd.getKey()).doesNotContain("x".repeat(1_000));
            keycloak.awaitWrongPasswords(person, 1);
            keycloak.realm().attackDetection().clearBruteForceForUser(person.id());
        }
        signsIn(browser, page, person);
    }

    @Test
    void anOddNameHasALookAlikeAndConfirmAnswersAsAlways() {
        people.withPassword(People.PASSWORD);
        for (var odd : OddInput.values().entrySet()) {
            FormBrowser browser = new FormBrowser();

            FormBrowser.Answer page = OddInput.forgot(browser, realm, odd.getValue());

            assertOrdinary(odd.getKey(), page, CONFIRM);
            assertThat(page.body().length()).as(odd.getKey()).isLessThan(20_000);
            FormBrowser.Answer sent = browser.send(page.form(), List.of());
            assertOrdinary(odd.getKey(), sent.location() == null ? sent : browser.follow(sent.location()), SENT);
        }
    }

    @Test
    void theDirectGrantAnswersLikeToAWrongPassword() {
        TemporaryPasswordCalls.allowTheDirectGrant(keycloak);
        Person person = people.withPassword(People.PASSWORD);
        FormBrowser.Answer wrong = OddInput.grant(keycloak, person.userName(), "Wr0ngPassword!");
        assertThat(wrong.status()).isIn(400, 401);
        for (var odd : OddInput.values().entrySet()) {
            for (FormBrowser.Answer answer : List.of(
                    OddInput.grant(keycloak, odd.getValue(), People.PASSWORD),
                    OddInput.grant(keycloak, person.userName(), odd.getValue()))) {
                assertThat(answer.status()).as(odd.getKey()).isEqualTo(wrong.status());
                assertThat(answer.body()).as(odd.getKey()).isEqualTo(wrong.body());
            }
        }
    }

    @Test
    void atTheCapOddChoicesEndNothing() {
        CappedRealm cap = new CappedRealm(keycloak);
        cap.prepare();
        try {
            Person person = people.withPassword(People.PASSWORD);
            cap.signInElsewhere(person, 3);
            FormBrowser browser = new FormBrowser();
            FormBrowser.Answer page =
                    OddInput.send(browser, OddInput.signInPage(browser, realm), person.userName(), People.PASSWORD);
            for (var odd : OddInput.values().entrySet()) {
                page = browser.sendAsItStands(page.form(), "end=" + odd.getValue());
                assertOrdinary(odd.getKey(), page, "You are signed in in 3 places already");
            }
            page = browser.sendAsItStands(page.form(), "end=x&".repeat(200));
            assertOrdinary("two hundred", page, "You are signed in in 3 places already");
            assertThat(cap.sessions(person)).hasSize(3);

            String choice = page.values("end").get(0);
            assertThat(browser.send(page.form(), List.of("end", choice, "end", choice, "end", "x"))
                            .location())
                    .contains("code=");
            assertThat(cap.sessions(person)).hasSize(3);
        } finally {
            cap.asShipped();
        }
    }

    @Test
    void aboveItsLimitKeycloakRefusesAndTheNextTryWorks() {
        TemporaryPasswordCalls.allowTheDirectGrant(keycloak);
        Person person = people.withPassword(People.PASSWORD);
        FormBrowser browser = new FormBrowser();
        FormBrowser.Answer page = OddInput.signInPage(browser, realm);

        assertThat(OddInput.send(browser, page, ABOVE_KEYCLOAKS_LIMIT, "Wr0ngPassword!")
                        .status())
                .isEqualTo(413);
        assertThat(OddInput.send(browser, page, person.userName(), ABOVE_KEYCLOAKS_LIMIT)
                        .status())
                .isEqualTo(413);
        assertThat(OddInput.forgot(new FormBrowser(), realm, ABOVE_KEYCLOAKS_LIMIT)
                        .status())
                .isEqualTo(413);
        assertThat(OddInput.grant(keycloak, ABOVE_KEYCLOAKS_LIMIT, "Wr0ngPassword!")
                        .status())
                .isEqualTo(413);
        signsIn(browser, page, person);
    }

    @Test
    void whatEndsAsACookieWritesNoHeader() {
        Person person = people.withPassword(People.PASSWORD);
        FormBrowser around = new FormBrowser();
        FormBrowser.Answer trimmed = remembered(around, "%0D%0A" + person.userName() + "%0D%0A");
        assertThat(cookie(trimmed)).contains(person.userName());

        // An import is not checked: it can bring an ID that a header could be made of.
        people.imported("agent-id-header", People.PASSWORD, "77\r\nSet-Cookie: planted=1\r\n\r\nplanted");
        FormBrowser within = new FormBrowser();
        FormBrowser.Answer forgotten = remembered(within, "77%0D%0ASet-Cookie:%20planted=1%0D%0A%0D%0Aplanted");
        assertThat(cookie(forgotten)).isEmpty();
    }

    @Test
    void ofFieldsThatAreSentTwiceTheFirstCountsAndFurtherOnesAreIgnored() {
        Person person = people.withPassword(People.PASSWORD);
        Person other = people.withPassword("0therPassword!");
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            many.addAll(List.of("field" + i, "value"));
        }
        many.addAll(List.of("username", person.userName(), "username", other.userName()));
        many.addAll(List.of("password", "Wr0ngPassword!", "password", People.PASSWORD));
        FormBrowser browser = new FormBrowser();
        FormBrowser.Answer page = OddInput.signInPage(browser, realm);

        FormBrowser.Answer answer = browser.send(page.form(), many);

        assertOrdinary("fields sent twice", answer, NOT_RIGHT);
        assertThat(answer.body()).doesNotContain(other.userName());
        many.addAll(0, List.of("password", People.PASSWORD, "rememberMe", "on", "rememberMe", "off"));
        FormBrowser.Answer signedIn = browser.send(answer.form(), many);
        assertThat(signedIn.location()).contains("code=");
        assertThat(cookie(signedIn)).isEqualTo(person.userName());
        assertThat(keycloak.realm().users().get(other.id()).getUserSessions()).isEmpty();
        TemporaryPasswordCalls.allowTheDirectGrant(keycloak);
        assertThat(OddInput.grant(keycloak, other.userName(), "0therPassword!&username=" + person.userName())
                        .status())
                .isEqualTo(400);
        assertThat(keycloak.realm().users().get(other.id()).getUserSessions()).isEmpty();
    }

    @Test
    void aFormWithoutItsFieldsIsAnsweredToo() {
        Person person = people.withPassword(People.PASSWORD);
        FormBrowser browser = new FormBrowser();
        FormBrowser.Answer page = OddInput.signInPage(browser, realm);
        for (String body : List.of(
                "",
                "&&==&",
                "username",
                "username=&password=",
                "password=x",
                "rememberMe=on",
                "username=%20&password=x")) {
            page = browser.sendAsItStands(page.form(), body);
            assertOrdinary(body, page, NOT_RIGHT);
        }
        signsIn(browser, page, person);

        FormBrowser forgotten = new FormBrowser();
        FormBrowser.Answer asked = OddInput.forgot(forgotten, realm, "");
        assertThat(asked.body()).contains("kc-reset-password-form");
        assertThat(forgotten.sendAsItStands(asked.form(), "username=%20").body())
                .contains("Please specify username.");
    }

    private static void signsIn(FormBrowser browser, FormBrowser.Answer page, Person person) {
        assertThat(OddInput.send(browser, page, person.userName(), People.PASSWORD)
                        .location())
                .contains("code=");
    }

    private FormBrowser.Answer remembered(FormBrowser browser, String name) {
        FormBrowser.Answer page = OddInput.signInPage(browser, realm);
        FormBrowser.Answer answer =
                browser.sendAsItStands(page.form(), "rememberMe=on&username=" + name + "&password=" + People.PASSWORD);
        assertThat(answer.location()).contains("code=");
        assertThat(answer.headers()).doesNotContainKey("planted");
        assertThat(answer.headers().get("set-cookie")).noneMatch(cookie -> cookie.contains("planted"));
        return answer;
    }

    /** The name in our cookie; empty where the cookie is to go. */
    private static String cookie(FormBrowser.Answer answer) {
        return answer.headers().get("set-cookie").stream()
                .filter(cookie -> cookie.startsWith("GATEHOUSE_USER_NAME="))
                .map(cookie -> cookie.replaceFirst("^[^=]*=([^;]*).*", "$1"))
                .map(value -> new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow();
    }

    /** A page of ours with that sentence, in which nothing that was sent has become more than text. */
    private static void assertOrdinary(String what, FormBrowser.Answer answer, String sentence) {
        assertThat(answer.status()).as(what).isEqualTo(200);
        assertThat(answer.body()).as(what).contains(sentence).doesNotContain("<script>alert", "1235234");
        assertThat(answer.headers()).as(what).doesNotContainKey("planted");
        assertThat(answer.headers().getOrDefault("set-cookie", List.of()))
                .as(what)
                .noneMatch(cookie -> cookie.contains("planted"));
    }
}
