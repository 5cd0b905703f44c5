package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.SignInTest;
import io.github.gatehouse.it.support.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.keycloak.admin.client.resource.AuthorizationResource;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.RequiredActionProviderRepresentation;
import org.keycloak.representations.idm.authorization.ScopePermissionRepresentation;
import org.keycloak.util.JsonSerialization;

/**
 * The realm as it is shipped, and as the server understands it: in a copy beside the first one, made as the Admin
 * Console's import makes it, so that nothing another test has changed is in it.
 */
@SignInTest
class RealmFileIT {

    private static final String COPY = "copy";

    @BeforeAll
    static void importTheFileAsTheAdminConsoleDoes(KeycloakUnderTest keycloak) throws IOException {
        RealmRepresentation copy = JsonSerialization.readValue(
                // A group's id is unique in the whole server, and those of the file begin with the realm's name.
                shipped().replace(KeycloakUnderTest.REALM, COPY), RealmRepresentation.class);
        keycloak.admin().realms().create(copy);
    }

    @AfterAll
    static void removeTheCopy(KeycloakUnderTest keycloak) {
        keycloak.realm(COPY).remove();
    }

    @Test
    void theServerHasTheTimesTheDocumentNames(KeycloakUnderTest keycloak) {
        RealmRepresentation realm = keycloak.realm(COPY).toRepresentation();

        assertThat(realm.getSsoSessionIdleTimeout()).isEqualTo(30 * 60);
        assertThat(realm.getSsoSessionMaxLifespan()).isEqualTo(12 * 60 * 60);
        assertThat(realm.getSsoSessionIdleTimeoutRememberMe()).isZero();
        assertThat(realm.getSsoSessionMaxLifespanRememberMe()).isZero();
        assertThat(realm.isRememberMe()).isFalse();
    }

    @Test
    void ourFlowsAreBoundAndOurThemeIsChosen(KeycloakUnderTest keycloak) {
        RealmRepresentation realm = keycloak.realm(COPY).toRepresentation();

        assertThat(realm.getBrowserFlow()).isEqualTo("gatehouse browser");
        assertThat(realm.getDirectGrantFlow()).isEqualTo("gatehouse direct grant");
        assertThat(realm.getResetCredentialsFlow()).isEqualTo("gatehouse reset credentials");
        assertThat(realm.getLoginTheme()).isEqualTo("gatehouse");
    }

    @Test
    void theNewPasswordComesBeforeEveryOtherRequiredAction(KeycloakUnderTest keycloak) {
        assertThat(keycloak.realm(COPY).flows().getRequiredActions())
                .filteredOn(RequiredActionProviderRepresentation::isEnabled)
                .first()
                .extracting(RequiredActionProviderRepresentation::getAlias)
                .isEqualTo("UPDATE_PASSWORD");
    }

    @Test
    void allPoliciesAreInTheOrderOfTheDocument(KeycloakUnderTest keycloak) {
        assertThat(keycloak.realm(COPY).toRepresentation().getPasswordPolicy())
                .isEqualTo("minimumLength(8) and notContainsNames(3) and characterTypes(3)"
                        + " and forbiddenCharacters(# $ * / @) and passwordHistory(24)"
                        + " and temporaryPasswordMode(formula) and temporaryPasswordHours(72)");
    }

    @Test
    void thePortalGetsNoOfflineTokens(KeycloakUnderTest keycloak) {
        assertThat(keycloak.realm(COPY)
                        .clients()
                        .findByClientId("portal")
                        .get(0)
                        .getOptionalClientScopes())
                .isEmpty();
        assertThat(keycloak.realm(COPY)
                        .clients()
                        .findByClientId("portal")
                        .get(0)
                        .getDefaultClientScopes())
                .doesNotContain("offline_access");
    }

    @Test
    void theDirectGrantIsOffUntilSomebodyTurnsItOn(KeycloakUnderTest keycloak) {
        assertThat(keycloak.realm(COPY)
                        .clients()
                        .findByClientId("portal-cli")
                        .get(0)
                        .isEnabled())
                .isFalse();
    }

    /** Groups and permissions find each other by the group's id: one that is not there would permit nothing. */
    @Test
    void eachGroupHasOnePermissionWithOnePolicy(KeycloakUnderTest keycloak) {
        AuthorizationResource permissions = keycloak.realm(COPY)
                .clients()
                .get(keycloak.realm(COPY)
                        .clients()
                        .findByClientId("admin-permissions")
                        .get(0)
                        .getId())
                .authorization();

        assertThat(keycloak.realm(COPY).groups().groups()).hasSize(4).allSatisfy(group -> {
            List<ScopePermissionRepresentation> found =
                    permissions.permissions().scope().findAll(null, null, group.getId(), null, null);
            assertThat(found)
                    .extracting(ScopePermissionRepresentation::getName)
                    .containsExactly("People of " + group.getName());
            assertThat(permissions
                            .permissions()
                            .scope()
                            .findById(found.get(0).getId())
                            .associatedPolicies())
                    .hasSize(1);
        });
    }

    @Test
    void theFileHoldsNoPersonAndNoSecret() throws IOException {
        JsonNode file = new ObjectMapper().readTree(shipped());

        assertThat(file.has("users")).isFalse();
        assertThat(file.findValues("secret")).isEmpty();
        assertThat(file.findValues("privateKey")).isEmpty();
        assertThat(file.path("smtpServer").has("password")).isFalse();
    }

    private static String shipped() throws IOException {
        return Files.readString(Tree.root().resolve("realm-export.json"));
    }
}
