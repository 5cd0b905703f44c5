package io.github.gatehouse.password.keycloak.credential;

import java.util.List;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.RequiredActionProviderModel.RequiredActionComparator;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Required actions that wait until a temporary password is replaced, although the realm's order puts them before
 * {@code UPDATE_PASSWORD}, as stock Keycloak's does with the profile, the e-mail address and the terms.
 *
 * <p>Keycloak takes the first action of a list that it makes itself, from what stands with the user and with the
 * sign-in. So the others are taken from there while a request runs and put back at its end, in the same transaction:
 * nothing is lost when the page is closed, and nobody else sees them missing.
 */
final class PostponedActions {

    private PostponedActions() {}

    /** Hides them for the rest of the request. Their triggers have run before that of {@code UPDATE_PASSWORD}. */
    static void hide(RequiredActionContext context) {
        UserModel user = context.getUser();
        AuthenticationSessionModel signIn = context.getAuthenticationSession();
        List<String> ofUser = user.getRequiredActionsStream()
                .filter(action -> comesFirst(context.getRealm(), action))
                .toList();
        List<String> ofSignIn = signIn.getRequiredActions().stream()
                .filter(action -> comesFirst(context.getRealm(), action))
                .toList();
        if (ofUser.isEmpty() && ofSignIn.isEmpty()) {
            return;
        }
        ofUser.forEach(user::removeRequiredAction);
        ofSignIn.forEach(signIn::removeRequiredAction);
        context.getSession().getTransactionManager().enlistPrepare(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                ofUser.forEach(user::addRequiredAction);
                ofSignIn.forEach(signIn::addRequiredAction);
            }

            @Override
            protected void rollbackImpl() {
                // They were never taken away.
            }
        });
    }

    private static boolean comesFirst(RealmModel realm, String alias) {
        RequiredActionProviderModel other = realm.getRequiredActionProviderByAlias(alias);
        RequiredActionProviderModel change =
                realm.getRequiredActionProviderByAlias(UserModel.RequiredAction.UPDATE_PASSWORD.name());
        return other != null && RequiredActionComparator.SINGLETON.compare(other, change) < 0;
    }
}
