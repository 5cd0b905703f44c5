package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.SignInTest;
import io.github.gatehouse.it.support.Tree;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.RequiredActionProviderRepresentation;
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
        RealmRepresentation copy = JsonSerialization.readValue(shipped(), RealmRepresentation.class);
        copy.setRealm(COPY);
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
