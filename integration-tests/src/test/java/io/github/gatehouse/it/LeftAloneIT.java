package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.github.gatehouse.it.NewUsers.add;
import static io.github.gatehouse.it.NewUsers.credentials;
import static io.github.gatehouse.it.NewUsers.id;
import static io.github.gatehouse.it.NewUsers.importInto;
import static io.github.gatehouse.it.NewUsers.linkElsewhere;
import static io.github.gatehouse.it.NewUsers.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.LongTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.SignInTest;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.IdentityProviderMapperRepresentation;
import org.keycloak.representations.idm.IdentityProviderRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** Whom nobody gives a temporary password, though the realm asks for them. */
@SignInTest
class LeftAloneIT {

    private static final String POLICY = "temporaryPasswordMode(formula)";
    private static final String SHIPPED = KeycloakUnderTest.REALM;

    @Test
    void whoComesFromADirectoryHasNoneAndIsIssuedNone(KeycloakUnderTest keycloak) {
        String directory = Directory.register(keycloak, "ldap://127.0.0.1:1", false);
        try {
            importInto(keycloak, "SKIP", user("alone-directory", user -> user.setFederationLink(directory)));
            String id = id(keycloak, "alone-directory");

            assertThat(credentials(keycloak, SHIPPED, id)).isEmpty();
            EndpointCalls.assertRefused(EndpointCalls.call(keycloak, "POST", id, ""), 409, "password_not_here");
            assertThat(NewUsers.state(keycloak, id)).isEqualTo("none");
        } finally {
            keycloak.realm().components().component(directory).remove();
        }
    }

    @Test
    void whoIsLinkedToAnIdentityProviderHasNoneAndIsIssuedNone(KeycloakUnderTest keycloak) {
        importInto(
                keycloak,
                "SKIP",
                user("alone-linked", user -> user.setFederatedIdentities(List.of(linkElsewhere("11")))));
        String id = id(keycloak, "alone-linked");

        assertThat(credentials(keycloak, SHIPPED, id)).isEmpty();
        EndpointCalls.assertRefused(EndpointCalls.call(keycloak, "POST", id, ""), 409, "password_not_here");
    }

    @Test
    void whoIsLinkedLaterKeepsWhatHeHasAndIsIssuedNoOther(KeycloakUnderTest keycloak) {
        String id = add(keycloak, user("alone-later"));
        keycloak.realm()
                .users()
                .get(id)
                .addFederatedIdentity("elsewhere", linkElsewhere("12"))
                .close();

        assertThat(NewUsers.state(keycloak, id)).isEqualTo("active");
        EndpointCalls.assertRefused(EndpointCalls.call(keycloak, "POST", id, ""), 409, "password_not_here");
    }

    @Test
    void whoHasAnotherCredentialHasNoneAndCanBeIssuedOne(KeycloakUnderTest keycloak) {
        String id = add(keycloak, user("alone-code", user -> user.setCredentials(List.of(code()))));
        assertThat(credentials(keycloak, SHIPPED, id))
                .extracting(CredentialRepresentation::getType)
                .containsExactly("otp");

        EndpointCalls.assertDone(EndpointCalls.call(keycloak, "POST", id, ""));
        assertThat(NewUsers.state(keycloak, id)).isEqualTo("active");
    }

    @Test
    void aServiceAccountHasNoneAndIsIssuedNone(KeycloakUnderTest keycloak) {
        ClientRepresentation robot = new ClientRepresentation();
        robot.setClientId("alone-robot");
        robot.setServiceAccountsEnabled(true);
        keycloak.realm().clients().create(robot).close();
        String client =
                keycloak.realm().clients().findByClientId("alone-robot").get(0).getId();
        UserRepresentation account = keycloak.realm().clients().get(client).getServiceAccountUser();
        account.setFirstName("Mara");
        account.setLastName("Quist");
        account.setAttributes(Map.of("phoneNumber", List.of("5125551212")));
        keycloak.realm().users().get(account.getId()).update(account);

        assertThat(credentials(keycloak, SHIPPED, account.getId())).isEmpty();
        EndpointCalls.assertRefused(
                EndpointCalls.call(keycloak, "POST", account.getId(), ""), 409, "password_not_here");
    }

    /** The one administrator adds them all while the shipped realm asks. */
    @Test
    void nobodyInAnotherRealmHasOne(KeycloakUnderTest keycloak) {
        String plain = "alone-plain";
        makeRealm(keycloak, plain, "length(8)");
        try {
            for (String realm : List.of("master", plain)) {
                String id = add(keycloak, realm, user("alone-elsewhere"));
                assertThat(credentials(keycloak, realm, id)).as(realm).isEmpty();
                assertThat(keycloak.realm(realm)
                                .users()
                                .get(id)
                                .toRepresentation()
                                .getRequiredActions())
                        .as(realm)
                        .isEmpty();
                keycloak.realm(realm).users().delete(id).close();
            }
        } finally {
            keycloak.realm(plain).remove();
        }
    }

