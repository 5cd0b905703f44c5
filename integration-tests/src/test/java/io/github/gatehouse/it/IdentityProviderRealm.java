package io.github.gatehouse.it;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import java.util.List;
import java.util.Map;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.IdentityProviderRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** A second realm at which somebody can sign in to the shipped one, until it is closed. */
final class IdentityProviderRealm implements AutoCloseable {

    /** Of the one person there. */
    static final String PASSWORD = "at-elsewhere-1";

    private static final String NAME = "elsewhere";

    private final KeycloakUnderTest keycloak;

    private IdentityProviderRealm(KeycloakUnderTest keycloak) {
        this.keycloak = keycloak;
    }

    /** Makes it, with somebody of that user name. */
    static IdentityProviderRealm make(KeycloakUnderTest keycloak, String userName) {
        ClientRepresentation client = new ClientRepresentation();
        client.setClientId(KeycloakUnderTest.REALM);
        client.setSecret("between the two realms");
        client.setRedirectUris(List.of("*"));
        CredentialRepresentation password = new CredentialRepresentation();
        password.setType(CredentialRepresentation.PASSWORD);
        password.setValue(PASSWORD);
        UserRepresentation user = new UserRepresentation();
        user.setUsername(userName);
        user.setFirstName("Mara");
        user.setLastName("Quist");
        user.setEmail(userName + "@elsewhere.example");
        user.setEnabled(true);
        user.setCredentials(List.of(password));
        RealmRepresentation realm = new RealmRepresentation();
        realm.setRealm(NAME);
        realm.setEnabled(true);
        realm.setClients(List.of(client));
        realm.setUsers(List.of(user));
        keycloak.admin().realms().create(realm);

        String endpoints = keycloak.baseUrl() + "/realms/" + NAME + "/protocol/openid-connect/";
        IdentityProviderRepresentation provider = new IdentityProviderRepresentation();
        provider.setAlias(NAME);
        provider.setProviderId("oidc");
        provider.setEnabled(true);
        provider.setConfig(Map.of(
                "clientId",
                client.getClientId(),
                "clientSecret",
                client.getSecret(),
                "authorizationUrl",
                endpoints + "auth",
                "tokenUrl",
                endpoints + "token",
                "defaultScope",
                "openid profile email"));
        keycloak.realm().identityProviders().create(provider).close();
        return new IdentityProviderRealm(keycloak);
    }

    /** Of the realm, and on the link in the sign-in page. */
    String name() {
        return NAME;
    }

    @Override
    public void close() {
        keycloak.realm().identityProviders().get(NAME).remove();
        keycloak.realm(NAME).remove();
    }
}
