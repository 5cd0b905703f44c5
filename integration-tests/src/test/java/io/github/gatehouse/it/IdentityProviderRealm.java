package io.github.gatehouse.it;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.localserver.LimitedRealm;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.FederatedIdentityRepresentation;
import org.keycloak.representations.idm.IdentityProviderRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** A second realm at which somebody can sign in to the shipped one, or to another, until it is closed. */
final class IdentityProviderRealm implements AutoCloseable {

    /** Of the one person there. */
    static final String PASSWORD = "at-elsewhere-1";

    private static final String NAME = "elsewhere";

    private final KeycloakUnderTest keycloak;
    private final RealmResource here;
    private final Protocol protocol;

    private IdentityProviderRealm(KeycloakUnderTest keycloak, RealmResource here, Protocol protocol) {
        this.keycloak = keycloak;
        this.here = here;
        this.protocol = protocol;
    }

    /** The language that the two realms speak with each other. */
    enum Protocol {
        OIDC {
            @Override
            ClientRepresentation client(KeycloakUnderTest keycloak) {
                ClientRepresentation client = new ClientRepresentation();
                client.setClientId(KeycloakUnderTest.REALM);
                client.setSecret("between the two realms");
                return client;
            }

            @Override
            Map<String, String> provider(String realmUrl, ClientRepresentation client) {
                String endpoints = realmUrl + "/protocol/openid-connect/";
                return Map.of(
                        "clientId",
                        client.getClientId(),
                        "clientSecret",
                        client.getSecret(),
                        "authorizationUrl",
                        endpoints + "auth",
                        "tokenUrl",
                        endpoints + "token",
                        "defaultScope",
                        "openid profile email");
            }

            @Override
            String idOf(UserRepresentation user) {
                return user.getId();
            }
        },

        SAML {
            @Override
            ClientRepresentation client(KeycloakUnderTest keycloak) {
                ClientRepresentation client = new ClientRepresentation();
                client.setClientId(keycloak.realmUrl());
                client.setProtocol("saml");
                client.setAttributes(Map.of(
                        "saml.client.signature", "false",
                        "saml.force.post.binding", "true",
                        "saml_force_name_id_format", "true",
                        "saml_name_id_format", "username"));
                return client;
            }

            @Override
            Map<String, String> provider(String realmUrl, ClientRepresentation client) {
                return Map.of(
                        "entityId",
                        client.getClientId(),
                        "singleSignOnServiceUrl",
                        realmUrl + "/protocol/saml",
                        "nameIDPolicyFormat",
                        "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
                        "postBindingResponse",
                        "true",
                        "postBindingAuthnRequest",
                        "true");
            }

            @Override
            String idOf(UserRepresentation user) {
                return user.getUsername();
            }
        };

        /** What the shipped realm is to the other one. */
        abstract ClientRepresentation client(KeycloakUnderTest keycloak);

        /** What the other realm is to the shipped one. */
        abstract Map<String, String> provider(String realmUrl, ClientRepresentation client);

        /** By which the other realm names somebody. */
        abstract String idOf(UserRepresentation user);
    }

    /** Makes it, with somebody of that user name. */
    static IdentityProviderRealm make(KeycloakUnderTest keycloak, String userName) {
        return make(keycloak, userName, Protocol.OIDC);
    }

    /** The same in the language of choice. */
    static IdentityProviderRealm make(KeycloakUnderTest keycloak, String userName, Protocol protocol) {
        return make(keycloak, keycloak.realm(), userName, protocol);
    }

    /** The same for another realm than the shipped one; by OIDC. */
    static IdentityProviderRealm make(KeycloakUnderTest keycloak, RealmResource here, String userName) {
        return make(keycloak, here, userName, Protocol.OIDC);
    }

    private static IdentityProviderRealm make(
            KeycloakUnderTest keycloak, RealmResource here, String userName, Protocol protocol) {
        ClientRepresentation client = protocol.client(keycloak);
        client.setRedirectUris(List.of("*"));
        UserRepresentation user = LimitedRealm.person(userName, PASSWORD);
        user.setEmail(userName + "@elsewhere.example");
        RealmRepresentation realm = new RealmRepresentation();
        realm.setRealm(NAME);
        realm.setEnabled(true);
        realm.setClients(List.of(client));
        realm.setUsers(List.of(user));
        keycloak.admin().realms().create(realm);

        IdentityProviderRepresentation provider = new IdentityProviderRepresentation();
        provider.setAlias(NAME);
        provider.setProviderId(protocol.name().toLowerCase(Locale.ROOT));
        provider.setEnabled(true);
        provider.setConfig(protocol.provider(keycloak.baseUrl() + "/realms/" + NAME, client));
        here.identityProviders().create(provider).close();
        return new IdentityProviderRealm(keycloak, here, protocol);
    }

    /** The flow that follows in the shipped realm when somebody comes from there. */
    void followedBy(String flow) {
        IdentityProviderRepresentation provider =
                here.identityProviders().get(NAME).toRepresentation();
        provider.setPostBrokerLoginFlowAlias(flow);
        here.identityProviders().get(NAME).update(provider);
    }

    /** The flow that a first sign-in from there takes here. */
    void precededBy(String flow) {
        IdentityProviderRepresentation provider =
                here.identityProviders().get(NAME).toRepresentation();
        provider.setFirstBrokerLoginFlowAlias(flow);
        here.identityProviders().get(NAME).update(provider);
    }

    /** From now on the person there is this one here, without being asked at the first sign-in. */
    void link(Person person) {
        UserRepresentation there = keycloak.realm(NAME)
                .users()
                .searchByUsername(person.userName(), true)
                .get(0);
        FederatedIdentityRepresentation link = new FederatedIdentityRepresentation();
        link.setIdentityProvider(NAME);
        link.setUserId(protocol.idOf(there));
        link.setUserName(there.getUsername());
        here.users().get(person.id()).addFederatedIdentity(NAME, link).close();
    }

    /** Of the realm, and on the link in the sign-in page. */
    String name() {
        return NAME;
    }

    @Override
    public void close() {
        here.identityProviders().get(NAME).remove();
        keycloak.realm(NAME).remove();
    }
}
