package io.github.gatehouse.it;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import java.util.List;

/** What the server logs from a moment on. */
final class ServerLog {

    private final KeycloakUnderTest keycloak;
    private final int before;

    private ServerLog(KeycloakUnderTest keycloak) {
        this.keycloak = keycloak;
        this.before = keycloak.logText().length();
    }

    static ServerLog fromNow(KeycloakUnderTest keycloak) {
        return new ServerLog(keycloak);
    }

    /** The lines that it calls errors. */
    List<String> errors() {
        return keycloak.logText()
                .substring(before)
                .lines()
                .filter(line -> line.contains(" ERROR "))
                .toList();
    }
}
