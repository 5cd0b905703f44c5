package io.github.gatehouse.it;

import static io.github.gatehouse.it.OddInput.NOT_RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.ServerClock;
import io.github.gatehouse.it.support.SignInTest;
import io.github.gatehouse.localserver.FormBrowser;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A form that is sent twice, late, from two tabs, or with what belongs to another browser or realm. */
@SignInTest
class SignInOldFormsIT {

    private static final Pattern LINK = Pattern.compile("<a\\b[^>]*\\shref=\"([^\"]+)\"");
    private static final Pattern CODE = Pattern.compile("session_code=[^&]*");

    private final KeycloakUnderTest keycloak;
    private final People people;
    private final String realm;
    private final FormBrowser browser = new FormBrowser();
    private final ServerLog log;

    SignInOldFormsIT(KeycloakUnderTest keycloak, People people) {
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
    void sentTwiceAWrongPasswordLeadsBackToThePage() {
        Person person = people.withPassword(People.PASSWORD);
        FormBrowser.Answer page = OddInput.signInPage(browser, realm);
        assertThat(OddInput.send(browser, page, person.userName(), "Wr0ngPassword!")
                        .body())
                .contains(NOT_RIGHT);

        FormBrowser.Answer again = OddInput.send(browser, page, person.userName(), "Wr0ngPassword!");

        signsInFrom(again, person);
    }

    @Test
    void sentTwiceARightPasswordSignsInOnce() {
        Person person = people.withPassword(People.PASSWORD);
        FormBrowser.Answer page = OddInput.signInPage(browser, realm);
        assertThat(OddInput.send(browser, page, person.userName(), People.PASSWORD)
                        .location())
                .contains("code=");

        FormBrowser.Answer again = OddInput.send(browser, page, person.userName(), People.PASSWORD);

        leadsOn(again);
        assertThat(sessions(person)).isEqualTo(1);
    }

    @Test
    void inTwoTabsTheSecondFollowsTheFirst() {
        Person person = people.withPassword(People.PASSWORD);
        Person other = people.withPassword(People.PASSWORD);
        FormBrowser.Answer first = OddInput.signInPage(browser, realm);
        FormBrowser.Answer second = OddInput.signInPage(browser, realm);
        assertThat(OddInput.send(browser, first, person.userName(), People.PASSWORD)
                        .location())
                .contains("code=");

        FormBrowser.Answer answer = OddInput.send(browser, second, other.userName(), People.PASSWORD);

        leadsOn(answer);
        assertThat(sessions(person)).isEqualTo(1);
        assertThat(sessions(other)).isZero();
    }

    @Test
    void afterItsTimeTheSignInBeginsAnew(ServerClock clock) {
        Person person = people.withPassword(People.PASSWORD);
        FormBrowser.Answer page = OddInput.signInPage(browser, realm);
        clock.advance(Duration.ofMinutes(31));

        FormBrowser.Answer late = OddInput.send(browser, page, person.userName(), People.PASSWORD);

        assertThat(sessions(person)).isZero();
        signsInFrom(late, person);
    }

    @Test
    void afterItsTimeTheConfirmPageSendsNothingAndLeadsOn(ServerClock clock) {
        Person person = people.withPassword(People.PASSWORD);
        FormBrowser.Answer page = OddInput.forgot(browser, realm, person.userName());
        clock.advance(Duration.ofMinutes(31));

        FormBrowser.Answer late = browser.send(page.form(), List.of());

        signsInFrom(late, person);
    }

    @Test
    void confirmedTwiceItLeadsOn() {
        Person person = people.withPassword(People.PASSWORD);
        FormBrowser.Answer page = OddInput.forgot(browser, realm, person.userName());
        browser.send(page.form(), List.of());

        FormBrowser.Answer again = browser.send(page.form(), List.of());

        leadsOn(again);
    }

    @Test
    void withTheCookiesOfAnotherRealmNobodyIsSignedInAndTheSignInBeginsAnew() {
        Person person = people.withPassword(People.PASSWORD);
        FormBrowser.Answer page = OddInput.signInPage(browser, realm);
        // This browser minds no paths: the cookies of the second realm take the place of those of the first.
        OddInput.signInPage(browser, keycloak.baseUrl() + "/realms/master");

        FormBrowser.Answer answer = OddInput.send(browser, page, person.userName(), People.PASSWORD);

        assertThat(sessions(person)).isZero();
        leadsOn(answer);
    }

    @Test
    void withTheCodeOfAnotherRealmItLeadsOn() {
        Person person = people.withPassword(People.PASSWORD);
        FormBrowser.Answer elsewhere = OddInput.signInPage(new FormBrowser(), keycloak.baseUrl() + "/realms/master");
        FormBrowser.Answer page = OddInput.signInPage(browser, realm);
        Matcher code = CODE.matcher(elsewhere.form());
        assertThat(code.find()).isTrue();

        FormBrowser.Answer answer = browser.send(
                CODE.matcher(page.form()).replaceFirst(code.group()),
                List.of("username", person.userName(), "password", People.PASSWORD));

        assertThat(sessions(person)).isZero();
        leadsOn(answer);
    }

    @Test
    void theFormOfAnotherBrowserSignsNobodyInThere() {
        Person person = people.withPassword(People.PASSWORD);
        FormBrowser theirs = new FormBrowser();
        FormBrowser.Answer theirPage = OddInput.signInPage(theirs, realm);
        OddInput.signInPage(browser, realm);

        FormBrowser.Answer answer = OddInput.send(browser, theirPage, person.userName(), People.PASSWORD);

        assertThat(sessions(person)).isZero();
        leadsOn(answer);
        assertThat(OddInput.send(theirs, theirPage, person.userName(), People.PASSWORD)
                        .location())
                .contains("code=");
    }

    private int sessions(Person person) {
        return keycloak.realm().users().get(person.id()).getUserSessions().size();
    }

    /** It is the sign-in page, or leads there. */
    private void signsInFrom(FormBrowser.Answer answer, Person person) {
        FormBrowser.Answer page = leadsOn(answer);
        assertThat(page.values("username")).as(page.body()).isNotEmpty();
        assertThat(OddInput.send(browser, page, person.userName(), People.PASSWORD)
                        .location())
                .contains("code=");
    }

    /** To a page with a form, a link to the beginning or to the application, or the application itself. */
    private FormBrowser.Answer leadsOn(FormBrowser.Answer answer) {
        FormBrowser.Answer page = answer.location() == null ? answer : browser.follow(answer.location());
        assertThat(page.status()).as(page.body()).isLessThan(500);
        String application = realm + "/account/";
        boolean link = LINK.matcher(page.body())
                .results()
                .map(found -> found.group(1))
                .anyMatch(address -> address.contains("/login-actions/restart?") || address.equals(application));
        assertThat(page.form() != null || link || page.address().toString().startsWith(application))
                .as("a way on from %s %s", page.address(), page.body())
                .isTrue();
        return page;
    }
}
