package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.localserver.FormBrowser;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
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

    CappedRealm(KeycloakUnderTest keycloak) {
        this.keycloak = keycloak;
    }

    /** Keeps events, and lets the client for direct grants in. */
    void prepare() {
        keepEvents(true);
        setDirectGrant(true);
    }

    void asShipped() {
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
        HttpResponse<String> response = grant(client, person);
        for (int i = 0; i < AGAIN && response.body().contains("Invalid user credentials"); i++) {
            response = grant(client, person);
        }
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body().replaceFirst("(?s).*\"session_state\":\"([^\"]+)\".*", "$1");
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