    @Test
    void whoRegistersHasThePasswordOfTheForm(KeycloakUnderTest keycloak, Browsers browsers) {
        RealmWithRegistration realm = new RealmWithRegistration(keycloak);
        try {
            realm.beginAnew(POLICY);
            TemporaryPasswordCalls.allowUnmanagedAttributes(keycloak.realm("live-rules"));
            Page page = realm.registration(browsers.newDevice());
            page.locator("#username").fill("registered");
            page.locator("#password").fill(People.PASSWORD);
            page.locator("#password-confirm").fill(People.PASSWORD);
            page.locator("#email").fill("registered@example.com");
            page.locator("#firstName").fill("Mara");
            page.locator("#lastName").fill("Quist");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Register"))
                    .click();
            assertThat(page.locator("#password-confirm")).hasCount(0);

            assertOwn(keycloak, "live-rules", "registered");
        } finally {
            realm.remove();
        }
    }

    @LongTest
    @Test
    void whoComesFromAnIdentityProviderForTheFirstTimeHasNone(KeycloakUnderTest keycloak, Browsers browsers) {
        makeRealm(keycloak, "alone-staff", "length(8)");
        makeRealm(keycloak, "alone-home", POLICY);
        try {
            joinRealms(keycloak);
            Page page = browsers.newDevice()
                    .open(keycloak.baseUrl() + "/realms/alone-home/account")
                    .page();
            page.locator("#social-alone-staff").click();
            page.locator("#username").fill("fedora");
            page.locator("#password").fill(People.PASSWORD);
            page.locator("#kc-login").click();
            assertThat(page).hasURL(Pattern.compile(".*/realms/alone-home/account.*"));

            UserRepresentation fedora = keycloak.realm("alone-home")
                    .users()
                    .searchByUsername("fedora", true)
                    .get(0);
            assertThat(fedora.getAttributes()).containsEntry("phoneNumber", List.of("5125551212"));
            assertThat(credentials(keycloak, "alone-home", fedora.getId())).isEmpty();
            assertThat(fedora.getRequiredActions()).isEmpty();
        } finally {
            keycloak.realm("alone-home").remove();
            keycloak.realm("alone-staff").remove();
        }
    }

    private static void assertOwn(KeycloakUnderTest keycloak, String realm, String userName) {
        UserRepresentation user =
                keycloak.realm(realm).users().searchByUsername(userName, true).get(0);
        assertThat(user.getRequiredActions()).isEmpty();
        assertThat(credentials(keycloak, realm, user.getId())).singleElement().satisfies(password -> {
            assertThat(password.getUserLabel()).isNull();
            assertThat(password.getCredentialData()).doesNotContain("temporary");
        });
    }

    private static void makeRealm(KeycloakUnderTest keycloak, String name, String policy) {
        RealmRepresentation realm = new RealmRepresentation();
        realm.setRealm(name);
        realm.setEnabled(true);
        realm.setPasswordPolicy(policy);
        keycloak.admin().realms().create(realm);
        TemporaryPasswordCalls.allowUnmanagedAttributes(keycloak.realm(name));
    }

    /** So that whoever comes from there has all that the formula needs. */
    private static void joinRealms(KeycloakUnderTest keycloak) {
        ClientRepresentation client = new ClientRepresentation();
        client.setClientId("alone-home");
        client.setSecret("between the two realms");
        client.setRedirectUris(List.of("*"));
        keycloak.realm("alone-staff").clients().create(client).close();
        add(keycloak, "alone-staff", user("fedora", user -> {
            user.setEmail("fedora@example.com");
            user.setCredentials(List.of(NewUsers.ownPassword()));
        }));
        String endpoints = keycloak.baseUrl() + "/realms/alone-staff/protocol/openid-connect/";
        IdentityProviderRepresentation provider = new IdentityProviderRepresentation();
        provider.setAlias("alone-staff");
        provider.setProviderId("oidc");
        provider.setEnabled(true);
        provider.setConfig(Map.of(
                "clientId",
                client.getClientId(),
                "clientSecret",
                client.getSecret(),
                "authorizationUrl",
                endpoints + "auth",
                "tokenUrl",
                endpoints + "token"));
        keycloak.realm("alone-home").identityProviders().create(provider).close();
        IdentityProviderMapperRepresentation phone = new IdentityProviderMapperRepresentation();
        phone.setName("phone");
        phone.setIdentityProviderAlias("alone-staff");
        phone.setIdentityProviderMapper("hardcoded-attribute-idp-mapper");
        phone.setConfig(Map.of("syncMode", "INHERIT", "attribute", "phoneNumber", "attribute.value", "5125551212"));
        keycloak.realm("alone-home")
                .identityProviders()
                .get("alone-staff")
                .addMapper(phone)
                .close();
    }

    /** One that is switched off, so that nobody asks it. */
    private static CredentialRepresentation code() {
        CredentialRepresentation code = new CredentialRepresentation();
        code.setType("otp");
        code.setSecretData("{\"value\":\"abcdefghijklmnop\"}");
        code.setCredentialData(
                "{\"subType\":\"totp\",\"digits\":6,\"counter\":0,\"period\":30,\"algorithm\":\"HmacSHA1\"}");
        return code;
    }
}
