package io.github.gatehouse.it;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.localserver.LimitedRealm;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.AuthenticationExecutionInfoRepresentation;
import org.keycloak.representations.idm.AuthenticatorConfigRepresentation;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;

/** A realm that starts with Keycloak's own flows, and in which somebody sets the cap up by hand. */
final class RealmSettingUp implements AutoCloseable {

    private final KeycloakUnderTest keycloak;
    private final String name;

    private RealmSettingUp(KeycloakUnderTest keycloak, String name) {
        this.keycloak = keycloak;
        this.name = name;
    }

    static RealmSettingUp make(KeycloakUnderTest keycloak, String name) {
        RealmRepresentation realm = new RealmRepresentation();
        realm.setRealm(name);
        realm.setEnabled(true);
        keycloak.admin().realms().create(realm);
        return new RealmSettingUp(keycloak, name);
    }

    /** Copies a flow of Keycloak, as {@code capped …}, and puts the step behind it. */
    void copyWithStep(String stock) {
        String copy = "capped " + stock;
        resource().flows().copy(stock, Map.of("newName", copy));
        resource().flows().addExecution(copy, Map.of("provider", "session-limit"));
        AuthenticationExecutionInfoRepresentation step = step(copy);
        step.setRequirement("REQUIRED");
        resource().flows().updateExecutions(copy, step);
    }

    /** Gives the step of a copy settings of its own. */
    void configure(String stock, Map<String, String> settings) {
        AuthenticatorConfigRepresentation config = new AuthenticatorConfigRepresentation();
        config.setAlias("limit of " + stock);
        config.setConfig(settings);
        resource()
                .flows()
                .newExecutionConfig(step("capped " + stock).getId(), config)
                .close();
    }

    /** Saves settings of the realm: binds flows. */
    void save(Consumer<RealmRepresentation> change) {
        RealmRepresentation realm = resource().toRepresentation();
        change.accept(realm);
        resource().update(realm);
    }

    /** Adds a client for direct grants, with flows of its own. */
    void addClient(String clientId, Map<String, String> stockFlows) {
        ClientRepresentation client = new ClientRepresentation();
        client.setClientId(clientId);
        client.setPublicClient(true);
        client.setDirectAccessGrantsEnabled(true);
        resource().flows().getFlows().stream()
                .filter(flow -> stockFlows.containsValue(flow.getAlias()))
                .forEach(flow -> stockFlows.forEach((kind, alias) -> {
                    if (alias.equals(flow.getAlias())) {
                        client.setAuthenticationFlowBindingOverrides(Map.of(kind, flow.getId()));
                    }
                }));
        resource().clients().create(client).close();
    }

    /** Adds somebody whose password is the user name. */
    void addPerson(String userName) {
        resource().users().create(LimitedRealm.person(userName, userName)).close();
    }

    RealmResource resource() {
        return keycloak.realm(name);
    }

    /** What the log says of this realm's cap, the latest last. */
    List<String> said() {
        return keycloak.logText()
                .lines()
                .filter(line -> line.contains("SetUpCheck") && line.contains("Realm " + name + ":"))
                .toList();
    }

    @Override
    public void close() {
        resource().remove();
    }

    private AuthenticationExecutionInfoRepresentation step(String flow) {
        return resource().flows().getExecutions(flow).stream()
                .filter(execution -> "session-limit".equals(execution.getProviderId()))
                .findFirst()
                .orElseThrow();
    }
}
