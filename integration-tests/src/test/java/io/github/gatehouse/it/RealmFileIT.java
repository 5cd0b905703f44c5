package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.SignInTest;
import io.github.gatehouse.it.support.Tree;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.RequiredActionProviderRepresentation;
import org.keycloak.util.JsonSerialization;

/** The realm as it is shipped, and as the server understands it. */
@SignInTest
class RealmFileIT {

    @Test
    void theServerHasTheTimesTheDocumentNames(KeycloakUnderTest keycloak) {
        RealmRepresentation realm = keycloak.realm().toRepresentation();

        assertThat(realm.getSsoSessionIdleTimeout()).isEqualTo(30 * 60);
        assertThat(realm.getSsoSessionMaxLifespan()).isEqualTo(12 * 60 * 60);
        assertThat(realm.getSsoSessionIdleTimeoutRememberMe()).isZero();
        assertThat(realm.getSsoSessionMaxLifespanRememberMe()).isZero();
        assertThat(realm.isRememberMe()).isFalse();
    }

    @Test
    void ourFlowsAreBoundAndOurThemeIsChosen(KeycloakUnderTest keycloak) {
        RealmRepresentation realm = keycloak.realm().toRepresentation();

        assertThat(realm.getBrowserFlow()).isEqualTo("gatehouse browser");
        assertThat(realm.getDirectGrantFlow()).isEqualTo("gatehouse direct grant");
        assertThat(realm.getResetCredentialsFlow()).isEqualTo("gatehouse reset credentials");
        assertThat(realm.getLoginTheme()).isEqualTo("gatehouse");
    }

    @Test
    void theNewPasswordComesBeforeEveryOtherRequiredAction(KeycloakUnderTest keycloak) {
        assertThat(keycloak.realm().flows().getRequiredActions())
                .filteredOn(RequiredActionProviderRepresentation::isEnabled)
                .first()
                .extracting(RequiredActionProviderRepresentation::getAlias)
                .isEqualTo("UPDATE_PASSWORD");
    }

    @Test
    void allPoliciesAreInTheOrderOfTheDocument(KeycloakUnderTest keycloak) {
        assertThat(keycloak.realm().toRepresentation().getPasswordPolicy())
                .isEqualTo("minimumLength(8) and notContainsNames(3) and characterTypes(3)"
                        + " and forbiddenCharacters(# $ * / @) and passwordHistory(24)"
                        + " and temporaryPasswordMode(formula) and temporaryPasswordHours(72)");
    }

    @Test
    void thePortalGetsNoOfflineTokens(KeycloakUnderTest keycloak) {
        assertThat(keycloak.realm().clients().findByClientId("portal").get(0).getOptionalClientScopes())
                .isEmpty();
        assertThat(keycloak.realm().clients().findByClientId("portal").get(0).getDefaultClientScopes())
                .doesNotContain("offline_access");
    }

    @Test
    void theDirectGrantIsOffUntilSomebodyTurnsItOn(KeycloakUnderTest keycloak) {
        assertThat(keycloak.realm()
                        .clients()
                        .findByClientId("portal-cli")
                        .get(0)
                        .isEnabled())
                .isFalse();
    }

    @Test
    void theFileHoldsNoPersonAndNoSecret() throws IOException {
        JsonNode file = new ObjectMapper().readTree(shipped());

        assertThat(file.has("users")).isFalse();
        assertThat(file.findValues("secret")).isEmpty();
        assertThat(file.findValues("privateKey")).isEmpty();
        assertThat(file.path("smtpServer").has("password")).isFalse();
    }

    /** The Admin Console's import posts the file as it is; a second copy beside the first must be possible. */
    @Test
    void theAdminConsoleCanImportItUnderAnotherName(KeycloakUnderTest keycloak) throws IOException {
        RealmRepresentation copy = JsonSerialization.readValue(shipped(), RealmRepresentation.class);
        copy.setRealm("copy");
        keycloak.admin().realms().create(copy);
        try {
            assertThat(keycloak.realm("copy").toRepresentation().getBrowserFlow())
                    .isEqualTo("gatehouse browser");
        } finally {
            keycloak.realm("copy").remove();
        }
    }

    private static String shipped() throws IOException {
        return Files.readString(Tree.root().resolve("realm-export.json"));
    }
}
