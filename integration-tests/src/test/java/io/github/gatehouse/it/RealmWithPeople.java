package io.github.gatehouse.it;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.gatehouse.it.support.Http;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.localserver.FormBrowser;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.AuthenticationExecutionRepresentation;
import org.keycloak.representations.idm.AuthenticationFlowRepresentation;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.FederatedIdentityRepresentation;
import org.keycloak.representations.idm.IdentityProviderRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserRepresentation;
import org.keycloak.representations.userprofile.config.UPAttribute;
import org.keycloak.representations.userprofile.config.UPConfig;

/**
 * A realm that has been in use without the bundle: fifty people, one of whom comes through an identity provider (a second
 * realm), a browser flow, a password policy, an attribute of people and a realm attribute of its own.
 */
final class RealmWithPeople {

    static final String REALM = "acme";
    /** Breaks a rule of ours: two character types. */
    static final String OLD_PASSWORD = "oldpassword1";

    static final String POLICY = "length(10) and digits(1) and hashAlgorithm(pbkdf2-sha256) and hashIterations(1)";
    static final String BROWSER_FLOW = "acme browser";

    static final String APPLICATION = "desk";

    /** A second application, which there is from the use of the bundle on. */
    static final String KIOSK = "kiosk";

    /** The realm's own attribute of people. */
    static final String BADGE = "badge";

    static final String STAFF = "staff";
    private static final int PEOPLE = 50;

    private final KeycloakUnderTest keycloak;

    RealmWithPeople(KeycloakUnderTest keycloak) {
        this.keycloak = keycloak;
    }

    void make() {
        ClientRepresentation acme = new ClientRepresentation();
        acme.setClientId(REALM);
        acme.setSecret("between the two realms");
        acme.setRedirectUris(List.of("*"));
        UserRepresentation atStaff = user("fedora", OLD_PASSWORD);
        atStaff.setId("00000000-0000-0000-0000-0000000000fe");
        RealmRepresentation staff = realm(STAFF);
        staff.setClients(List.of(acme));
        staff.setUsers(List.of(atStaff));
        keycloak.admin().realms().create(staff);

        RealmRepresentation realm = realm(REALM);
        realm.setPasswordPolicy(POLICY);
        realm.setAttributes(Map.of("acme.site", "Köln"));
        realm.setResetPasswordAllowed(true);
        IdentityProviderRepresentation provider = new IdentityProviderRepresentation();
        provider.setAlias(STAFF);
        provider.setProviderId("oidc");
        provider.setEnabled(true);
        provider.setConfig(Map.of("clientId", REALM, "clientSecret", acme.getSecret()));
        realm.setIdentityProviders(List.of(provider));
        ClientRepresentation application = new ClientRepresentation();
        application.setClientId(APPLICATION);
        application.setPublicClient(true);
        application.setRedirectUris(List.of("*"));
        realm.setClients(List.of(application));
        List<UserRepresentation> people = new ArrayList<>();
        for (int i = 1; i < PEOPLE; i++) {
            people.add(user(name(i), OLD_PASSWORD));
        }
        FederatedIdentityRepresentation link = new FederatedIdentityRepresentation();
        link.setIdentityProvider(STAFF);
        link.setUserId(atStaff.getId());
        link.setUserName(atStaff.getUsername());
        UserRepresentation federated = user(name(PEOPLE), null);
        federated.setFederatedIdentities(List.of(link));
        people.add(federated);
        realm.setUsers(people);
        keycloak.admin().realms().create(realm);
        followPort();

        UPConfig profile = resource().users().userProfile().getConfiguration();
        UPAttribute badge = new UPAttribute(BADGE);
        badge.setDisplayName("Größe");
        badge.setPermissions(profile.getAttribute("lastName").getPermissions());
        profile.addOrReplaceAttribute(badge);
        resource().users().userProfile().update(profile);

        resource().flows().copy("browser", Map.of("newName", BROWSER_FLOW)).close();
        RealmRepresentation bound = new RealmRepresentation();
        bound.setBrowserFlow(BROWSER_FLOW);
        resource().update(bound);
    }

    /** The server has another port after each start. */
    void followPort() {
        IdentityProviderRepresentation provider =
                resource().identityProviders().get(STAFF).toRepresentation();
        String endpoints = keycloak.baseUrl() + "/realms/" + STAFF + "/protocol/openid-connect/";
        provider.getConfig().put("authorizationUrl", endpoints + "auth");
        provider.getConfig().put("tokenUrl", endpoints + "token");
        resource().identityProviders().get(STAFF).update(provider);
    }

    /** What an application opens to have somebody signed in. */
    String signInUrl() {
        return keycloak.baseUrl() + "/realms/" + REALM + "/protocol/openid-connect/auth?response_type=code&scope=openid"
                + "&client_id=" + APPLICATION + "&redirect_uri=" + encoded(applicationUrl());
    }

    /** What the second application opens. */
    String kioskSignInUrl() {
        return FormBrowser.authorization(applicationUrl(), KIOSK, applicationUrl(), "");
    }

    /** Gives somebody an agent ID, as an administrator does; the refusal, or empty. */
    String giveAgentId(String userName, String agentId) {
        UserRepresentation user = resource().users().get(id(userName)).toRepresentation();
        user.singleAttribute("agentId", agentId);
        try {
            resource().users().get(user.getId()).update(user);
            return "";
        } catch (BadRequestException refused) {
            return refused.getResponse().readEntity(String.class);
        }
    }

