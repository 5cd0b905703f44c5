package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.SignInTest;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.admin.client.resource.OrganizationResource;
import org.keycloak.representations.idm.UserRepresentation;
import org.keycloak.representations.idm.UserSessionRepresentation;

/** The remembered name where a page of its own asks for it, before an organization decides how to go on. */
@SignInTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrganizationRememberedNameIT {

    private static final String WRONG = "Wr0ngPassword!";

    private final KeycloakUnderTest keycloak;
    private final Browsers browsers;
    private OrganizationRealm realm;
    private NameFirstPages pages;

    OrganizationRememberedNameIT(KeycloakUnderTest keycloak, Browsers browsers) {
        this.keycloak = keycloak;
        this.browsers = browsers;
    }

    @BeforeAll
    void makeTheRealm() throws IOException {
        realm = OrganizationRealm.make(keycloak);
        pages = new NameFirstPages(realm.url());
    }

    @AfterEach
    void reset() {
        realm.reset();
    }

    @AfterAll
    void removeIt() {
        realm.close();
    }

    @ParameterizedTest
    @EnumSource
    void theTypedNameIsRememberedAfterThePasswordAndIsThereAfterSignOut(Browsers.Kind kind) {
        Device device = browsers.newDevice(kind);
        pages.open(device, "");
        assertThat(device.page().locator(NameFirstPages.NAME)).hasValue("");
        assertThat(device.page().locator(NameFirstPages.NAME)).isFocused();
        assertThat(device.page().locator(NameFirstPages.BOX)).not().isChecked();
        device.page().locator(NameFirstPages.BOX).check();
        pages.typeName(device, " MQuist ");
        assertThat(device.page().locator(NameFirstPages.TYPED)).hasText("MQuist");
        assertThat(device.page().locator(NameFirstPages.BOX)).hasCount(0);

        pages.typePassword(device, WRONG);
        assertThat(device.page().locator("[aria-invalid=true]")).isVisible();
        assertThat(RememberedNameIn.device(device)).isEmpty();
        pages.typePassword(device, People.PASSWORD);
        pages.awaitApplication(device);
        assertThat(RememberedNameIn.device(device)).contains("MQuist");

        device.open(realm.url() + "/protocol/openid-connect/logout");
        device.page().locator("#kc-logout").click();
        device.page().locator("#kc-info-message").waitFor();
        pages.open(device, "");
        assertThat(device.page().locator(NameFirstPages.NAME)).hasValue("MQuist");
        assertThat(device.page().locator(NameFirstPages.BOX)).isChecked();
        device.screenshot("organization-remembered-name");
        pages.signIn(device, "MQuist");
        assertThat(RememberedNameIn.device(device)).contains("MQuist");

        RememberedNameIn.endSession(device);
        pages.open(device, "");
        device.page().locator(NameFirstPages.BOX).uncheck();
        pages.typeName(device, "MQuist");
        assertThat(RememberedNameIn.device(device)).contains("MQuist");
        pages.typePassword(device, People.PASSWORD);
        pages.awaitApplication(device);
        assertThat(RememberedNameIn.device(device)).isEmpty();
    }

    @Test
    void afterARestartOfTheBrowserTheNameIsThere(@TempDir Path home) {
        Device before = browsers.openedFrom(home);
        pages.open(before, "");
        before.page().locator(NameFirstPages.BOX).check();
        pages.signIn(before, OrganizationRealm.USER_NAME);
        before.close();

        Device after = browsers.openedFrom(home);
        pages.open(after, "");

        assertThat(after.page().locator(NameFirstPages.NAME)).hasValue(OrganizationRealm.USER_NAME);
        assertThat(after.page().locator(NameFirstPages.BOX)).isChecked();
    }

    @Test
    void anEmptyNameIsSaidAtTheFieldAndTheBoxStaysAsItWas() {
        Device device = browsers.newDevice();
        RememberedNameIn.plant(device, realm.url(), "somebody");
        pages.open(device, "");
        device.page().locator(NameFirstPages.BOX).uncheck();
        device.page().locator(NameFirstPages.NAME).fill("");
        device.page().locator("#kc-login").click();

        assertThat(device.page().locator(NameFirstPages.NAME + "[aria-invalid=true]"))
                .hasValue("");
        assertThat(device.page().locator(NameFirstPages.BOX)).not().isChecked();
        device.page().locator(NameFirstPages.BOX).check();
        device.page().locator("#kc-login").click();
        assertThat(device.page().locator(NameFirstPages.NAME + "[aria-invalid=true]"))
                .hasValue("");
        assertThat(device.page().locator(NameFirstPages.BOX)).isChecked();
        assertThat(RememberedNameIn.device(device)).contains("somebody");
    }

    @Test
    void aHintIsTakenForTheTypedNameAsKeycloakDoesAndTheRememberedOneStays() {
        Device device = browsers.newDevice();
        RememberedNameIn.plant(device, realm.url(), "somebody");
        for (String hint : List.of(OrganizationRealm.USER_NAME, OrganizationRealm.AGENT_ID)) {
            device.open(pages.address("&login_hint=" + hint));
            assertThat(device.page().locator(NameFirstPages.TYPED)).hasText(hint);
            pages.typePassword(device, People.PASSWORD);
            pages.awaitApplication(device);
            assertThat(RememberedNameIn.device(device)).contains("somebody");
            RememberedNameIn.endSession(device);
        }
        assertThat(realm.userNames("LOGIN")).containsExactly(OrganizationRealm.USER_NAME, OrganizationRealm.USER_NAME);

        // One whose address only belongs to the organization is asked for again.
        pages.open(device, "&login_hint=nobody@" + OrganizationRealm.DOMAIN);
        assertThat(device.page().locator(NameFirstPages.NAME)).hasValue("nobody@" + OrganizationRealm.DOMAIN);
    }

    @Test
    void whoIsAskedForThePasswordAgainSeesNoBoxAndTheNameStays() {
        Device device = browsers.newDevice();
        pages.open(device, "");
        device.page().locator(NameFirstPages.BOX).check();
        pages.signIn(device, OrganizationRealm.AGENT_ID);

        device.open(pages.address("&prompt=login")).awaitSignInPage();
        assertThat(device.page().locator(NameFirstPages.NAME)).hasCount(0);
        assertThat(device.page().locator(NameFirstPages.BOX)).hasCount(0);
        pages.typePassword(device, People.PASSWORD);
        pages.awaitApplication(device);

        assertThat(RememberedNameIn.device(device)).contains(OrganizationRealm.AGENT_ID);
    }

    @Test
    void whoBeginsAnewIsAskedForTheNameAgainAndTheTickIsForgotten() {
        Device device = browsers.newDevice();
        pages.open(device, "");
        device.page().locator(NameFirstPages.BOX).check();
        pages.typeName(device, "first-twin");
        device.page().locator("#reset-login").click();
        device.page().locator(NameFirstPages.NAME).waitFor();
        assertThat(device.page().locator(NameFirstPages.BOX)).not().isChecked();
        pages.signIn(device, OrganizationRealm.USER_NAME);

        assertThat(RememberedNameIn.device(device)).isEmpty();
        assertThat(realm.userNames("LOGIN")).containsExactly(OrganizationRealm.USER_NAME);
    }

    @Test
    void throughTheOrganizationsIdentityProviderTheTypedNameIsRemembered() {
        UserRepresentation user = OrganizationRealm.person("nworth", "4713");
        user.setEmail("nworth@" + OrganizationRealm.DOMAIN);
        user.setCredentials(List.of());
        String id;
        try (Response response = realm.resource().users().create(user)) {
            id = CreatedResponseUtil.getCreatedId(response);
        }
        Person person = new Person(id, "nworth", "Mara", "Quist", "5125551299", user.getEmail());
        try (IdentityProviderRealm elsewhere =
                IdentityProviderRealm.make(keycloak, realm.resource(), person.userName())) {
            elsewhere.link(person);
            realm.leadsTo(elsewhere, id);
            Device device = browsers.newDevice();
            for (String typed : List.of(person.email(), "4713")) {
                pages.open(device, "");
                device.page().locator(NameFirstPages.BOX).check();
                pages.typeNameOnly(device, " " + typed + " ");
                device.page().waitForURL("**/realms/" + elsewhere.name() + "/**");
                assertThat(RememberedNameIn.device(device)).isNotEqualTo(Optional.of(typed));
                device.signIn(person.userName(), IdentityProviderRealm.PASSWORD);
                pages.awaitApplication(device);

                assertThat(RememberedNameIn.device(device)).contains(typed);
                RememberedNameIn.endSession(device);
            }
            pages.open(device, "");
            assertThat(device.page().locator(NameFirstPages.NAME)).hasValue("4713");
            device.page().locator(NameFirstPages.BOX).uncheck();
            pages.typeNameOnly(device, "4713");
            device.signIn(person.userName(), IdentityProviderRealm.PASSWORD);
            pages.awaitApplication(device);
            assertThat(RememberedNameIn.device(device)).isEmpty();
        }
    }

    @Test
    void whoChoosesAmongOrganizationsIsRememberedAsHeTypedHisName() {
        for (OrganizationResource organization : List.of(realm.north(), realm.organization("south", "south.example"))) {
            organization
                    .members()
                    .addMember(realm.id(OrganizationRealm.USER_NAME))
                    .close();
        }
        Device device = browsers.newDevice();
        device.open(pages.address("").replace("scope=openid", "scope=openid+organization"));
        device.page().locator(NameFirstPages.BOX).check();
        pages.typeNameOnly(device, OrganizationRealm.AGENT_ID);
        device.page().locator("#organization-south").click();
        pages.typePassword(device, People.PASSWORD);
        pages.awaitApplication(device);

        assertThat(RememberedNameIn.device(device)).contains(OrganizationRealm.AGENT_ID);
        assertThat(realm.userNames("LOGIN")).containsExactly(OrganizationRealm.USER_NAME);
    }

    @Test
    void withAPasskeyOnTheNamePageTheNameStaysTickedAndGoesUnticked() {
        realm.change(realm -> realm.setWebAuthnPolicyPasswordlessPasskeysEnabled(true));
        Device device = browsers.newDevice();
        SecurityKey key = SecurityKey.builtIn(device);
        pages.open(device, "");
        device.page().locator(NameFirstPages.BOX).check();
        pages.signIn(device, OrganizationRealm.AGENT_ID);
        key.keepPasskey(device, realm.url());

        for (boolean ticked : new boolean[] {true, false}) {
            leaveForGood(device);
            pages.open(device, "");
            device.page().locator(NameFirstPages.BOX).setChecked(ticked);
            key.touched(true);
            device.page().locator("#authenticateWebAuthnButton").click();
            pages.awaitApplication(device);
            key.touched(false);
            assertThat(RememberedNameIn.device(device))
                    .isEqualTo(ticked ? Optional.of(OrganizationRealm.AGENT_ID) : Optional.empty());
        }

        // And on the page for the password, after an agent ID.
        leaveForGood(device);
        pages.open(device, "");
        device.page().locator(NameFirstPages.BOX).check();
        pages.typeName(device, OrganizationRealm.AGENT_ID);
        key.touched(true);
        device.page().locator("#authenticateWebAuthnButton").click();
        pages.awaitApplication(device);
        assertThat(RememberedNameIn.device(device)).contains(OrganizationRealm.AGENT_ID);
        assertThat(realm.userNames("LOGIN")).containsOnly(OrganizationRealm.USER_NAME);
    }

    @Test
    void noSessionLivesLongerEvenWhereKeycloaksOwnRememberMeIsOn() {
        realm.change(realm -> realm.setRememberMe(true));
        Device device = browsers.newDevice();
        pages.open(device, "");
        device.page().locator(NameFirstPages.BOX).check();
        pages.signIn(device, OrganizationRealm.USER_NAME);

        assertThat(realm.resource()
                        .users()
                        .get(realm.id(OrganizationRealm.USER_NAME))
                        .getUserSessions())
                .hasSize(1)
                .noneMatch(UserSessionRepresentation::isRememberMe);
        assertThat(device.context().cookies())
                .extracting(cookie -> cookie.name)
                .contains("KEYCLOAK_IDENTITY")
                .doesNotContain("KEYCLOAK_REMEMBER_ME");
    }

    /** Closes the browser, and the cap has nothing to ask. */
    private void leaveForGood(Device device) {
        RememberedNameIn.leaveAlone(device);
        realm.resource().users().get(realm.id(OrganizationRealm.USER_NAME)).logout();
    }
}
