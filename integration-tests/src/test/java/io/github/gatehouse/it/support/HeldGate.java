package io.github.gatehouse.it.support;

import java.net.URI;
import java.net.http.HttpRequest;

/** The gate of somebody's sign-ins in the database, held by another transaction, so that nobody decides about them. */
public final class HeldGate implements AutoCloseable {

    private final URI address;

    private HeldGate(URI address) {
        this.address = address;
    }

    /**
     * Holds it; there is one as soon as the person has signed in once.
     *
     * @param realm the person's
     */
    public static HeldGate hold(KeycloakUnderTest keycloak, String realm, Person person) {
        HeldGate gate = new HeldGate(URI.create(keycloak.baseUrl() + "/realms/" + realm + "/test-gate/" + person.id()));
        gate.send("PUT");
        return gate;
    }

    /** Before the end; a second time does nothing. */
    public void letGo() {
        send("DELETE");
    }

    @Override
    public void close() {
        letGo();
    }

    private void send(String method) {
        int status = Http.send(HttpRequest.newBuilder(address).method(method, HttpRequest.BodyPublishers.noBody()))
                .statusCode();
        if (status != 204) {
            throw new IllegalStateException("the test gate answered " + status);
        }
    }
}
