package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.gatehouse.it.support.Http;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.Stream;

/** Calls of the endpoint for temporary passwords as any caller may make them, right or wrong. */
final class EndpointCalls {

    private static final ObjectMapper JSON = new ObjectMapper();

    private EndpointCalls() {}

    /** With the token of the first realm admin. */
    static HttpResponse<String> call(KeycloakUnderTest keycloak, String method, String userId, String body) {
        return call(keycloak, method, userId, body, adminToken(keycloak), "Content-Type", "application/json");
    }

    /**
     * A call about a user of the shipped realm.
     *
     * @param userId as it stands in the path
     * @param body null for none
     * @param token null for none
     * @param headers name, value, name, value
     */
    static HttpResponse<String> call(
            KeycloakUnderTest keycloak, String method, String userId, String body, String token, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(keycloak.baseUrl() + "/admin/realms/"
                        + KeycloakUnderTest.REALM + "/temporary-passwords/" + userId))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return Http.send(request);
    }

    /** An answer of ours that says no: JSON, kept by nobody, with a code and a sentence. */
    static Map<String, Object> assertRefused(HttpResponse<String> answer, int status, String error) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        Map<String, Object> fields = json(answer);
        assertThat(fields.get("error")).isEqualTo(error);
        assertThat(fields.get("error_description").toString()).matches("[A-Z].+\\.");
        return fields;
    }

    static Map<String, Object> assertDone(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        return json(answer);
    }

    static String adminToken(KeycloakUnderTest keycloak) {
        return keycloak.admin().tokenManager().getAccessTokenString();
    }

    /** An access token for whatever the parameters ask. */
    static String token(KeycloakUnderTest keycloak, Map<String, String> parameters) {
        String[] fields = parameters.entrySet().stream()
                .flatMap(field -> Stream.of(field.getKey(), field.getValue()))
                .toArray(String[]::new);
        HttpResponse<String> answer = keycloak.tokens(fields);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer).get("access_token").toString();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> json(HttpResponse<String> answer) {
        try {
            return JSON.readValue(answer.body(), Map.class);
        } catch (IOException e) {
            throw new IllegalStateException(answer.body(), e);
        }
    }
}
