package io.github.gatehouse.it;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.gatehouse.it.support.Http;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.admin.client.resource.UserResource;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.IdentityProviderRepresentation;
import org.keycloak.representations.idm.RoleRepresentation;
import org.keycloak.representations.idm.UserRepresentation;
import org.keycloak.representations.idm.UserSessionRepresentation;

/** People of every rank in the shipped realm, each signed in once, and what they try on each other. */
final class RankedPeople {

    private static final String ROBOT = "ranked-robot";
    private static final String PROVIDER = "ranked-provider";
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

    private final KeycloakUnderTest keycloak;
    private final RealmResource realm;
    private final Map<String, String> ids = new HashMap<>();
    private final Map<Rank, String> actors = new EnumMap<>(Rank.class);
    private final Map<Rank, String> targets = new EnumMap<>(Rank.class);
    private final Map<Rank, String> tokens = new EnumMap<>(Rank.class);
    private int made;

    RankedPeople(KeycloakUnderTest keycloak) {
        this.keycloak = keycloak;
        realm = keycloak.realm();
    }

    void make() {
        TemporaryPasswordCalls.allowTheDirectGrant(keycloak);
        realm.groups().groups().forEach(group -> ids.put(group.getName(), group.getId()));
        for (String clientId : List.of("realm-management", "portal", "admin-permissions")) {
            ids.put(clientId, realm.clients().findByClientId(clientId).get(0).getId());
        }
        ids.put(
                "administrator",
                realm.roles().get("administrator").toRepresentation().getId());
        ids.put("realm-admin", realmAdmin().getId());
        ids.put("provider", PROVIDER);
        IdentityProviderRepresentation provider = new IdentityProviderRepresentation();
        provider.setAlias(PROVIDER);
        provider.setProviderId("oidc");
        provider.setConfig(Map.of("clientId", "ranked", "clientSecret", "ranked"));
        realm.identityProviders().create(provider).close();
        ClientRepresentation robot = new ClientRepresentation();
        robot.setClientId(ROBOT);
        robot.setServiceAccountsEnabled(true);
        realm.clients().create(robot).close();
        for (Rank rank : Rank.actors()) {
            actors.put(rank, add(rank));
            tokens.put(rank, signIn(actors.get(rank)));
        }
        for (Rank rank : Rank.values()) {
            targets.put(rank, rank == Rank.SERVICE_ACCOUNT ? robot() : add(rank));
            if (rank != Rank.SERVICE_ACCOUNT) {
                signIn(targets.get(rank));
            }
        }
    }

    /** Everybody and everything that {@link #make} has made, and that was made of them. */
    void remove() {
        realm.users()
                .search("ranked-", 0, 1000)
                .forEach(user -> realm.users().delete(user.getId()).close());
        realm.clients()
                .get(realm.clients().findByClientId(ROBOT).get(0).getId())
                .remove();
        realm.identityProviders().get(PROVIDER).remove();
    }

    /** Somebody of that rank who is there for all. */
    String target(Rank rank) {
        return targets.get(rank);
    }

    /** The one who tries. */
    String actor(Rank rank) {
        return actors.get(rank);
    }

    /** Somebody new of that rank, signed in. */
    String fresh(Rank rank) {
        String id = add(rank);
        signIn(id);
        return id;
    }

    /** The status of the answer when somebody of that rank tries it. */
    int status(Rank actor, AdminAction action, String userId) {
        return call(actor, action, userId).statusCode();
    }

    /** The answer when somebody of that rank adds this user. */
    HttpResponse<String> add(Rank actor, Map<String, Object> user) {
        return call(actor, new AdminAction("", "POST", "/users", json(user), 201), "");
    }

    /** The answer when somebody of that rank lists everybody made here. */
    HttpResponse<String> search(Rank actor) {
        return call(actor, new AdminAction("", "GET", "/users?search=ranked-&max=1000", null, 200), "");
    }

