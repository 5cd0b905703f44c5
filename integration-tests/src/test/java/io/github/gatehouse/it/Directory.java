package io.github.gatehouse.it;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.util.LDAPSDKException;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.localserver.LoopbackPort;
import jakarta.ws.rs.core.Response;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.common.util.MultivaluedHashMap;
import org.keycloak.representations.idm.ComponentRepresentation;

/** A directory of the organization (LDAP) that the shipped realm takes people from, until it is closed. */
final class Directory implements AutoCloseable {

    private static final String PEOPLE = "ou=people,dc=example,dc=com";

    private final KeycloakUnderTest keycloak;
    private final InMemoryDirectoryServer server;
    private final String id;

    private Directory(KeycloakUnderTest keycloak, InMemoryDirectoryServer server, String id) {
        this.keycloak = keycloak;
        this.server = server;
        this.id = id;
    }

    /** One that is up, and whose people have their agent ID as employee number. */
    static Directory start(KeycloakUnderTest keycloak) throws LDAPSDKException {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=com");
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig("ldap", InetAddress.getLoopbackAddress(), 0, null));
        config.setSchema(null);
        InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
        server.add("dn: dc=example,dc=com", "objectClass: domain", "dc: example");
        server.add("dn: " + PEOPLE, "objectClass: organizationalUnit", "ou: people");
        server.startListening();
        String id = register(keycloak, "ldap://" + LoopbackPort.HOST + ":" + server.getListenPort(), true);
        add(
                keycloak,
                id,
                "agent ID",
                "user-attribute-ldap-mapper",
                "org.keycloak.storage.ldap.mappers.LDAPStorageMapper",
                Map.of(
                        "ldap.attribute", "employeeNumber",
                        "user.model.attribute", "agentId",
                        "read.only", "true",
                        "always.read.value.from.ldap", "false",
                        "is.mandatory.in.ldap", "false"));
        return new Directory(keycloak, server, id);
    }

    /**
     * Tells the shipped realm of one.
     *
     * @return the id of the component
     */
    static String register(KeycloakUnderTest keycloak, String url, boolean enabled) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "enabled", Boolean.toString(enabled),
                "vendor", "other",
                "connectionUrl", url,
                "usersDn", PEOPLE,
                "authType", "none",
                "usernameLDAPAttribute", "uid",
                "rdnLDAPAttribute", "uid",
                "uuidLDAPAttribute", "uid",
                "userObjectClasses", "person",
                "editMode", "READ_ONLY"));
        settings.put("importEnabled", "true");
        String realm = keycloak.realm().toRepresentation().getId();
        return add(keycloak, realm, "directory", "ldap", "org.keycloak.storage.UserStorageProvider", settings);
    }

    private static String add(
            KeycloakUnderTest keycloak,
            String parent,
            String name,
            String provider,
            String type,
            Map<String, String> settings) {
        ComponentRepresentation component = new ComponentRepresentation();
        component.setName(name);
        component.setParentId(parent);
        component.setProviderId(provider);
        component.setProviderType(type);
        component.setConfig(new MultivaluedHashMap<>());
        settings.forEach((key, value) -> component.getConfig().putSingle(key, value));
        try (Response response = keycloak.realm().components().add(component)) {
            return CreatedResponseUtil.getCreatedId(response);
        }
    }

    void add(String uid, String agentId, String password) throws LDAPSDKException {
        server.add(
                "dn: uid=" + uid + "," + PEOPLE,
                "objectClass: person",
                "uid: " + uid,
                "cn: Mara",
                "sn: Quist",
                "mail: " + uid + "@example.com",
                "employeeNumber: " + agentId,
                "userPassword: " + password);
    }

    /** Nobody answers there any more. */
    void fail() {
        server.shutDown(true);
    }

    @Override
    public void close() {
        keycloak.realm().components().component(id).remove();
        server.shutDown(true);
    }
}
