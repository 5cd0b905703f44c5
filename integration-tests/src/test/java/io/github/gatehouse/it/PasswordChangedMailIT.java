package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.Mailbox;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Portal;
import io.github.gatehouse.it.support.SignInTest;
import io.github.gatehouse.localserver.CaughtMail;
import io.github.gatehouse.localserver.LoopbackPort;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** The mail that tells the owner of a password that it was changed, at every way (row 17). */
@SignInTest
class PasswordChangedMailIT {

    private static final String NEW_PASSWORD = "Fresh2026!";

    @BeforeAll
    static void allowTheDirectGrant(KeycloakUnderTest keycloak) {
        TemporaryPasswordCalls.allowTheDirectGrant(keycloak);
    }

    @Test
    void theForcedChangeIsToldWithTimeBrowserAndAddressOnceItIsStored(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers, Mailbox mail) {
        Person person = people.add();
        Device device = browsers.newDevice();
        device.open(portal.url("/people")).signIn(person.userName(), person.temporaryPassword());
        ForgotPasswordPages.choose(device, "Sum24!");
        assertThat(device.page().locator("#password-refused")).isVisible();
        ForgotPasswordPages.choose(device, NEW_PASSWORD);
        device.awaitPortal(portal.url("/people"));

        CaughtMail told = toldOnce(mail, person);

        assertThat(told.subject()).isEqualTo("Your password was changed");
        for (String body : List.of(told.text(), told.html())) {
            assertThat(body)
                    .contains("account " + person.userName() + " at Contact Center")
                    .contains("From: ", "Chrome, Linux")
                    .contains("IP address: 127.0.0.1")
                    .containsPattern("When: .*20[0-9]{2}.*:[0-9]{2}")
                    .contains("tell your supervisor")
                    .doesNotContain("an administrator");
        }
    }

    @Test
    void theLinkOfAForgottenPasswordIsTold(People people, Portal portal, Browsers browsers, Mailbox mail) {
        Person person = people.withPassword(People.PASSWORD);
        Device device = browsers.newDevice();
        ForgotPasswordPages.addressFor(device, portal, person.userName());
        ForgotPasswordPages.confirm(device);
        device.open(ForgotPasswordPages.link(mail, person));
        mail.clear();
        ForgotPasswordPages.choose(device, NEW_PASSWORD);

        assertThat(toldOnce(mail, person).text()).contains("Chrome");
    }

    @Test
    void theAccountConsolesChangeIsToldInTheLanguageOfThePage(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers, Mailbox mail) {
        Person person = people.withPassword(People.PASSWORD);
        Device device = browsers.newDevice(new Browser.NewContextOptions().setLocale("de"));
        device.open(portal.url("/")).signIn(person.userName(), People.PASSWORD);
        device.page().waitForURL(portal.url("/"));
        device.open(keycloak.realmUrl()
                + "/protocol/openid-connect/auth?client_id=portal&response_type=code&scope=openid"
                + "&kc_action=UPDATE_PASSWORD&code_challenge_method=S256&code_challenge=" + "a".repeat(43)
                + "&redirect_uri=" + URLEncoder.encode(portal.url("/people"), StandardCharsets.UTF_8));
        ForgotPasswordPages.choose(device, NEW_PASSWORD);

        isGerman(toldOnce(mail, person), "Von: ");
    }

    @Test
    void anAdministratorsResetIsToldWithoutTheAdministratorsBrowser(
            KeycloakUnderTest keycloak, People people, Mailbox mail) {
        Person person = people.withPassword(People.PASSWORD);
        assertThat(TemporaryPasswordCalls.refusalOfReset(keycloak, person, "Sum24!"))
                .isNotEmpty();
        reset(keycloak, person);

        assertThat(toldOnce(mail, person).text())
                .contains("By: an administrator")
                .doesNotContain("From:", "IP address:");
    }

    @Test
    void aTemporaryPasswordInPlaceOfOneOfTheirOwnIsTold(KeycloakUnderTest keycloak, People people, Mailbox mail) {
        Person person = people.withPassword(People.PASSWORD);
        TemporaryPasswordCalls.issue(keycloak, person, "", 200);

        assertThat(toldOnce(mail, person).text()).contains("By: an administrator");
    }

