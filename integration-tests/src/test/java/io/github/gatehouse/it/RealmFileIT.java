package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.SignInTest;
import io.github.gatehouse.it.support.Tree;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.ForbiddenException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.resource.AuthorizationResource;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.admin.client.resource.UserResource;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.RequiredActionProviderRepresentation;
import org.keycloak.representations.idm.authorization.ResourceRepresentation;
import org.keycloak.representations.idm.authorization.RolePolicyRepresentation;
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
        AuthorizationResource permissions = permissions(keycloak.realm(COPY));

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

    /** With two, the policies of both have to agree: whoever has the right by one of them alone has none. */
    @Test
    void aSecondPermissionOnAGroupTakesTheRightAwayThatTheFirstOneGives(KeycloakUnderTest keycloak, People people) {
        Person supervisor = people.withPassword(People.PASSWORD);
        Person agent = people.withPassword(People.PASSWORD);
        RealmResource realm = keycloak.realm();
        String agents = realm.getGroupByPath("/agents").getId();
        realm.users().get(supervisor.id()).leaveGroup(agents);
        realm.users()
                .get(supervisor.id())
                .joinGroup(realm.getGroupByPath("/supervisors").getId());
        TemporaryPasswordCalls.allowTheDirectGrant(keycloak);
        String token = TemporaryPasswordCalls.token(keycloak, supervisor, People.PASSWORD);
        AuthorizationResource permissions = permissions(realm);
        RolePolicyRepresentation managers = new RolePolicyRepresentation();
        managers.setName("only managers");
        managers.addRole(realm.roles().get("manager").toRepresentation().getId());
        permissions.policies().role().create(managers).close();
        String managersId =
                permissions.policies().role().findByName("only managers").getId();
        ScopePermissionRepresentation second = new ScopePermissionRepresentation();
        second.setName("a second one");
        second.setResourceType("Groups");
        second.setResources(Set.of(agents));
        second.setScopes(Set.of("view-members", "manage-members"));
        second.setPolicies(Set.of(managersId));
        try (Keycloak asSupervisor =
                Keycloak.getInstance(keycloak.baseUrl(), KeycloakUnderTest.REALM, "portal-cli", token)) {
            UserResource seen =
                    asSupervisor.realm(KeycloakUnderTest.REALM).users().get(agent.id());
            assertThat(seen.toRepresentation().getUsername()).isEqualTo(agent.userName());

            permissions.permissions().scope().create(second).close();

            assertThatThrownBy(seen::toRepresentation).isInstanceOf(ForbiddenException.class);
            permissions
                    .permissions()
                    .scope()
                    .findById(permissions
                            .permissions()
                            .scope()
                            .findByName("a second one")
                            .getId())
                    .remove();
            assertThat(seen.toRepresentation().getUsername()).isEqualTo(agent.userName());
        } finally {
            permissions.policies().policy(managersId).remove();
        }
    }

    /** Keycloak adds the client of the permissions, and what belongs to it, where the file does not speak of it. */
    @Test
    void theFileLeavesTheClientOfThePermissionsToKeycloak(KeycloakUnderTest keycloak) throws IOException {
        assertThat(new ObjectMapper().readTree(shipped()).has("adminPermissionsClient"))
                .isFalse();

        assertThat(keycloak.realm(COPY)
                        .toRepresentation()
                        .getAdminPermissionsClient()
                        .getClientId())
                .isEqualTo("admin-permissions");
        assertThat(permissions(keycloak.realm(COPY)).resources().resources())
                .extracting(ResourceRepresentation::getName)
                .contains("Users", "Groups", "Clients", "Roles");
    }

    /** The ids of the groups are in the file, and unique in the whole server: hence another name everywhere. */
    @Test
    void underAnotherNameButWithTheSameGroupsItIsRefusedAndNothingIsLeft(KeycloakUnderTest keycloak)
            throws IOException {
        RealmRepresentation same = JsonSerialization.readValue(shipped(), RealmRepresentation.class);
        same.setRealm("same-groups");

        assertThatThrownBy(() -> keycloak.admin().realms().create(same)).isInstanceOf(ClientErrorException.class);

        assertThat(keycloak.admin().realms().findAll())
                .extracting(RealmRepresentation::getRealm)
                .doesNotContain("same-groups");
        assertThat(keycloak.realm().groups().groups()).hasSize(4);
    }

    @Test
    void theFileHoldsNoPersonAndNoSecret() throws IOException {
        JsonNode file = new ObjectMapper().readTree(shipped());

        assertThat(file.has("users")).isFalse();
        assertThat(file.findValues("secret")).isEmpty();
        assertThat(file.findValues("privateKey")).isEmpty();
        assertThat(file.path("smtpServer").has("password")).isFalse();
    }

    private static AuthorizationResource permissions(RealmResource realm) {
        return realm.clients()
                .get(realm.clients().findByClientId("admin-permissions").get(0).getId())
                .authorization();
    }

    private static String shipped() throws IOException {
        return Files.readString(Tree.root().resolve("realm-export.json"));
    }
}
