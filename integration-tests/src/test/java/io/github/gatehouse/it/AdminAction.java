package io.github.gatehouse.it;

import java.util.ArrayList;
import java.util.List;

/**
 * Something that somebody tries over Admin REST, as one line of a table.
 *
 * @param what as the documentation says it
 * @param method of HTTP
 * @param path below the realm; {@code {user}}, {@code {credential}} and the other names in braces are filled in
 * @param body JSON with the same names, or null
 * @param status of the answer to who may; 0 where nobody of the four roles may
 */
record AdminAction(String what, String method, String path, String body, int status) {

    private static final String REALM_ADMIN = "[{\"id\":\"{realm-admin}\",\"name\":\"realm-admin\"}]";
    private static final String ADMINISTRATOR = "[{\"id\":\"{administrator}\",\"name\":\"administrator\"}]";

    boolean isForNobody() {
        return status == 0;
    }

    /** On one person, in this order; the last ends the person. */
    static List<AdminAction> onAPerson() {
        return List.of(
                on("see the person", "GET", "", null, 200),
                on("see the person's sign-ins", "GET", "/sessions", null, 200),
                on("see the person's groups", "GET", "/groups", null, 200),
                on("see which credentials there are", "GET", "/credentials", null, 200),
                action("see the state of the temporary password", "GET", "/temporary-passwords/{user}", null, 200),
                action("issue a temporary password", "POST", "/temporary-passwords/{user}", "{}", 200),
                on("reset the password", "PUT", "/reset-password", password(), 204),
                on("label a credential", "PUT", "/credentials/{credential}/userLabel", "mine", 204),
                on("move a credential", "POST", "/credentials/{credential}/moveToFirst", null, 204),
                on("edit the names", "PUT", "", "{\"firstName\":\"Eve\",\"lastName\":\"Evil\"}", 204),
                on("edit the e-mail address", "PUT", "", "{\"email\":\"{user}@example.com\"}", 204),
                on("ask for required actions", "PUT", "", "{\"requiredActions\":[\"CONFIGURE_TOTP\"]}", 204),
                on("send the mail for required actions", "PUT", "/execute-actions-email", "[\"VERIFY_EMAIL\"]", 204),
                on("send the mail to verify the address", "PUT", "/send-verify-email", null, 204),
                on("send the mail to reset the password", "PUT", "/reset-password-email", null, 204),
                on("edit phone number, agent ID, session limit", "PUT", "", attributes(), 204),
                action(
                        "see whether the person is locked out",
                        "GET",
                        "/attack-detection/brute-force/users/{user}",
                        null,
                        200),
                action("unlock the person", "DELETE", "/attack-detection/brute-force/users/{user}", null, 204),
                on("take a way to sign in away", "PUT", "/disable-credential-types", "[\"otp\"]", 204),
                on("end all the person's sign-ins", "POST", "/logout", null, 204),
                on(
                        "link to an identity provider",
                        "POST",
                        "/federated-identity/{provider}",
                        "{\"userId\":\"1\",\"userName\":\"1\"}",
                        204),
                on("unlink from an identity provider", "DELETE", "/federated-identity/{provider}", null, 204),
                on("disable the person", "PUT", "", "{\"enabled\":false}", 204),
                on("delete a credential", "DELETE", "/credentials/{credential}", null, 204),
                on("impersonate", "POST", "/impersonation", null, 0),
                action("end a single sign-in", "DELETE", "/sessions/{session}", null, 0),
                on("grant the role administrator", "POST", "/role-mappings/realm", ADMINISTRATOR, 0),
                on("grant the role realm-admin", "POST", "/role-mappings/clients/{realm-management}", REALM_ADMIN, 0),
                on("take a role away", "DELETE", "/role-mappings/realm", ADMINISTRATOR, 0),
                on("let the person join agents", "PUT", "/groups/{agents}", null, 0),
                on("let the person join administrators", "PUT", "/groups/{administrators}", null, 0),
                on("let the person leave a group", "DELETE", "/groups/{agents}", null, 0),
                on("delete the person", "DELETE", "", null, 204));
    }

