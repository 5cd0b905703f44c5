package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Media;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Portal;
import io.github.gatehouse.it.support.SignInTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.admin.client.resource.UserProfileResource;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.userprofile.config.UPConfig;

/** The portal's People page: a supervisor adds a person, who then signs in (way 9). */
@SignInTest
class PeoplePageIT {

    @Test
    void whoIsAddedSignsInWithThePasswordThatIsShownOnce(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        PeoplePage supervisor = PeoplePage.ofSupervisor(keycloak, people, portal, browsers);
        supervisor.openForm().fill("Zoë", "O'Neil", "people-zoe", "+1 512 555-0101");
        supervisor.add();
        supervisor.box().waitFor();
        Page page = supervisor.page();
        String password = supervisor.password();

        assertThat(password).isEqualTo("Zo15125550101!!");
        assertThat(supervisor.box().locator("h2").first()).hasText("Temporary password for Zoë O'Neil");
        assertThat(page.locator(".password")).isFocused();
        PageLook.isFinishedToo(supervisor.device(), "people-password");
        supervisor.press("Copy");
        assertThat(supervisor.box().getByRole(AriaRole.STATUS)).hasText("Copied.");
        assertThat(page.evaluate("navigator.clipboard.readText()")).isEqualTo(password);
        printsOnlyTheSlip(supervisor, portal, password);

        supervisor.press("Close");
        assertThat(page.locator("dialog")).hasCount(0);
        assertThat(supervisor.everything()).contains("people-zoe").doesNotContain(password);
        // Neither the form nor the box comes back.
        page.goBack();
        assertThat(page).hasURL(portal.url("/people"));
        page.goForward();
        page.getByText("Active until").waitFor();
        assertThat(supervisor.everything()).doesNotContain(password);

        Device zoe = browsers.newDevice().open(portal.url("/")).signIn("people-zoe", password);
        ApplicationPages.chooseNewPassword(zoe, People.PASSWORD);
        zoe.awaitPortal(portal.url("/"));
    }

