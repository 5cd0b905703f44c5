package io.github.gatehouse.it.support;

import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.PartialImportRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** Makes people in the shipped realm, each with a name of its own, so that tests do not meet each other. */
public final class People {

    /** Satisfies every rule of the shipped realm. */
    public static final String PASSWORD = "Passw0rd!";

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final KeycloakUnderTest keycloak;

    People(KeycloakUnderTest keycloak) {
        this.keycloak = keycloak;
    }

    /** Somebody with names, phone and e-mail in group agents, without a password: what a supervisor adds. */
    public Person add() {
        return add(null, true);
    }

    /** The same without an e-mail address. */
    public Person addWithoutEmail() {
        return add(null, false);
    }

    /** Somebody who has chosen a password already, with e-mail. */
    public Person withPassword(String password) {
        return add(password, true);
    }

    /** The same without an e-mail address. */
    public Person withPasswordWithoutEmail(String password) {
        return add(password, false);
    }

    /** Somebody whom a partial import brings, which Keycloak does not check against the user profile. */
    public Person imported(String userName, String password, String agentId) {
        UserRepresentation user = new UserRepresentation();
        user.setUsername(userName);
        user.setFirstName("Mara");
        user.setLastName("Quist");
        user.setEnabled(true);
        user.setAttributes(Map.of("agentId", List.of(agentId)));
        user.setCredentials(List.of(credential(password)));
        PartialImportRepresentation file = new PartialImportRepresentation();
        file.setIfResourceExists(PartialImportRepresentation.Policy.FAIL.toString());
        file.setUsers(List.of(user));
        try (Response response = keycloak.realm().partialImport(file)) {
            if (response.getStatus() != 200) {
                throw new IllegalStateException(response.readEntity(String.class));
            }
        }
        String id =
                keycloak.realm().users().searchByUsername(userName, true).get(0).getId();
        return new Person(id, userName, "Mara", "Quist", null, null);
    }

    private static CredentialRepresentation credential(String password) {
        CredentialRepresentation credential = new CredentialRepresentation();
        credential.setType(CredentialRepresentation.PASSWORD);
        credential.setValue(password);
        credential.setTemporary(false);
        return credential;
    }

    private Person add(String password, boolean withEmail) {
        int number = COUNT.incrementAndGet();
        String userName = String.format("agent%04d", number);
        String phone = String.format("512555%04d", number);
        String email = withEmail ? userName + "@example.com" : null;
        UserRepresentation user = new UserRepresentation();
        user.setUsername(userName);
        user.setFirstName("Mara");
        user.setLastName("Quist");
        user.setEmail(email);
        user.setEnabled(true);
        user.setGroups(List.of("/agents"));
        user.setAttributes(Map.of("phoneNumber", List.of(phone), "agentId", List.of("7" + number)));
        if (password != null) {
            user.setCredentials(List.of(credential(password)));
        }
        try (Response response = keycloak.realm().users().create(user)) {
            String id = CreatedResponseUtil.getCreatedId(response);
            return new Person(id, userName, "Mara", "Quist", phone, email);
        }
    }
}