    @Test
    void aFirstPasswordIsToldToNobody(KeycloakUnderTest keycloak, People people, Mailbox mail) {
        Person temporary = people.add();
        TemporaryPasswordCalls.issue(keycloak, temporary, "", 200);
        Person first = people.withPassword(People.PASSWORD);
        Person changed = people.withPassword(People.PASSWORD);
        reset(keycloak, changed);
        toldOnce(mail, changed);

        // Theirs would have been on their way since before.
        assertThat(mail.to(temporary.email())).isEmpty();
        assertThat(mail.to(first.email())).isEmpty();
    }

    @Test
    void aUserNameWithMarkupStaysText(KeycloakUnderTest keycloak, People people, Mailbox mail) {
        Person person = people.withPassword(People.PASSWORD);
        RealmRepresentation realm = keycloak.realm().toRepresentation();
        String before = realm.getDisplayName();
        try {
            realm.setDisplayName("<b>Tea</b> & Co");
            keycloak.realm().update(realm);
            reset(keycloak, person);
            CaughtMail told = toldOnce(mail, person);
            assertThat(told.text()).contains("<b>Tea</b> & Co");
            assertThat(told.html()).doesNotContain("<b>Tea</b>").contains("&lt;b&gt;Tea&lt;/b&gt; &amp; Co");
        } finally {
            realm.setDisplayName(before);
            keycloak.realm().update(realm);
        }
    }

    @Test
    void aMailServerThatDoesNotAnswerKeepsNobodyFromChanging(KeycloakUnderTest keycloak, People people) {
        Person person = people.withPassword(People.PASSWORD);
        RealmRepresentation realm = keycloak.realm().toRepresentation();
        Map<String, String> before = realm.getSmtpServer();
        try {
            Map<String, String> dead = new HashMap<>(before);
            dead.put("port", Integer.toString(LoopbackPort.free().number()));
            realm.setSmtpServer(dead);
            keycloak.realm().update(realm);
            reset(keycloak, person);
            assertThat(TemporaryPasswordCalls.directGrant(keycloak, person.userName(), NEW_PASSWORD))
                    .isEmpty();
        } finally {
            realm.setSmtpServer(before);
            keycloak.realm().update(realm);
        }
    }

    @Test
    void anAdministratorsResetIsToldInTheLanguageThatThePersonHas(
            KeycloakUnderTest keycloak, People people, Mailbox mail) {
        Person person = people.withPassword(People.PASSWORD);
        UserRepresentation user = keycloak.realm().users().get(person.id()).toRepresentation();
        Map<String, List<String>> attributes = new HashMap<>(user.getAttributes());
        attributes.put("locale", List.of("de"));
        user.setAttributes(attributes);
        keycloak.realm().users().get(person.id()).update(user);
        reset(keycloak, person);

        isGerman(toldOnce(mail, person), "Durch: ");
    }

    private static void isGerman(CaughtMail told, String line) {
        assertThat(told.subject()).isEqualTo("Ihr Passwort wurde geändert");
        assertThat(told.html()).contains("lang=\"de\"");
        for (String body : List.of(told.text(), told.html())) {
            assertThat(body)
                    .contains("Das Passwort Ihres Kontos", line)
                    .containsPattern("Wann: [0-9]+\\. \\p{L}+ 20[0-9]{2}");
        }
    }

    /** Whatever the way: one mail, in which nothing can be clicked and no password be read. */
    private static CaughtMail toldOnce(Mailbox mail, Person person) {
        CaughtMail told = mail.waitFor(person.email());
        assertThat(mail.to(person.email())).hasSize(1);
        for (String body : List.of(told.text(), told.html())) {
            assertThat(body)
                    .contains(person.userName())
                    .doesNotContain("href", "http", NEW_PASSWORD, People.PASSWORD, person.temporaryPassword());
        }
        return told;
    }

    private static void reset(KeycloakUnderTest keycloak, Person person) {
        CredentialRepresentation password = new CredentialRepresentation();
        password.setType(CredentialRepresentation.PASSWORD);
        password.setValue(NEW_PASSWORD);
        password.setTemporary(false);
        keycloak.realm().users().get(person.id()).resetPassword(password);
    }
}
