package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.github.gatehouse.it.PageLook.Medium;
import io.github.gatehouse.it.PageLook.View;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.Mailbox;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.SignInTest;
import io.github.gatehouse.localserver.CaughtMail;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.admin.client.resource.OrganizationResource;
import org.keycloak.representations.idm.FederatedIdentityRepresentation;
import org.keycloak.representations.idm.MemberRepresentation;

/** Keycloak's own mails in our frame, as HTML and as text, from left to right and from right to left. */
@SignInTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MailsIT {

    private static final Pattern LINK = Pattern.compile("https?://localhost[^\\s\"<]+");

    private static final Locator.WaitForOptions GONE =
            new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED);

    private final KeycloakUnderTest keycloak;
    private final Browsers browsers;
    private final Mailbox mail;
    private GalleryRealm realm;

    MailsIT(KeycloakUnderTest keycloak, Browsers browsers, Mailbox mail) {
        this.keycloak = keycloak;
        this.browsers = browsers;
        this.mail = mail;
    }

    @BeforeAll
    void makeTheRealm() throws IOException {
        realm = GalleryRealm.make(keycloak);
        realm.change(settings -> settings.setEventsListeners(List.of("jboss-logging", "email")));
    }

    @AfterAll
    void removeIt() {
        realm.remove();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ar"})
    void aMailToVerifyTheAddress(String language) {
        Person person = realm.person(language, user -> user.setEmailVerified(false));
        realm.resource().users().get(person.id()).sendVerifyEmail();

        Device device = isDressed("verify", mail.waitFor(person.email()), language);
        assertThat(device.page().locator("#kc-info-message a").count()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ar"})
    void aMailWithThingsToDo(String language) {
        Person person = realm.person(language, user -> {});
        realm.resource().users().get(person.id()).executeActionsEmail(List.of("UPDATE_PASSWORD", "UPDATE_PROFILE"));

        Device device = isDressed("things-to-do", mail.waitFor(person.email()), language);
        device.page().locator("#kc-info-message a").click();
        device.page().locator("#password-new").waitFor();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ar"})
    void aMailToTheNewAddress(String language) {
        Person person = realm.person(language, user -> {});
        String newAddress = "new-" + person.email();
        Device device = browsers.newDevice()
                .open(realm.authorization(GalleryRealm.APPLICATION, "&kc_action=UPDATE_EMAIL"))
                .awaitSignInPage()
                .signIn(person.userName(), People.PASSWORD);
        realm.change(settings -> settings.setVerifyEmail(true));
        try {
            device.page().locator("#email").fill(newAddress);
            device.page().locator("#kc-update-email-form [type=submit]").first().click();

            isDressed("new-address", mail.waitFor(newAddress), language);
            assertThat(realm.resource()
                            .users()
                            .get(person.id())
                            .toRepresentation()
                            .getEmail())
                    .isEqualTo(newAddress);
        } finally {
            realm.change(settings -> settings.setVerifyEmail(false));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ar"})
    void aMailAboutAFailedSignIn(String language) {
        Person person = realm.person(language, user -> {});
        browsers.newDevice()
                .open(realm.authorization(GalleryRealm.APPLICATION, ""))
                .awaitSignInPage()
                .signIn(person.userName(), "nonsense");

        isFramed("failed-sign-in", mail.waitFor(person.email()), language);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ar"})
    void aMailThatInvitesIntoAnOrganization(String language) {
        Person person = realm.person(language, user -> {});
        OrganizationResource organization = realm.organization("east-" + language);
        organization.members().inviteExistingUser(person.id()).close();

        Device device = isDressed("invitation", mail.waitFor(person.email()), language);
        device.page().locator("#kc-info-message a").click();
        device.page().waitForURL(realm.url() + "/account/**");
        assertThat(organization.members().list(0, 10))
                .extracting(MemberRepresentation::getId)
                .containsExactly(person.id());
    }

    /** In the realm's language: nobody knows another one yet. */
    @Test
    void aMailThatInvitesSomebodyNewLeadsToTheRegistration() {
        String address = "newcomer@example.com";
        realm.organization("west")
                .members()
                .inviteUser(address, "Mara", "Quist")
                .close();

        Device device = isDressed("invitation-of-somebody-new", mail.waitFor(address), "en");
        assertThat(device.page().locator("#kc-register-form #email").inputValue())
                .isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ar"})
    void aMailToLinkTheAccountOfAnIdentityProvider(String language) {
        Person person = realm.person(language, user -> {});
        try (IdentityProviderRealm elsewhere =
                IdentityProviderRealm.make(keycloak, realm.resource(), person.userName())) {
            Device first = browsers.newDevice()
                    .open(realm.authorization(GalleryRealm.APPLICATION, ""))
                    .awaitSignInPage();
            Page page = first.page();
            page.locator("#social-" + elsewhere.name()).click();
            page.waitForURL("**/realms/" + elsewhere.name() + "/**");
            first.signIn(person.userName(), IdentityProviderRealm.PASSWORD);
            page.locator("#kc-idp-review-profile-form [type=submit]").first().click();
            page.locator("#linkAccount").click();

            Device device = isDressed("link-account", mail.waitFor(person.email()), language);
            device.page().locator("#kc-info-message a").click();
            device.page().locator("#kc-info-message a").waitFor(GONE);
            // The browser that it began in goes on.
            page.locator("#instruction3 a").click();
            page.waitForURL(realm.applicationUrl() + "?**");
            assertThat(realm.resource().users().get(person.id()).getFederatedIdentity())
                    .extracting(FederatedIdentityRepresentation::getIdentityProvider)
                    .containsExactly(elsewhere.name());
        }
    }

    /** And its link, the same in both parts, leads to a page of ours; the browser that followed it. */
    private Device isDressed(String name, CaughtMail sent, String language) {
        isFramed(name, sent, language);
        String link = linkIn(sent.text());
        assertThat(linkIn(sent.html()).replace("&amp;", "&")).isEqualTo(link);
        Device device = browsers.newDevice();
        assertThat(device.page().navigate(link).status()).isEqualTo(200);
        assertThat(device.page().locator("main.card h1").count()).isEqualTo(1);
        return device;
    }

    private void isFramed(String name, CaughtMail sent, String language) {
        assertThat(sent.subject()).isNotBlank();
        assertThat(sent.text()).isNotBlank().doesNotContain("<", "${", "Body");
        Device device = browsers.newDevice();
        device.page().setContent(sent.html());
        assertThat(device.page().locator("html").getAttribute("dir")).isEqualTo(language.equals("ar") ? "rtl" : "ltr");
        assertThat(device.page().locator("h1").innerText()).isEqualTo("Contact Center");
        for (int width : new int[] {320, 1280}) {
            PageLook.isFinished(
                    device, Path.of("gallery", "mails"), name + "-" + language, View.of(width, Medium.LIGHT));
        }
    }

    private static String linkIn(String part) {
        return LINK.matcher(part).results().map(MatchResult::group).findFirst().orElseThrow();
    }
}
