package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.gatehouse.it.support.Http;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.localserver.FormBrowser;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.representations.idm.AuthenticatorConfigRepresentation;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.EventRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserSessionRepresentation;

/** The shipped realm as a realm admin sees it: settings of the cap, live sign-ins, events, and sign-ins without a page. */
final class CappedRealm {

    /**
     * Who signs in a moment after he signed in is refused by Keycloak's brute-force protection for as long as it writes
     * down that he is no attacker ({@code DefaultBlockingBruteForceProtector}), which takes long on a busy machine.
     */
    private static final int AGAIN = 100;

    private static final Map<String, String> SHIPPED =
            Map.of("userLimit", "3", "atLimit", "ask", "atLimitWithoutPage", "deny");

    private final KeycloakUnderTest keycloak;
    private final List<String> clients = new ArrayList<>();

    CappedRealm(KeycloakUnderTest keycloak) {
        this.keycloak = keycloak;
    }

    /** Keeps events, and lets the client for direct grants in. */
    void prepare() {
        keepEvents(true);
        setDirectGrant(true);
    }

    void asShipped() {
        clients.forEach(id -> keycloak.realm().clients().get(id).remove());
        set(SHIPPED);
        setDirectGrant(false);
        keepEvents(false);
    }

    /** Replaces the settings of the step, as the Admin Console does; one that is left out has its default. */
    void set(Map<String, String> settings) {
        String id = keycloak.realm().flows().getExecutions("gatehouse browser").stream()
                .filter(execution -> "session-limit".equals(execution.getProviderId()))
                .findFirst()
                .orElseThrow()
                .getAuthenticationConfig();
        AuthenticatorConfigRepresentation config = keycloak.realm().flows().getAuthenticatorConfig(id);
        config.setConfig(settings);
        keycloak.realm().flows().updateAuthenticatorConfig(id, config);
    }

    /** One sign-in a user. */
    void setToOne(String atLimit, String atLimitWithoutPage) {
        set(Map.of("userLimit", "1", "atLimit", atLimit, "atLimitWithoutPage", atLimitWithoutPage));
    }

    /**
     * Adds a client until the realm is as shipped again.
     *
     * @return its id in the database
     */
    String addClient(String clientId, Consumer<ClientRepresentation> settings) {
        ClientRepresentation client = new ClientRepresentation();
        client.setClientId(clientId);
        settings.accept(client);
        String id = CreatedResponseUtil.getCreatedId(keycloak.realm().clients().create(client));
        clients.add(id);
        return id;
    }

    /** Adds one without a secret that takes name and password. */
    void addClient(String clientId) {
        addClient(clientId, client -> {
            client.setPublicClient(true);
            client.setDirectAccessGrantsEnabled(true);
        });
    }

    void isOnly(String session, Person person) {
        assertThat(sessions(person))
                .extracting(UserSessionRepresentation::getId)
                .containsExactly(session);
    }

    /** What a client reads that asked for tokens and got them. */
    static JsonNode tokens(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Http.read(answer);
    }

    List<UserSessionRepresentation> sessions(Person person) {
        return keycloak.realm().users().get(person.id()).getUserSessions();
    }

    void signOutEverywhere(Person person) {
        keycloak.realm().users().get(person.id()).logout();
    }

    List<EventRepresentation> events(String type, Person person) {
        return keycloak.realm().getEvents(List.of(type), null, person.id(), null, null, null, null, null);
    }

    /** A further live sign-in, made by the direct grant because that is quicker than a browser; its session's id. */
    String signInElsewhere(Person person) {
        return signInElsewhere("portal-cli", person);
    }

    /** The same as another client that has no secret. */
    String signInElsewhere(String client, Person person) {
        return tokensElsewhere(client, person).get("session_state").asText();
    }

    /** The same; what the client reads. */
    JsonNode tokensElsewhere(String client, Person person) {
        HttpResponse<String> response = grant(client, person);
        for (int i = 0; i < AGAIN && response.body().contains("Invalid user credentials"); i++) {
            response = grant(client, person);
        }
        return tokens(response);
    }

    void signInElsewhere(Person person, int times) {
        for (int i = 0; i < times; i++) {
            signInElsewhere(person);
        }
    }

    /** Asks for tokens with the person's right password. */
    HttpResponse<String> grant(Person person) {
        return grant("portal-cli", person);
    }

    /** The same as another client that has no secret. */
    HttpResponse<String> grant(String client, Person person) {
        return keycloak.tokens(
                "grant_type",
                "password",
                "client_id",
                client,
                "username",
                person.userName(),
                "password",
                People.PASSWORD);
    }

    /** What the portal opens to have somebody signed in. */
    String authorizationUrl(String redirectUri) {
        return FormBrowser.authorization(keycloak.realmUrl(), "portal", redirectUri, "");
    }

    private void keepEvents(boolean kept) {
        RealmRepresentation realm = keycloak.realm().toRepresentation();
        realm.setEventsEnabled(kept);
        keycloak.realm().update(realm);
    }

    private void setDirectGrant(boolean enabled) {
        ClientRepresentation client =
                keycloak.realm().clients().findByClientId("portal-cli").get(0);
        client.setEnabled(enabled);
        keycloak.realm().clients().get(client.getId()).update(client);
    }
}
