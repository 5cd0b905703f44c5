package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.gatehouse.it.support.Http;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.Person;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.userprofile.config.UPConfig;

/** The calls that the admin client does not know: our endpoint, and the direct grant with its error. */
final class TemporaryPasswordCalls {

    private static final String CLIENT = "portal-cli";

    private static final ObjectMapper JSON = new ObjectMapper();

    private TemporaryPasswordCalls() {}

    static void allowTheDirectGrant(KeycloakUnderTest keycloak) {
        ClientRepresentation client =
                keycloak.realm().clients().findByClientId(CLIENT).get(0);
        client.setEnabled(true);
        keycloak.realm().clients().get(client.getId()).update(client);
    }

    /** Makes a realm keep attributes that its user profile does not declare. */
    static void allowUnmanagedAttributes(RealmResource realm) {
        UPConfig profile = realm.users().userProfile().getConfiguration();
        profile.setUnmanagedAttributePolicy(UPConfig.UnmanagedAttributePolicy.ENABLED);
        realm.users().userProfile().update(profile);
    }

    /** Runs a test under another password policy of the shipped realm. */
    static void withPolicy(KeycloakUnderTest keycloak, UnaryOperator<String> change, Runnable test) {
        RealmRepresentation realm = keycloak.realm().toRepresentation();
        String before = realm.getPasswordPolicy();
        realm.setPasswordPolicy(change.apply(before));
        keycloak.realm().update(realm);
        try {
            test.run();
        } finally {
            realm.setPasswordPolicy(before);
            keycloak.realm().update(realm);
        }
    }

    /** With a hash that takes most of the time: the tests' cheap one hides whether a password was looked at at all. */
    static void withSlowHash(KeycloakUnderTest keycloak, Runnable test) {
        withPolicy(keycloak, policy -> policy + " and hashAlgorithm(pbkdf2-sha512) and hashIterations(100000)", test);
    }

    /** The error description of a sign-in by direct grant; empty if it succeeds. */
    static String directGrant(KeycloakUnderTest keycloak, String userName, String password) {
        Object error = tokenAnswer(keycloak, userName, password).get("error_description");
        return error == null ? "" : error.toString();
    }

    /** An access token by direct grant. */
    static String token(KeycloakUnderTest keycloak, Person person, String password) {
        return token(keycloak, person.userName(), password);
    }

    /** The same for a user name. */
    static String token(KeycloakUnderTest keycloak, String userName, String password) {
        return (String) tokenAnswer(keycloak, userName, password).get("access_token");
    }

    /** The whole answer to a direct grant. */
    static HttpResponse<String> directGrantAnswer(KeycloakUnderTest keycloak, String userName, String password) {
        return keycloak.tokens(
                "grant_type", "password",
                "client_id", CLIENT,
                "username", userName,
                "password", password);
    }

    private static Map<String, Object> tokenAnswer(KeycloakUnderTest keycloak, String userName, String password) {
        return json(directGrantAnswer(keycloak, userName, password));
    }

    /** The status of a call with that token, without a body. */
    static int status(KeycloakUnderTest keycloak, String method, String userId, String token) {
        return Http.send(call(keycloak, method, userId, token, null)).statusCode();
    }

    /** Issues a temporary password and expects that status. */
    static Map<?, ?> issue(KeycloakUnderTest keycloak, Person person, String body, int status) {
        HttpResponse<String> response = Http.send(call(keycloak, "POST", person.id(), adminToken(keycloak), body));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        return json(response);
    }

    static Map<String, Object> state(KeycloakUnderTest keycloak, Person person) {
        HttpResponse<String> response = Http.send(call(keycloak, "GET", person.id(), adminToken(keycloak), null));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json(response);
    }

    /** The answer to an administrator's reset that is refused. */
    static String refusalOfReset(KeycloakUnderTest keycloak, Person person, String value) {
        CredentialRepresentation password = new CredentialRepresentation();
        password.setType(CredentialRepresentation.PASSWORD);
        password.setValue(value);
        password.setTemporary(false);
        WebApplicationException refusal = catchThrowableOfType(
                WebApplicationException.class,
                () -> keycloak.realm().users().get(person.id()).resetPassword(password));
        assertThat(refusal).as("the password was taken").isNotNull();
        assertThat(refusal.getResponse().getStatus()).isEqualTo(400);
        return refusal.getResponse().readEntity(String.class);
    }

    private static String adminToken(KeycloakUnderTest keycloak) {
        return keycloak.admin().tokenManager().getAccessTokenString();
    }

    private static HttpRequest.Builder call(
            KeycloakUnderTest keycloak, String method, String userId, String token, String body) {
        String address = keycloak.baseUrl() + "/admin/realms/" + KeycloakUnderTest.REALM + "/temporary-passwords/";
        return Http.json(method, address + userId, token, body);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> json(HttpResponse<String> response) {
        try {
            return JSON.readValue(response.body(), Map.class);
        } catch (IOException e) {
            throw new IllegalStateException(response.body(), e);
        }
    }
}
