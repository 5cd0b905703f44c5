package io.github.gatehouse.localserver;

import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.resource.AuthenticationManagementResource;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.AuthenticationExecutionInfoRepresentation;
import org.keycloak.representations.idm.AuthenticatorConfigRepresentation;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** A realm of stock Keycloak whose sign-in form is followed by a step that limits, or by none: to compare with. */
public final class LimitedRealm {

    /** Checking a password costs next to nothing: what else a sign-in costs shows, and so do races. */
    public static final String CHEAP_HASH = "hashAlgorithm(pbkdf2-sha256) and hashIterations(1)";

    /** Of everybody whom {@link #addPerson} adds. */
    public static final String PASSWORD = "Passw0rd!";

    /** The client of each, public, with {@link #REDIRECT_URI}. */
    public static final String CLIENT = "portal";

    /** Nobody needs to listen there. */
    public static final String REDIRECT_URI = "http://localhost:8081/";

    private static final String FLOW = "limited browser";
    private static final String FORMS = FLOW + " forms";

    private LimitedRealm() {}

    /**
     * Makes the realm, without people.
     *
     * @param passwordPolicy may be empty: Argon2
     * @param step provider id of the step behind the form; null for none
     * @param settings of the step
     */
    public static RealmResource make(
            Keycloak admin, String name, String passwordPolicy, String step, Map<String, String> settings) {
        ClientRepresentation client = new ClientRepresentation();
        client.setClientId(CLIENT);
        client.setPublicClient(true);
        client.setRedirectUris(List.of(REDIRECT_URI));
        RealmRepresentation realm = new RealmRepresentation();
        realm.setRealm(name);
        realm.setEnabled(true);
        realm.setPasswordPolicy(passwordPolicy);
        realm.setClients(List.of(client));
        admin.realms().create(realm);
        RealmResource made = admin.realm(name);
        if (step != null) {
            putBehindTheForm(made.flows(), step, settings);
            realm = made.toRepresentation();
            realm.setBrowserFlow(FLOW);
            made.update(realm);
        }
        return made;
    }

    /** Somebody with {@link #PASSWORD}; the user's id. */
    public static String addPerson(RealmResource realm, String userName) {
        try (Response response = realm.users().create(person(userName, PASSWORD))) {
            require(response);
            return response.getLocation().getPath().replaceFirst(".*/", "");
        }
    }

    /** Somebody with that password, not added yet. */
    public static UserRepresentation person(String userName, String password) {
        CredentialRepresentation credential = new CredentialRepresentation();
        credential.setType(CredentialRepresentation.PASSWORD);
        credential.setValue(password);
        UserRepresentation user = new UserRepresentation();
        user.setUsername(userName);
        user.setFirstName("Mara");
        user.setLastName("Quist");
        user.setEmail(userName + "@example.com");
        user.setEnabled(true);
        user.setCredentials(List.of(credential));
        return user;
    }

    private static void putBehindTheForm(
            AuthenticationManagementResource flows, String step, Map<String, String> settings) {
        require(flows.copy("browser", Map.of("newName", FLOW)));
        flows.addExecution(FORMS, Map.of("provider", step));
        AuthenticationExecutionInfoRepresentation execution = flows.getExecutions(FLOW).stream()
                .filter(added -> step.equals(added.getProviderId()))
                .findFirst()
                .orElseThrow();
        execution.setRequirement("REQUIRED");
        flows.updateExecutions(FLOW, execution);
        AuthenticatorConfigRepresentation config = new AuthenticatorConfigRepresentation();
        config.setAlias(FLOW);
        config.setConfig(settings);
        require(flows.newExecutionConfig(execution.getId(), config));
    }

    private static void require(Response response) {
        try (response) {
            if (response.getStatus() >= 300) {
                throw new IllegalStateException(response.getStatus() + " " + response.readEntity(String.class));
            }
        }
    }
}