    /** On the realm: for nobody. */
    static List<AdminAction> onTheRealm() {
        List<AdminAction> all = new ArrayList<>();
        no(all, "the realm's settings", "PUT", "", "{\"resetPasswordAllowed\":false}");
        no(all, "the password policy", "PUT", "", "{\"passwordPolicy\":\"\"}");
        no(all, "deleting the realm", "DELETE", "", null);
        no(
                all,
                "partial import",
                "POST",
                "/partialImport",
                "{\"ifResourceExists\":\"OVERWRITE\",\"users\":[" + admin() + "]}");
        no(all, "partial export", "POST", "/partial-export?exportClients=true", null);
        no(all, "reading events", "GET", "/events", null);
        no(all, "reading admin events", "GET", "/admin-events", null);
        no(all, "deleting events", "DELETE", "/events", null);
        no(all, "event settings", "PUT", "/events/config", "{\"eventsEnabled\":false}");
        no(
                all,
                "flows",
                "POST",
                "/authentication/flows",
                "{\"alias\":\"mine\",\"providerId\":\"basic-flow\",\"topLevel\":true}");
        no(
                all,
                "steps",
                "PUT",
                "/authentication/flows/gatehouse%20browser/executions",
                "{\"requirement\":\"DISABLED\"}");
        no(all, "settings of steps", "POST", "/authentication/config", "{\"alias\":\"mine\"}");
        no(all, "required actions", "PUT", "/authentication/required-actions/UPDATE_PASSWORD", "{\"enabled\":false}");
        no(all, "new clients", "POST", "/clients", "{\"clientId\":\"mine\"}");
        no(all, "clients", "PUT", "/clients/{portal}", "{\"redirectUris\":[\"*\"]}");
        no(all, "client scopes", "POST", "/client-scopes", "{\"name\":\"mine\"}");
        no(all, "client policies", "PUT", "/client-policies/policies", "{\"policies\":[]}");
        no(all, "reading permissions", "GET", "/clients/{admin-permissions}/authz/resource-server/policy", null);
        no(
                all,
                "new permissions",
                "POST",
                "/clients/{admin-permissions}/authz/resource-server/policy/role",
                "{\"name\":\"mine\",\"roles\":[{\"id\":\"agent\"}]}");
        no(
                all,
                "settings of permissions",
                "PUT",
                "/clients/{admin-permissions}/authz/resource-server",
                "{\"policyEnforcementMode\":\"DISABLED\"}");
        no(all, "the user profile", "PUT", "/users/profile", "{\"unmanagedAttributePolicy\":\"ENABLED\"}");
        no(
                all,
                "components and keys",
                "POST",
                "/components",
                "{\"name\":\"mine\",\"providerId\":\"rsa-generated\",\"providerType\":\"org.keycloak.keys.KeyProvider\"}");
        no(all, "reading keys", "GET", "/keys", null);
        no(
                all,
                "identity providers",
                "POST",
                "/identity-provider/instances",
                "{\"alias\":\"mine\",\"providerId\":\"oidc\"}");
        no(all, "new groups", "POST", "/groups", "{\"name\":\"mine\"}");
        no(all, "groups below a group", "POST", "/groups/{agents}/children", "{\"name\":\"mine\"}");
        no(
                all,
                "names and attributes of groups",
                "PUT",
                "/groups/{agents}",
                "{\"name\":\"agents\",\"attributes\":{\"mine\":[\"1\"]}}");
        no(all, "deleting groups", "DELETE", "/groups/{agents}", null);
        no(all, "realm roles of groups", "POST", "/groups/{agents}/role-mappings/realm", ADMINISTRATOR);
        no(
                all,
                "client roles of groups",
                "POST",
                "/groups/{agents}/role-mappings/clients/{realm-management}",
                REALM_ADMIN);
        no(all, "default groups", "PUT", "/default-groups/{administrators}", null);
        no(all, "new roles", "POST", "/roles", "{\"name\":\"mine\"}");
        no(all, "roles", "PUT", "/roles/agent", "{\"name\":\"agent\",\"description\":\"mine\"}");
        no(all, "deleting roles", "DELETE", "/roles/agent", null);
        no(all, "roles within roles", "POST", "/roles/agent/composites", REALM_ADMIN);
        no(all, "texts", "PUT", "/localization/en/supervisorContact", "mine");
        no(all, "unlocking everybody", "DELETE", "/attack-detection/brute-force/users", null);
        no(all, "ending everybody's sign-ins", "POST", "/logout-all", null);
        no(all, "revocation", "POST", "/push-revocation", null);
        no(all, "caches", "POST", "/clear-user-cache", null);
        no(all, "sign-ins of a client", "GET", "/clients/{portal}/user-sessions", null);
        no(all, "another realm", "POST", "/..", "{\"realm\":\"mine\"}");
        return all;
    }

    private static void no(List<AdminAction> all, String what, String method, String path, String body) {
        all.add(action(what, method, path, body, 0));
    }

    private static AdminAction on(String what, String method, String path, String body, int status) {
        return action(what, method, "/users/{user}" + path, body, status);
    }

    private static AdminAction action(String what, String method, String path, String body, int status) {
        return new AdminAction(what, method, path, body, status);
    }

    private static String password() {
        return "{\"type\":\"password\",\"value\":\"Another7word!\",\"temporary\":false}";
    }

    private static String attributes() {
        return "{\"attributes\":{\"phoneNumber\":[\"5125559999\"],\"sessionLimit\":[\"9\"]}}";
    }

    private static String admin() {
        return "{\"username\":\"mine\",\"clientRoles\":{\"realm-management\":[\"realm-admin\"]}}";
    }
}
