package io.github.gatehouse.it;

import io.github.gatehouse.it.support.Http;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.Person;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.keycloak.representations.idm.FederatedIdentityRepresentation;
import org.keycloak.representations.idm.IdentityProviderRepresentation;

/** Somebody whom the shipped realm believes who a person is, by signed tokens (RFC 7523), until it is closed. */
final class TrustedIssuer implements AutoCloseable {

    private static final String NAME = "staff-directory";
    private static final String ADDRESS = "https://" + NAME + ".example";

    private final KeycloakUnderTest keycloak;
    private final Person person;
    private final KeyPair keys;

    private TrustedIssuer(KeycloakUnderTest keycloak, Person person, KeyPair keys) {
        this.keycloak = keycloak;
        this.person = person;
        this.keys = keys;
    }

    /** Makes one that knows that person by the user name. */
    static TrustedIssuer of(KeycloakUnderTest keycloak, Person person) {
        try {
            KeyPair keys = KeyPairGenerator.getInstance("RSA").generateKeyPair();
            IdentityProviderRepresentation provider = new IdentityProviderRepresentation();
            provider.setAlias(NAME);
            provider.setProviderId("jwt-authorization-grant");
            provider.setEnabled(true);
            provider.setConfig(Map.of(
                    "issuer",
                    ADDRESS,
                    "jwtAuthorizationGrantEnabled",
                    "true",
                    "publicKeySignatureVerifier",
                    "-----BEGIN PUBLIC KEY-----\n"
                            + Base64.getMimeEncoder()
                                    .encodeToString(keys.getPublic().getEncoded())
                            + "\n-----END PUBLIC KEY-----"));
            keycloak.realm().identityProviders().create(provider).close();
            FederatedIdentityRepresentation link = new FederatedIdentityRepresentation();
            link.setIdentityProvider(NAME);
            link.setUserId(person.userName());
            link.setUserName(person.userName());
            keycloak.realm()
                    .users()
                    .get(person.id())
                    .addFederatedIdentity(NAME, link)
                    .close();
            return new TrustedIssuer(keycloak, person, keys);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Attributes of a client that may come with its tokens. */
    Map<String, String> trustedBy() {
        return Map.of("oauth2.jwt.authorization.grant.enabled", "true", "oauth2.jwt.authorization.grant.idp", NAME);
    }

    /** A token that is good for a minute, and once. */
    String assertion() {
        long now = Instant.now().getEpochSecond();
        String signed = part(Map.of("alg", "RS256", "typ", "JWT"))
                + "."
                + part(Map.of(
                        "iss",
                        ADDRESS,
                        "sub",
                        person.userName(),
                        "aud",
                        keycloak.realmUrl(),
                        "jti",
                        UUID.randomUUID().toString(),
                        "iat",
                        now,
                        "exp",
                        now + 60));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + encoded(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(Object content) {
        return encoded(Http.write(content).getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        keycloak.realm().identityProviders().get(NAME).remove();
    }
}
