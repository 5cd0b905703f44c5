package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gatehouse.it.support.Http;
import io.github.gatehouse.it.support.LongTest;
import io.github.gatehouse.it.support.OwnKeycloak;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Tree;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.resource.ClientResource;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.admin.client.resource.ScopePermissionsResource;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.GroupRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.RoleRepresentation;
import org.keycloak.representations.idm.UserRepresentation;
import org.keycloak.representations.idm.authorization.RolePolicyRepresentation;
import org.keycloak.representations.idm.authorization.ScopePermissionRepresentation;

/**
 * Who may add and reset whom in a realm that was there before the bundle: after {@code add-to-realm}, after
 * {@code remove-from-all-realms}, and without the jars.
 */
@LongTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExistingRealmPermissionsIT {

    private static final String REALM = "acme";
    /** Has a role and a permission of its own under our names. */
    private static final String OTHER = "other";

    private static OwnKeycloak keycloak;
    private static OperatingScripts scripts;
    private static String agent;
    private static String manager;

    @BeforeAll
    static void makeTheRealms() {
        keycloak = OwnKeycloak.withTheBundle("existing-realm-permissions")
                .start(Tree.root().resolve("realm-export.json"));
        scripts = new OperatingScripts(keycloak);
        keycloak.admin().realms().create(realm(REALM));
        RealmRepresentation other = realm(OTHER);
        other.setAdminPermissionsEnabled(true);
        keycloak.admin().realms().create(other);
        for (String name : List.of("supervisor", "helpdesk")) {
            keycloak.realm(OTHER).roles().create(new RoleRepresentation(name, null, false));
        }
        for (String name : List.of("agents", "managers")) {
            GroupRepresentation group = new GroupRepresentation();
            group.setName(name);
            keycloak.realm(OTHER).groups().add(group).close();
        }
        RolePolicyRepresentation helpdesk = new RolePolicyRepresentation();
        helpdesk.setName("Help desk");
        helpdesk.addRole("helpdesk");
        permissionsOf(keycloak.realm(OTHER))
                .authorization()
                .policies()
                .role()
                .create(helpdesk)
                .close();
        ScopePermissionRepresentation looking = new ScopePermissionRepresentation();
        looking.setName("Help desk sees managers");
        looking.setResourceType("Groups");
        looking.addResource(keycloak.realm(OTHER).getGroupByPath("/managers").getId());
        looking.addScope("view-members");
        looking.addPolicy("Help desk");
        scopePermissions(keycloak.realm(OTHER)).create(looking).close();
    }

    @AfterAll
    static void deleteIt() {
        keycloak.close();
    }

    @Test
    @Order(1)
    void theScriptGivesTheGroupsThePermissionsOfTheShippedRealm() {
        OperatingScripts.Run run = scripts.addToRealm(REALM);

        assertThat(run.status()).as(run.output()).isZero();
        assertThat(run.output())
                .contains("Switched admin permissions on", "Added the permission \"People of agents\"")
                .doesNotContain("was there already");
        assertThat(ComparedRealm.of(keycloak.realm(REALM)).permissions())
                .hasSize(7)
                .isEqualTo(ComparedRealm.of(keycloak.realm()).permissions());
    }

    @Test
    @Order(2)
    void aSupervisorOfTheRealmAddsAndResetsAgentsAndIsRefusedManagers() {
        add("boss", "supervisors");
        agent = add("operator", "agents");
        manager = add("director", "managers");

        try (Keycloak supervisor = signedIn("boss")) {
            try (Response added = supervisor.realm(REALM).users().create(user("newcomer", "agents"))) {
                assertThat(added.getStatus()).isEqualTo(201);
            }
            assertThat(issue(supervisor, agent)).isEqualTo(200);
            assertThat(issue(supervisor, manager)).isEqualTo(403);
            try (Response added = supervisor.realm(REALM).users().create(user("equal", "supervisors"))) {
                assertThat(added.getStatus()).isEqualTo(403);
            }
        }
        onlyAgentsAreResetByTheSupervisor("Another1!");
    }

    @Test
    @Order(3)
    void runAgainItChangesNothingAndCompletesWhatIsMissing() {
        String before = ComparedRealm.of(keycloak.realm(REALM)).everything();

        assertThat(scripts.addToRealm(REALM).output()).contains("none: the realm has all of it.");

        assertThat(ComparedRealm.of(keycloak.realm(REALM)).everything()).isEqualTo(before);
        ScopePermissionsResource permissions = scopePermissions(keycloak.realm(REALM));
        permissions
                .findById(permissions.findByName("People of managers").getId())
                .remove();
        assertThat(scripts.addToRealm(REALM).output()).contains("Added the permission \"People of managers\"");
        assertThat(ComparedRealm.of(keycloak.realm(REALM)).permissions())
                .isEqualTo(ComparedRealm.of(keycloak.realm()).permissions());
    }

    /** A role of that name that means something else must not become the key to people's passwords. */
    @Test
    @Order(4)
    void rolesAndPermissionsOfTheRealmsOwnStayAndAreNamed() {
        OperatingScripts.Run run = scripts.addToRealm(OTHER);

        assertThat(run.status()).as(run.output()).isZero();
        assertThat(run.output())
                .contains("The role supervisor was there already and is another than ours")
                .contains("The group managers has a permission already (\"Help desk sees managers\")")
                .doesNotContain("Switched admin permissions on");
        assertThat(ComparedRealm.of(keycloak.realm(OTHER)).permissions())
                .containsOnlyKeys(
                        "Help desk",
                        "Help desk sees managers",
                        "Managers and administrators",
                        "People of supervisors",
                        "Administrators",
                        "People of administrators");
        String before = ComparedRealm.of(keycloak.realm(OTHER)).everything();
        assertThat(scripts.addToRealm(OTHER).output()).contains("none: the realm has all of it.");
        assertThat(ComparedRealm.of(keycloak.realm(OTHER)).everything()).isEqualTo(before);
    }

    @Test
    @Order(5)
    void permissionsThatSomebodyHasSwitchedOffStayOff() {
        switchAdminPermissions(false);

        assertThat(scripts.addToRealm(REALM).output()).contains("Admin permissions were on in this realm and are off");

        assertThat(keycloak.realm(REALM).toRepresentation().isAdminPermissionsEnabled())
                .isFalse();
        switchAdminPermissions(true);
    }

    @Test
    @Order(6)
    void withoutTheJarsPeopleSignInAndTheSupervisorStillResetsAgentsOnly() {
        OperatingScripts.Run run = scripts.removeFromAllRealms();
        assertThat(run.status()).as(run.output()).isZero();
        assertThat(run.output()).contains("Temporary passwords that had expired");

        keycloak.withoutTheBundle().start(null);

        onlyAgentsAreResetByTheSupervisor("Another2!");
        signedIn("director").close();
    }

    @Test
    @Order(7)
    void whereTheJarsAreMissingTheScriptSaysWhichOfTheirPartsItMisses() {
        scripts.addToRealm(REALM)
                .isRefused("this server does not have:", "session-limit", "Put the jars into providers/");
    }

    /** Over stock's own endpoint, which is there without the jars too. */
    private static void onlyAgentsAreResetByTheSupervisor(String newPassword) {
        try (Keycloak supervisor = signedIn("boss")) {
            var users = supervisor.realm(REALM).users();
            assertThat(users.search("", 0, 100))
                    .extracting(UserRepresentation::getUsername)
                    .containsExactlyInAnyOrder("operator", "newcomer");
            users.get(agent).resetPassword(password(newPassword));
            assertThatThrownBy(() -> users.get(manager).resetPassword(password(newPassword)))
                    .isInstanceOf(ForbiddenException.class);
        }
    }

    /** The status of issuing a temporary password. */
    private static int issue(Keycloak issuer, String userId) {
        String address = keycloak.baseUrl() + "/admin/realms/" + REALM + "/temporary-passwords/" + userId;
        return Http.send(Http.json("POST", address, issuer.tokenManager().getAccessTokenString(), null))
                .statusCode();
    }

    private static void switchAdminPermissions(boolean on) {
        RealmRepresentation realm = new RealmRepresentation();
        realm.setAdminPermissionsEnabled(on);
        keycloak.realm(REALM).update(realm);
    }

    private static ScopePermissionsResource scopePermissions(RealmResource realm) {
        return permissionsOf(realm).authorization().permissions().scope();
    }

    private static ClientResource permissionsOf(RealmResource realm) {
        ClientRepresentation client =
                realm.clients().findByClientId("admin-permissions").get(0);
        return realm.clients().get(client.getId());
    }

    /** Admin REST of the realm, as one of its people. Fails when he cannot sign in. */
    private static Keycloak signedIn(String userName) {
        Keycloak admin = Keycloak.getInstance(keycloak.baseUrl(), REALM, userName, People.PASSWORD, "admin-cli");
        assertThat(admin.tokenManager().getAccessTokenString()).isNotEmpty();
        return admin;
    }

    private static String add(String userName, String group) {
        UserRepresentation user = user(userName, group);
        user.setCredentials(List.of(password(People.PASSWORD)));
        try (Response response = keycloak.realm(REALM).users().create(user)) {
            return CreatedResponseUtil.getCreatedId(response);
        }
    }

    private static UserRepresentation user(String userName, String group) {
        UserRepresentation user = new UserRepresentation();
        user.setUsername(userName);
        user.setFirstName("Mara");
        user.setLastName("Quist");
        user.setEmail(userName + "@example.com");
        user.setEnabled(true);
        user.setGroups(List.of("/" + group));
        user.setAttributes(Map.of("phoneNumber", List.of("5125551212")));
        return user;
    }

    private static CredentialRepresentation password(String value) {
        CredentialRepresentation password = new CredentialRepresentation();
        password.setType(CredentialRepresentation.PASSWORD);
        password.setValue(value);
        password.setTemporary(false);
        return password;
    }

    private static RealmRepresentation realm(String name) {
        RealmRepresentation realm = new RealmRepresentation();
        realm.setRealm(name);
        realm.setEnabled(true);
        return realm;
    }
}
