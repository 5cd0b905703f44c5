package io.github.gatehouse.it;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.gatehouse.it.support.Http;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import java.util.Map;
import org.keycloak.representations.idm.ClientRepresentation;

/** A device without a keyboard that has asked for a sign-in elsewhere (RFC 8628). */
final class WaitingDevice {

    private static final String CLIENT = "television";

    private final String realmUrl;
    private final JsonNode begun;

    private WaitingDevice(String realmUrl) {
        this.realmUrl = realmUrl;
        this.begun = Http.read(Http.post(realmUrl + "/protocol/openid-connect/auth/device", "client_id", CLIENT));
    }

    /** Adds the client if it is not there yet, and asks. */
    static WaitingDevice begin(KeycloakUnderTest keycloak) {
        ClientRepresentation client = new ClientRepresentation();
        client.setClientId(CLIENT);
        client.setPublicClient(true);
        client.setAttributes(Map.of("oauth2.device.authorization.grant.enabled", "true"));
        keycloak.realm().clients().create(client).close();
        return begin(keycloak.realmUrl());
    }

    /** The same in a realm that has such a client already. */
    static WaitingDevice begin(String realmUrl) {
        return new WaitingDevice(realmUrl);
    }

    /** Where the person signs in. */
    String address() {
        return begun.get("verification_uri_complete").asText();
    }

    /** What the device is told. */
    String poll() {
        return Http.post(
                        realmUrl + "/protocol/openid-connect/token",
                        "grant_type",
                        "urn:ietf:params:oauth:grant-type:device_code",
                        "client_id",
                        CLIENT,
                        "device_code",
                        begun.get("device_code").asText())
                .body();
    }
}
