package io.github.gatehouse.it.support;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;

/** The server's clock. It goes on by itself; a test may move it ahead, and after each test it is right again. */
public final class ServerClock {

    private final KeycloakUnderTest keycloak;
    private Duration ahead = Duration.ZERO;

    ServerClock(KeycloakUnderTest keycloak) {
        this.keycloak = keycloak;
    }

    /** Moves the server's clock further ahead. The browser's clock stays as it is. */
    public void advance(Duration by) {
        set(ahead.plus(by));
    }

    void reset() {
        if (!ahead.isZero()) {
            set(Duration.ZERO);
        }
    }

    private void set(Duration wanted) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(keycloak.baseUrl() + "/realms/master/test-clock/" + wanted.toSeconds()))
                .PUT(HttpRequest.BodyPublishers.noBody());
        int status = Http.send(request).statusCode();
        if (status != 204) {
            throw new IllegalStateException("the test clock answered " + status);
        }
        ahead = wanted;
        keycloak.forgetAdminTokens();
    }
}
