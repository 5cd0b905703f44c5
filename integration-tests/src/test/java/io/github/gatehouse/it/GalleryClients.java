package io.github.gatehouse.it;

import static io.github.gatehouse.it.GalleryRealm.APPLICATION;
import static io.github.gatehouse.it.GalleryRealm.CONSENT;
import static io.github.gatehouse.it.GalleryRealm.DEVICE;
import static io.github.gatehouse.it.GalleryRealm.FRONT_CHANNEL;
import static io.github.gatehouse.it.GalleryRealm.INSTALLED;
import static io.github.gatehouse.it.GalleryRealm.NOWHERE;
import static io.github.gatehouse.it.GalleryRealm.ORGANIZATION;
import static io.github.gatehouse.it.GalleryRealm.PARTNER;
import static io.github.gatehouse.it.GalleryRealm.STEP_BY_STEP;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keycloak.representations.idm.ClientRepresentation;

/** The applications of the gallery's realm. */
final class GalleryClients {

    private GalleryClients() {}

    static List<ClientRepresentation> all() {
        return List.of(
                client(APPLICATION),
                client(STEP_BY_STEP),
                client(ORGANIZATION),
                client(CONSENT),
                client(INSTALLED),
                client(FRONT_CHANNEL),
                client(DEVICE),
                partner());
    }

    private static ClientRepresentation client(String clientId) {
        ClientRepresentation client = new ClientRepresentation();
        client.setClientId(clientId);
        client.setName("Reports");
        client.setPublicClient(true);
        client.setRedirectUris(List.of("*", "urn:ietf:wg:oauth:2.0:oob"));
        client.setBaseUrl("https://reports.example/");
        client.setConsentRequired(Set.of(CONSENT, DEVICE).contains(clientId));
        Map<String, String> attributes = new HashMap<>();
        switch (clientId) {
            case CONSENT -> {
                attributes.put("policyUri", "https://reports.example/privacy");
                attributes.put("tosUri", "https://reports.example/terms");
                // A pixel: pictures of elsewhere are not fetched in tests.
                attributes.put("logoUri", "data:image/gif;base64,R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs=");
            }
            case DEVICE -> attributes.put("oauth2.device.authorization.grant.enabled", "true");
            case FRONT_CHANNEL -> {
                client.setFrontchannelLogout(true);
                attributes.put("frontchannel.logout.url", NOWHERE);
            }
            default -> {
                // Nothing special.
            }
        }
        client.setAttributes(attributes);
        return client;
    }

    private static ClientRepresentation partner() {
        ClientRepresentation client = new ClientRepresentation();
        client.setClientId(PARTNER);
        client.setProtocol("saml");
        client.setRedirectUris(List.of("*"));
        client.setAttributes(Map.of(
                "saml.client.signature", "false",
                "saml_idp_initiated_sso_url_name", PARTNER,
                "saml_assertion_consumer_url_post", NOWHERE));
        return client;
    }
}
