package io.github.gatehouse.password.keycloak.credential;

import org.keycloak.credential.CredentialModel;
import org.keycloak.provider.Provider;

/**
 * Where other jars take part in what happens to passwords.
 *
 * <p>Keycloak has one provider {@code keycloak-password} and one required action {@code UPDATE_PASSWORD}; of two jars
 * that replace them one is switched off without a word. So this jar alone replaces them, and asks every extension that
 * is installed. Without one they do what stock Keycloak does.
 */
public interface PasswordExtension extends Provider {

    /**
     * Whether a stored password is a temporary one of this extension. Asked several times with each sign-in, so an
     * ordinary password is to be known without taking its data apart.
     *
     * @param password as stored, not null
     * @return never null; {@link TemporaryPasswordState#NONE} if the extension knows nothing about it
     */
    TemporaryPasswordState temporaryState(CredentialModel password);

    @Override
    default void close() {}
}
