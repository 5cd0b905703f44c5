package io.github.gatehouse.password.keycloak.credential;

import org.keycloak.credential.CredentialInput;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.PasswordCredentialProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Keycloak's password check, with temporary passwords: one lets its owner in only to choose another, and an expired one
 * is refused as a wrong one is, in the same time.
 *
 * <p>Stands wherever stock Keycloak checks a password. An ordinary password is stock's alone to check.
 */
final class ExtensiblePasswordCredentialProvider extends PasswordCredentialProvider {

    private final PasswordCredentialProvider stock;

    /** @param stock checks ordinary passwords; it alone keeps the metrics, whose fields are private there */
    ExtensiblePasswordCredentialProvider(KeycloakSession session, PasswordCredentialProvider stock) {
        super(session, null, false, false, false, false, false);
        this.stock = stock;
    }

    @Override
    public boolean isValid(RealmModel realm, UserModel user, CredentialInput input) {
        CredentialModel stored = TemporaryPasswords.stored(user);
        TemporaryPasswordState state = TemporaryPasswords.stateOf(session, stored);
        AuthenticationSessionModel signIn = session.getContext().getAuthenticationSession();
        if (state == TemporaryPasswordState.NONE || input.getChallengeResponse() == null) {
            boolean valid = stock.isValid(realm, user, input);
            if (valid) {
                TemporaryPasswordSignIn.goesOnWithAnotherPassword(signIn);
            }
            return valid;
        }
        // Not stock's check: after a right password it may hash anew, by the realm's changed policy, and then writes
        // the credential's data without the mark that makes it a temporary one.
        // The hash comes first, so that an expired password takes as long as a wrong one.
        boolean usable = TemporaryPasswords.matches(session, stored, input.getChallengeResponse())
                && state == TemporaryPasswordState.ACTIVE
                && TemporaryPasswords.canForceChange(realm)
                // Or stock's "Account disabled" would tell the caller that it is the right one.
                && (user.isEnabled() || !DirectGrantRefusal.isAskedFor(session))
                && !TemporaryPasswordSignIn.linksIdentityProvider(signIn);
        if (usable) {
            // Each time: an administrator who saves the user without required actions must not make it permanent.
            user.addRequiredAction(UserModel.RequiredAction.UPDATE_PASSWORD);
            TemporaryPasswordSignIn.began(signIn, stored);
        }
        return usable;
    }

    /**
     * Every way of changing a password by its text comes here: forced change, link, account console, administrator. A
     * first password changes nothing and is told to nobody.
     */
    @Override
    public boolean updateCredential(RealmModel realm, UserModel user, CredentialInput input) {
        boolean hadOne = getPassword(realm, user) != null;
        boolean updated = super.updateCredential(realm, user, input);
        if (updated && hadOne) {
            PasswordChangedMail.tellOwner(session, realm, user);
        }
        return updated;
    }
}
