package io.github.gatehouse.password.keycloak.credential;

import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.hash.PasswordHashProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/** What the installed {@link PasswordExtension}s say about a user's password. */
public final class TemporaryPasswords {

    private TemporaryPasswords() {}

    /** The state of the user's stored password; {@link TemporaryPasswordState#NONE} if there is no password. */
    public static TemporaryPasswordState stateOf(KeycloakSession session, UserModel user) {
        return stateOf(session, stored(user));
    }

    /** The state of a stored password; {@link TemporaryPasswordState#NONE} for null. Of two answers the stricter. */
    static TemporaryPasswordState stateOf(KeycloakSession session, CredentialModel password) {
        if (password == null) {
            return TemporaryPasswordState.NONE;
        }
        return session.getAllProviders(PasswordExtension.class).stream()
                .map(extension -> extension.temporaryState(password))
                .max(Enum::compareTo)
                .orElse(TemporaryPasswordState.NONE);
    }

    /** Whether the user's password is a temporary one, expired or not, and is the given one. */
    public static boolean isCurrent(KeycloakSession session, RealmModel realm, UserModel user, String password) {
        CredentialModel stored = stored(user);
        return stateOf(session, stored) != TemporaryPasswordState.NONE && matches(session, stored, password);
    }

    /** Whether the realm can make a user choose a new password; without that a temporary one is good for nothing. */
    public static boolean canForceChange(RealmModel realm) {
        RequiredActionProviderModel action =
                realm.getRequiredActionProviderByAlias(UserModel.RequiredAction.UPDATE_PASSWORD.name());
        return action != null && action.isEnabled();
    }

    static boolean matches(KeycloakSession session, CredentialModel stored, String password) {
        PasswordCredentialModel read = PasswordCredentialModel.createFromCredentialModel(stored);
        PasswordHashProvider hash = session.getProvider(
                PasswordHashProvider.class, read.getPasswordCredentialData().getAlgorithm());
        return hash != null && hash.verify(password, read);
    }

    /** The user's password, or null. */
    static CredentialModel stored(UserModel user) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(PasswordCredentialModel.TYPE)
                .findFirst()
                .orElse(null);
    }
}
