package io.github.gatehouse.localserver;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;

/**
 * Tells the realm on which ports the portal and the mail catcher are. The realm file names the usual ones: Keycloak
 * refuses a client whose address has a placeholder in it, and reads the mail server's placeholders only at the import.
 */
public final class MovedPorts {

    private MovedPorts() {}

    /**
     * @param portalUrl address of the portal, without a slash at the end
     * @param smtpPort of the mail catcher
     */
    public static void follow(RealmResource realm, String portalUrl, int smtpPort) {
        for (ClientRepresentation portal : realm.clients().findByClientId("portal")) {
            if (!portalUrl.equals(portal.getRootUrl())) {
                portal.setRootUrl(portalUrl);
                portal.setRedirectUris(List.of(portalUrl + "/*", portalUrl.replace("localhost", "127.0.0.1") + "/*"));
                realm.clients().get(portal.getId()).update(portal);
            }
        }
        RealmRepresentation settings = realm.toRepresentation();
        Map<String, String> smtp = new HashMap<>(settings.getSmtpServer());
        if (!LoopbackPort.HOST.equals(smtp.get("host"))) {
            return; // Somebody has set a mail server of their own.
        }
        if (!Integer.toString(smtpPort).equals(smtp.put("port", Integer.toString(smtpPort)))) {
            settings.setSmtpServer(smtp);
            realm.update(settings);
        }
    }
}