    private static void printsOnlyTheSlip(PeoplePage supervisor, Portal portal, String password) {
        Page page = supervisor.page();
        Locator slip = page.locator(".slip");
        assertThat(slip).isHidden();
        page.evaluate("window.print = () => window.printed = true");
        supervisor.press("Print slip");
        assertThat(page.evaluate("window.printed")).isEqualTo(true);
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        supervisor.device().screenshot("people-slip");
        assertThat(slip).isVisible();
        assertThat(slip).containsText("NameZoë O'NeilUser namepeople-zoeTemporary password" + password + "Good until");
        assertThat(slip).containsText("GMT+9");
        assertThat(slip).containsText("Sign in at" + portal.url("/"));
        assertThat(slip).containsText("Choose a new password at the first sign-in");
        for (String other : new String[] {"#bar", "h1", "main > dl", ".password", ".box > .actions"}) {
            assertThat(page.locator(other)).isHidden();
        }
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));
    }

    @Test
    void everyFailingFieldIsSaidAtOnceAndNothingTypedIsLost(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        Person other = people.add();
        PeoplePage supervisor = PeoplePage.ofSupervisor(keycloak, people, portal, browsers);
        PeoplePage manager = PeoplePage.of("managers", keycloak, people, portal, browsers);
        assertThat(manager.openForm().field("Group").locator("option"))
                .hasText(new String[] {"Choose", "agents", "supervisors"});

        supervisor.openForm();
        assertThat(supervisor.field("Group").locator("option")).hasText(new String[] {"agents"});
        assertThat(supervisor.refusals())
                .containsExactly(
                        "firstName: Enter the first name.",
                        "lastName: Enter the last name.",
                        "username: Enter a user name.",
                        "phoneNumber: Enter the phone number. The temporary password is made from it.");
        assertThat(supervisor.summary()).isFocused();
        PageLook.isFinishedToo(supervisor.device(), "people-form");
        supervisor.summary().getByText("Phone").click();
        assertThat(supervisor.field("Phone")).isFocused();

        // The first and the phone number are Keycloak's to refuse, the others the page's.
        supervisor.fill("<b>Mara", "Quist", other.userName(), "5".repeat(41));
        supervisor.field("Agent ID (optional)").fill(agentId(keycloak, other));
        supervisor.field("E-mail (optional)").fill("mara");
        assertThat(supervisor.refusals())
                .containsExactly(
                        "firstName: Leave out signs that are in no name, such as < > \" & %.",
                        "username: Somebody has this user name already. Choose another one.",
                        "phoneNumber: Use at most 40 characters.",
                        "agentId: Somebody has this agent ID already.",
                        "email: This is not an e-mail address.");

        // These are Keycloak's own answers.
        supervisor.fill("<b>Mara", "Quist", "people mara", "5".repeat(41));
        supervisor.field("Agent ID (optional)").fill("people-1");
        supervisor.field("E-mail (optional)").fill("");
        assertThat(supervisor.refusals())
                .containsExactly(
                        "firstName: Leave out signs that are in no name, such as < > \" & %.",
                        "username: Use letters, digits and signs such as . - _ and @, without spaces.",
                        "phoneNumber: Use at most 40 characters.");

        // The supervisor does not see who has them, and what the page sees by itself is all right.
        supervisor.field("User name").fill(manager.person().userName());
        supervisor.field("E-mail (optional)").fill(manager.person().email());
        assertThat(supervisor.refusals())
                .containsExactly(
                        "firstName: Leave out signs that are in no name, such as < > \" & %.",
                        "username: Somebody has this user name already. Choose another one.",
                        "phoneNumber: Use at most 40 characters.",
                        "email: Somebody has this e-mail address already.");
        supervisor.device().screenshot("people-form-taken");
        supervisor.field("First name").fill("Mara");
        supervisor.field("Phone").fill("5125550102");
        supervisor.field("User name").fill("people-mara");
        assertThat(supervisor.refusals()).containsExactly("email: Somebody has this e-mail address already.");
        assertThat(supervisor.field("Last name")).hasValue("Quist");
        assertThat(supervisor.field("Agent ID (optional)")).hasValue("people-1");
        supervisor.field("E-mail (optional)").fill("");
        supervisor.add();
        supervisor.box().waitFor();
        assertThat(supervisor.password()).isEqualTo("Mq5125550102!!");
    }

    /** What the page asks Keycloak beforehand must add nobody. Here only the database's columns are in its way. */
    @Test
    void askingWhatIsWrongAddsNobodyAlsoWhereTheRealmTakesAnything(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        PeoplePage supervisor = PeoplePage.ofSupervisor(keycloak, people, portal, browsers);
        UserProfileResource profile = keycloak.realm().users().userProfile();
        UPConfig before = profile.getConfiguration();
        UPConfig anything = profile.getConfiguration();
        anything.getAttributes().forEach(attribute -> {
            attribute.setValidations(Map.of());
            attribute.setRequired(null);
        });
        profile.update(anything);
        try {
            for (boolean emailAsUserName : new boolean[] {false, true}) {
                addressAsUserName(keycloak, emailAsUserName);
                TemporaryPasswordCalls.withPolicy(keycloak, realms -> "", () -> {
                    int number = keycloak.realm().users().count();
                    supervisor.openForm().fill("<Rob", "Ek>", "people rob", "");
                    supervisor.field("E-mail (optional)").fill("people-rob@example.com");
                    assertThat(supervisor.refusals())
                            .containsExactly(
                                    "phoneNumber: Enter the phone number. The temporary password is made from it.");
                    assertThat(keycloak.realm().users().count()).isEqualTo(number);
                    supervisor.page().navigate(portal.url("/people"));
                });
            }
        } finally {
            addressAsUserName(keycloak, false);
            profile.update(before);
        }
    }

    private static void addressAsUserName(KeycloakUnderTest keycloak, boolean on) {
        RealmRepresentation realm = keycloak.realm().toRepresentation();
        realm.setRegistrationEmailAsUsername(on);
        keycloak.realm().update(realm);
    }

    @Test
    void whereTheUsualWayGivesNoneTheReasonIsSaidAndARandomOneOffered(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        PeoplePage supervisor = PeoplePage.ofSupervisor(keycloak, people, portal, browsers);
        supervisor.openForm().fill("Ben", "Ode", "people-ben", "not known yet");
        supervisor.add();
        assertThat(supervisor.box().locator("h2"))
                .hasText("Ben Ode is added, but there is no temporary password to show");
        assertThat(supervisor.box().getByRole(AriaRole.ALERT))
                .hasText("None can be made the usual way: the phone number has no digit.");
        PageLook.isFinishedToo(supervisor.device(), "people-no-password");

        supervisor.press("Issue a random one");
        supervisor.page().locator(".password").waitFor();
        assertThat(supervisor.password()).hasSize(16);
    }

    @Test
    void theRealmDecidesWhetherThereIsOneAndWhichIsUsual(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        PeoplePage supervisor = PeoplePage.ofSupervisor(keycloak, people, portal, browsers);
        TemporaryPasswordCalls.withPolicy(
                keycloak,
                realms -> realms.replace("temporaryPasswordMode(formula)", "temporaryPasswordMode(random)"),
                () -> {
                    supervisor.openForm().fill("Ina", "Ek", "people-ina", "5125550103");
                    supervisor.add();
                    supervisor.page().locator(".password").waitFor();
                });
        assertThat(supervisor.password()).hasSize(16);
        supervisor.press("Close").press("Issue it again");
        TemporaryPasswordCalls.withPolicy(keycloak, realms -> "minimumLength(8)", () -> {
            supervisor.press("Issue");
            assertThat(supervisor.box().getByRole(AriaRole.ALERT)).containsText("issues no temporary passwords.");
        });
    }

    private static String agentId(KeycloakUnderTest keycloak, Person person) {
        return keycloak.realm().users().get(person.id()).toRepresentation().firstAttribute("agentId");
    }
}
