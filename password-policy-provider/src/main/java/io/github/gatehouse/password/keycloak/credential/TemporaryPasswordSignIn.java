package io.github.gatehouse.password.keycloak.credential;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator;
import org.keycloak.credential.CredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Which temporary password a sign-in was begun with. It may wait at "Choose a new password" while the owner, or an
 * administrator, sets another one; then it is worth nothing any more, or whoever guessed the old one could replace the
 * new one.
 */
final class TemporaryPasswordSignIn {

    private static final String BEGUN_WITH = "gatehouse.temporary-password.begun-with";

    private TemporaryPasswordSignIn() {}

    /** @param signIn null where a password is checked without a sign-in */
    static void began(AuthenticationSessionModel signIn, CredentialModel password) {
        if (signIn != null) {
            signIn.setAuthNote(BEGUN_WITH, fingerprint(password));
        }
    }

    /** Whether a sign-in was begun with a temporary password and has neither set nor proved another since. */
    static boolean hasBegun(AuthenticationSessionModel signIn) {
        return signIn.getAuthNote(BEGUN_WITH) != null;
    }

    /**
     * The sign-in has set another password itself, or proved one.
     *
     * @param signIn null where a password is checked without a sign-in
     */
    static void goesOnWithAnotherPassword(AuthenticationSessionModel signIn) {
        if (signIn != null) {
            signIn.removeAuthNote(BEGUN_WITH);
        }
    }

    /**
     * Whether the sign-in was begun with a temporary password that has been replaced since.
     *
     * @param stored the user's password of now, null for none
     */
    static boolean isOutdated(AuthenticationSessionModel signIn, CredentialModel stored) {
        String begunWith = signIn.getAuthNote(BEGUN_WITH);
        return begunWith != null && (stored == null || !begunWith.equals(fingerprint(stored)));
    }

    /**
     * Whether the password is asked for to link an account at an identity provider with the user. The link is made
     * before any required action, and would let its owner in when the temporary password is long gone.
     *
     * @param signIn null where a password is checked without a sign-in
     */
    static boolean linksIdentityProvider(AuthenticationSessionModel signIn) {
        return signIn != null && signIn.getAuthNote(AbstractIdpAuthenticator.BROKERED_CONTEXT_NOTE) != null;
    }

    /** Of hash and salt: the time of issue has only seconds, and the id stays when a password is issued again. */
    private static String fingerprint(CredentialModel password) {
        try {
            byte[] secret = password.getSecretData().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(secret));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
