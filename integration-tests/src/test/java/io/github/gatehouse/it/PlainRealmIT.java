package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.options.AriaRole;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.SignInTest;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserRepresentation;
import org.keycloak.representations.userprofile.config.UPAttribute;
import org.keycloak.representations.userprofile.config.UPConfig;

/** The jars change nothing in a realm that does not ask for it, nor in {@code master}. */
@SignInTest
class PlainRealmIT {

    private static final String PLAIN = "plain";

    @BeforeAll
    static void makeThePlainRealm(KeycloakUnderTest keycloak) {
        RealmRepresentation plain = new RealmRepresentation();
        plain.setRealm(PLAIN);
        plain.setEnabled(true);
        plain.setResetPasswordAllowed(true);
        keycloak.admin().realms().create(plain);
        // Declared as in our realm, or Keycloak would drop it and the listener would have nothing to work with.
        UPConfig profile = keycloak.realm(PLAIN).users().userProfile().getConfiguration();
        UPAttribute phone = new UPAttribute("phoneNumber");
        phone.setPermissions(profile.getAttribute("lastName").getPermissions());
        profile.addOrReplaceAttribute(phone);
        keycloak.realm(PLAIN).users().userProfile().update(profile);
    }

    @AfterAll
    static void removeThePlainRealm(KeycloakUnderTest keycloak) {
        keycloak.realm(PLAIN).remove();
    }

    @Test
    void aUserWithNamesAndPhoneGetsNoPassword(KeycloakUnderTest keycloak) {
        RealmResource realm = keycloak.realm(PLAIN);
        String id = add(realm, "jdoe", null);

        assertThat(realm.users().get(id).credentials()).isEmpty();
        assertThat(realm.users().get(id).toRepresentation().getRequiredActions())
                .isEmpty();
    }

    @Test
    void aPasswordThatBreaksEveryRuleOfOursIsTaken(KeycloakUnderTest keycloak) {
        String id = add(keycloak.realm(PLAIN), "weak", "weak");

        assertThat(keycloak.realm(PLAIN).users().get(id).credentials()).hasSize(1);
    }

    @Test
    void stockPoliciesNameOneFailureInStocksOwnWords(KeycloakUnderTest keycloak) {
        RealmResource realm = keycloak.realm(PLAIN);
        String id = add(realm, "stock", null);
        withPolicy(
                realm,
                "length(8) and digits(2)",
                () -> assertThatThrownBy(() -> realm.users().get(id).resetPassword(password("short")))
                        .isInstanceOfSatisfying(
                                BadRequestException.class,
                                refusal -> assertThat(refusal.getResponse()
                                                .readEntity(Map.class)
                                                .get("error"))
                                        .isIn("invalidPasswordMinLengthMessage", "invalidPasswordMinDigitsMessage")));
    }

    @Test
    void aPasswordOfThousandsOfCharactersIsStocksBusiness(KeycloakUnderTest keycloak) {
        String id = add(keycloak.realm(PLAIN), "long", "x".repeat(5000));

        assertThat(keycloak.realm(PLAIN).users().get(id).credentials()).hasSize(1);
    }

    @Test
    void oneUserMaySignInAsOftenAsHeLikes(KeycloakUnderTest keycloak) {
        RealmResource realm = keycloak.realm(PLAIN);
        String id = add(realm, "often", "often");
        // Closed at the end: closing signs out.
        List<Keycloak> signIns = IntStream.range(0, 5)
                .mapToObj(i -> Keycloak.getInstance(keycloak.baseUrl(), PLAIN, "often", "often", "admin-cli"))
                .toList();
        try {
            signIns.forEach(signIn -> signIn.tokenManager().getAccessToken());

            assertThat(realm.users().get(id).getUserSessions()).hasSize(5);
        } finally {
            signIns.forEach(Keycloak::close);
        }
    }

    @Test
    void signInAndChangeOfPasswordShowStocksPages(KeycloakUnderTest keycloak, Browsers browsers) {
        RealmResource realm = keycloak.realm(PLAIN);
        String id = add(realm, "pages", "pages");
        UserRepresentation user = realm.users().get(id).toRepresentation();
        user.setRequiredActions(List.of("UPDATE_PASSWORD"));
        realm.users().get(id).update(user);
        Device device = browsers.newDevice();

        device.open(keycloak.baseUrl() + "/realms/" + PLAIN + "/account").awaitSignInPage();
        assertThat(device.page().content()).contains("/login/keycloak.v2/").doesNotContain("gatehouse");
        device.signIn("pages", "pages");
        device.page().locator("#password-new").waitFor();

        assertThat(device.page().content()).contains("/login/keycloak.v2/").doesNotContain("gatehouse");
        device.page().locator("#password-new").fill("x");
        device.page().locator("#password-confirm").fill("x");
        device.page().locator("[type=submit]").first().click();
        device.page().waitForURL(url -> url.contains("/realms/plain/account"));
        assertThat(device.context().cookies()).noneMatch(cookie -> cookie.name.contains("GATEHOUSE"));
    }

    @Test
    void theAdminConsoleOfMasterSignsInWithStocksPage(KeycloakUnderTest keycloak, Browsers browsers) {
        Device device = browsers.newDevice();

        device.open(keycloak.baseUrl() + "/admin/master/console/").awaitSignInPage();

        assertThat(device.page().content()).contains("/login/keycloak.v2/").doesNotContain("gatehouse");
        device.signIn("admin", "admin");
        device.page().getByRole(AriaRole.HEADING).first().waitFor();
        assertThat(device.page().url()).contains("/admin/master/console/");
    }

    private static void withPolicy(RealmResource realm, String policy, Runnable work) {
        RealmRepresentation settings = realm.toRepresentation();
        settings.setPasswordPolicy(policy);
        realm.update(settings);
        try {
            work.run();
        } finally {
            settings.setPasswordPolicy("");
            realm.update(settings);
        }
    }

    private static String add(RealmResource realm, String name, String password) {
        UserRepresentation user = new UserRepresentation();
        user.setUsername(name);
        user.setFirstName("John");
        user.setLastName("Doe");
        user.setEmail(name + "@example.com");
        user.setEnabled(true);
        user.setAttributes(Map.of("phoneNumber", List.of("5125551212")));
        if (password != null) {
            user.setCredentials(List.of(password(password)));
        }
        try (Response response = realm.users().create(user)) {
            return CreatedResponseUtil.getCreatedId(response);
        }
    }

    private static CredentialRepresentation password(String value) {
        CredentialRepresentation password = new CredentialRepresentation();
        password.setType(CredentialRepresentation.PASSWORD);
        password.setValue(value);
        password.setTemporary(false);
        return password;
    }
}
