package io.github.gatehouse.it;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.Person;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** An app that shows a new code every half minute. */
final class AuthenticatorApp {

    private static final String SECRET = "a secret of twenty b";

    private AuthenticatorApp() {}

    /** From now on Keycloak asks this person of the shipped realm for a code. */
    static void setUp(KeycloakUnderTest keycloak, Person person) {
        UserRepresentation user = keycloak.realm().users().get(person.id()).toRepresentation();
        user.setCredentials(List.of(credential(null)));
        keycloak.realm().users().get(person.id()).update(user);
    }

    /**
     * What Keycloak keeps of it.
     *
     * @param label the name that the person has given it; null for none
     */
    static CredentialRepresentation credential(String label) {
        CredentialRepresentation app = new CredentialRepresentation();
        app.setType("otp");
        app.setUserLabel(label);
        app.setSecretData("{\"value\":\"" + SECRET + "\"}");
        app.setCredentialData(
                "{\"subType\":\"totp\",\"digits\":6,\"counter\":0,\"period\":30,\"algorithm\":\"HmacSHA1\"}");
        return app;
    }

    /** The code of now: RFC 6238, six digits. */
    static String code() {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "RAW"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(8)
                    .putLong(Instant.now().getEpochSecond() / 30)
                    .array());
            int number = ByteBuffer.wrap(hash).getInt(hash[19] & 0xf) & 0x7fffffff;
            return String.format("%06d", number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