    /** A user as a body; the groups by their names. */
    Map<String, Object> user(List<String> groups) {
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("username", "ranked-" + ++made);
        user.put("firstName", "Rosa");
        user.put("lastName", "Quist");
        user.put("enabled", true);
        user.put("groups", groups);
        user.put("attributes", Map.of("phoneNumber", List.of("5125551212")));
        return user;
    }

    /** All that an attack could change of a person, as text. */
    String snapshot(String userId) {
        UserResource user = realm.users().get(userId);
        return json(List.of(
                user.toRepresentation(),
                user.credentials(),
                user.groups(),
                user.roles().getAll(),
                user.getFederatedIdentity(),
                user.getUserSessions().stream()
                        .map(UserSessionRepresentation::getId)
                        .sorted()
                        .toList()));
    }

    /** The same of the realm, its clients, flows, groups and roles. */
    String snapshotOfTheRealm() {
        return json(List.of(
                realm.partialExport(true, true),
                realm.users().userProfile().getConfiguration(),
                realm.getRealmEventsConfig(),
                realm.localization().getRealmLocalizationTexts("en"),
                realm.clients()
                        .get(ids.get("admin-permissions"))
                        .authorization()
                        .policies()
                        .policies(),
                keycloak.admin().realms().findAll().size()));
    }

    List<UserSessionRepresentation> sessions(String userId) {
        return realm.users().get(userId).getUserSessions();
    }

    List<String> realmRoles(String userId) {
        return realm.users().get(userId).roles().realmLevel().listAll().stream()
                .map(role -> role.getName())
                .toList();
    }

    private HttpResponse<String> call(Rank actor, AdminAction action, String userId) {
        Map<String, String> values = new HashMap<>(ids);
        values.put("user", userId);
        if (action.path().contains("{credential}")) {
            values.put(
                    "credential",
                    realm.users().get(userId).credentials().stream()
                            .findFirst()
                            .map(CredentialRepresentation::getId)
                            .orElse("none"));
        }
        if (action.path().contains("{session}")) {
            values.put(
                    "session",
                    sessions(userId).stream().findFirst().map(s -> s.getId()).orElse("none"));
        }
        URI address = URI.create(
                        keycloak.baseUrl() + "/admin/realms/" + KeycloakUnderTest.REALM + filled(action.path(), values))
                .normalize();
        String body = action.body() == null ? null : filled(action.body(), values);
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + tokens.get(actor))
                .method(
                        action.method(),
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header(
                    "Content-Type", body.startsWith("{") || body.startsWith("[") ? "application/json" : "text/plain");
        }
        return Http.send(request);
    }

    private static String filled(String text, Map<String, String> values) {
        String filled = text;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("{" + value.getKey() + "}", value.getValue());
        }
        return filled;
    }

    private String add(Rank rank) {
        CredentialRepresentation password = new CredentialRepresentation();
        password.setType(CredentialRepresentation.PASSWORD);
        password.setValue(People.PASSWORD);
        password.setTemporary(false);
        UserRepresentation user = JSON.convertValue(user(rank.groups()), UserRepresentation.class);
        user.setEmail(user.getUsername() + "@example.com");
        user.setCredentials(List.of(password));
        String id;
        try (Response response = realm.users().create(user)) {
            id = CreatedResponseUtil.getCreatedId(response);
        }
        if (rank.isRealmAdmin()) {
            realm.users()
                    .get(id)
                    .roles()
                    .clientLevel(ids.get("realm-management"))
                    .add(List.of(realmAdmin()));
        }
        return id;
    }

    private RoleRepresentation realmAdmin() {
        return realm.clients()
                .get(ids.get("realm-management"))
                .roles()
                .get("realm-admin")
                .toRepresentation();
    }

    private String robot() {
        String client = realm.clients().findByClientId(ROBOT).get(0).getId();
        return realm.clients().get(client).getServiceAccountUser().getId();
    }

    private String signIn(String userId) {
        String userName = realm.users().get(userId).toRepresentation().getUsername();
        return TemporaryPasswordCalls.token(keycloak, userName, People.PASSWORD);
    }

    private static String json(Object value) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
