package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.localserver.LimitedRealm;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.admin.client.resource.OrganizationResource;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.AuthenticatorConfigRepresentation;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.EventRepresentation;
import org.keycloak.representations.idm.IdentityProviderRepresentation;
import org.keycloak.representations.idm.OrganizationDomainRepresentation;
import org.keycloak.representations.idm.OrganizationRepresentation;
import org.keycloak.representations.idm.PartialImportRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** The shipped realm with an organization in it, and people with an agent ID. */
final class OrganizationRealm implements AutoCloseable {

    static final String DOMAIN = "north.example";
    static final String USER_NAME = "mquist";
    static final String AGENT_ID = "4711";
    /** That of two people. */
    static final String TWINS_ID = "4712";

    /** Where a complete sign-in leads is any page: that of the realm. */
    static final String APPLICATION = "application";

    private static final String NAME = "with-organizations";

    private final KeycloakUnderTest keycloak;
    private final OrganizationResource north;
    private final RealmRepresentation asMade;
    private final SignInNotice notice;
    /** What steps were set to before a test has set them, by the id of their configuration. */
    private final Map<String, Map<String, String>> configured = new HashMap<>();

    private OrganizationRealm(KeycloakUnderTest keycloak) {
        this.keycloak = keycloak;
        this.north = organization("north", DOMAIN);
        this.asMade = resource().toRepresentation();
        this.notice = new SignInNotice(resource());
    }

    static OrganizationRealm make(KeycloakUnderTest keycloak) throws IOException {
        RealmRepresentation realm = GalleryRealm.shippedAs(NAME);
        realm.setOrganizationsEnabled(true);
        realm.setEventsEnabled(true);
        realm.setSmtpServer(keycloak.realm().toRepresentation().getSmtpServer());
        realm.setUsers(people());
        ClientRepresentation application = new ClientRepresentation();
        application.setClientId(APPLICATION);
        application.setPublicClient(true);
        application.setRedirectUris(List.of("*"));
        realm.setClients(List.of(application));
        keycloak.admin().realms().create(realm);
        return new OrganizationRealm(keycloak);
    }

    private static List<UserRepresentation> people() {
        return List.of(person(USER_NAME, AGENT_ID), person("first-twin", TWINS_ID), person("second-twin", TWINS_ID));
    }

    /** As it was made, with other people of the same names. */
    void reset() {
        resource()
                .users()
                .list()
                .forEach(person -> resource().users().get(person.getId()).remove());
        resource().organizations().list(null, null).stream()
                .map(OrganizationRepresentation::getId)
                .filter(id -> !id.equals(north.toRepresentation().getId()))
                .forEach(id -> resource().organizations().get(id).delete().close());
        configured.forEach(this::setStep);
        configured.clear();
        notice.takeAway();
        resource().update(asMade);
        // Two people come to one agent ID by an import only.
        PartialImportRepresentation people = new PartialImportRepresentation();
        people.setIfResourceExists(PartialImportRepresentation.Policy.FAIL.name());
        people.setUsers(people());
        try (Response imported = resource().partialImport(people)) {
            assertThat(imported.getStatus()).isEqualTo(200);
        }
        resource().clearEvents();
    }

    static UserRepresentation person(String userName, String agentId) {
        UserRepresentation person = LimitedRealm.person(userName, People.PASSWORD);
        person.singleAttribute("agentId", agentId);
        return person;
    }

    String url() {
        return keycloak.baseUrl() + "/realms/" + NAME;
    }

    RealmResource resource() {
        return keycloak.realm(NAME);
    }

    OrganizationResource north() {
        return north;
    }

    SignInNotice notice() {
        return notice;
    }

    List<EventRepresentation> events(String type) {
        return resource().getEvents(List.of(type), null, null, null, null, null, null, null);
    }

    List<String> userNames(String type) {
        return events(type).stream()
                .map(event -> event.getDetails().get("username"))
                .toList();
    }

    void change(Consumer<RealmRepresentation> change) {
        RealmRepresentation realm = resource().toRepresentation();
        change.accept(realm);
        resource().update(realm);
    }

    /** A step, and those that share its configuration. */
    void configure(String provider, Map<String, String> settings) {
        resource().flows().getExecutions("gatehouse browser").stream()
                .filter(step -> provider.equals(step.getProviderId()))
                .map(step -> resource().flows().getAuthenticatorConfig(step.getAuthenticationConfig()))
                .forEach(config -> {
                    configured.putIfAbsent(config.getId(), config.getConfig());
                    setStep(config.getId(), settings);
                });
    }

    private void setStep(String configId, Map<String, String> settings) {
        AuthenticatorConfigRepresentation config = resource().flows().getAuthenticatorConfig(configId);
        config.setConfig(settings);
        resource().flows().updateAuthenticatorConfig(configId, config);
    }

    String id(String userName) {
        return resource().users().searchByUsername(userName, true).get(0).getId();
    }

    OrganizationResource organization(String name, String domain) {
        OrganizationRepresentation organization = new OrganizationRepresentation();
        organization.setName(name);
        organization.setAlias(name);
        organization.addDomain(new OrganizationDomainRepresentation(domain));
        try (Response response = resource().organizations().create(organization)) {
            return resource().organizations().get(CreatedResponseUtil.getCreatedId(response));
        }
    }

    /** People of the organization go there, and this one is one of them. */
    void leadsTo(IdentityProviderRealm elsewhere, String person) {
        north.members().addMember(person).close();
        IdentityProviderRepresentation provider =
                resource().identityProviders().get(elsewhere.name()).toRepresentation();
        provider.getConfig().put("kc.org.domain", DOMAIN);
        provider.getConfig().put("kc.org.broker.redirect.mode.email-matches", "true");
        resource().identityProviders().get(elsewhere.name()).update(provider);
        north.identityProviders().addIdentityProvider(elsewhere.name()).close();
    }

    @Override
    public void close() {
        resource().remove();
    }
}