    /** Where a complete sign-in leads: any page will do. */
    String applicationUrl() {
        return keycloak.baseUrl() + "/realms/" + REALM;
    }

    /** What a run that was ended in the middle leaves: a flow with some of its steps. */
    void leaveHalfAFlow(String realm, String alias, String description, String step, int priority) {
        AuthenticationFlowRepresentation flow = new AuthenticationFlowRepresentation();
        flow.setAlias(alias);
        flow.setDescription(description);
        flow.setProviderId("basic-flow");
        flow.setTopLevel(true);
        String id;
        try (Response response = keycloak.realm(realm).flows().createFlow(flow)) {
            id = CreatedResponseUtil.getCreatedId(response);
        }
        AuthenticationExecutionRepresentation execution = new AuthenticationExecutionRepresentation();
        execution.setParentFlow(id);
        execution.setAuthenticator(step);
        execution.setRequirement("REQUIRED");
        execution.setPriority(priority);
        keycloak.realm(realm).flows().addExecution(execution).close();
    }

    /**
     * A client with our flow and theme, copies of our flows bound in their places and to a client, and our validator on an
     * attribute of the realm's own.
     */
    void useTheBundleInFlowsAndClientsOfItsOwn() {
        ClientRepresentation client =
                resource().clients().findByClientId(APPLICATION).get(0);
        client.setAuthenticationFlowBindingOverrides(Map.of("browser", flowId("gatehouse browser")));
        client.getAttributes().put("login_theme", "gatehouse");
        resource().clients().get(client.getId()).update(client);
        copyFlow("gatehouse direct grant", "acme direct grant");
        copyFlow("gatehouse reset credentials", "acme reset");
        RealmRepresentation bound = new RealmRepresentation();
        bound.setDirectGrantFlow("acme direct grant");
        bound.setResetCredentialsFlow("acme reset");
        resource().update(bound);
        copyFlow("gatehouse browser", "acme kiosk");
        ClientRepresentation kiosk = new ClientRepresentation();
        kiosk.setClientId(KIOSK);
        kiosk.setPublicClient(true);
        kiosk.setRedirectUris(List.of("*"));
        kiosk.setAuthenticationFlowBindingOverrides(Map.of("browser", flowId("acme kiosk")));
        resource().clients().create(kiosk).close();
        UPConfig profile = resource().users().userProfile().getConfiguration();
        profile.getAttribute(BADGE)
                .setValidations(Map.of("length", Map.of("max", 9), "gatehouse-sign-in-name", Map.of()));
        resource().users().userProfile().update(profile);
    }

    private void copyFlow(String alias, String copy) {
        resource().flows().copy(alias, Map.of("newName", copy)).close();
    }

    private String flowId(String alias) {
        return resource().flows().getFlows().stream()
                .filter(candidate -> candidate.getAlias().equals(alias))
                .findFirst()
                .orElseThrow()
                .getId();
    }

    RealmResource resource() {
        return keycloak.realm(REALM);
    }

    /** All who have a password; one of the fifty has none. */
    List<String> peopleWithPassword() {
        return IntStream.range(1, PEOPLE).mapToObj(RealmWithPeople::name).toList();
    }

    static String name(int number) {
        return String.format("person%02d", number);
    }

    String id(String userName) {
        return resource().users().searchByUsername(userName, true).get(0).getId();
    }

    /** Adds somebody the way an administrator does, without a password. */
    Person add(String userName, String phone) {
        UserRepresentation user = user(userName, null);
        user.setAttributes(Map.of("phoneNumber", List.of(phone)));
        try (Response response = resource().users().create(user)) {
            String id = CreatedResponseUtil.getCreatedId(response);
            return new Person(id, userName, user.getFirstName(), user.getLastName(), phone, user.getEmail());
        }
    }

    /** The answer of the token endpoint to name and password. */
    JsonNode grant(String userName, String password) {
        return token("grant_type", "password", "username", userName, "password", password);
    }

    JsonNode refresh(String refreshToken) {
        return token("grant_type", "refresh_token", "refresh_token", refreshToken);
    }

    /** Why there are no tokens; empty when there are. */
    String refusal(String userName, String password) {
        return grant(userName, password).path("error_description").asText();
    }

    private JsonNode token(String... fields) {
        String address = keycloak.baseUrl() + "/realms/" + REALM + "/protocol/openid-connect/token";
        return Http.read(Http.post(
                address,
                Stream.concat(Stream.of("client_id", "admin-cli"), Stream.of(fields))
                        .toArray(String[]::new)));
    }

    private static RealmRepresentation realm(String name) {
        RealmRepresentation realm = new RealmRepresentation();
        realm.setRealm(name);
        realm.setEnabled(true);
        return realm;
    }

    private static UserRepresentation user(String name, String password) {
        UserRepresentation user = new UserRepresentation();
        user.setUsername(name);
        user.setFirstName("Mara");
        user.setLastName("Quist");
        user.setEmail(name + "@example.com");
        user.setEnabled(true);
        if (password != null) {
            CredentialRepresentation credential = new CredentialRepresentation();
            credential.setType(CredentialRepresentation.PASSWORD);
            credential.setValue(password);
            credential.setTemporary(false);
            user.setCredentials(List.of(credential));
        }
        return user;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
