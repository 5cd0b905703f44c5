package io.github.gatehouse.temporarypassword.keycloak;

import io.github.gatehouse.password.keycloak.credential.DirectGrantRefusal;
import io.github.gatehouse.password.keycloak.credential.TemporaryPasswordState;
import io.github.gatehouse.password.keycloak.credential.TemporaryPasswords;
import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Makes whoever signs in with a temporary password choose a new one before anything else, and refuses a direct grant
 * with one as if the password were wrong.
 *
 * <p>Stands behind the password in the browser and the direct grant flow. The password check has done its part before;
 * this is the step that shows it in the flow, and it meets a password that has expired since. Everybody with an ordinary
 * password, or who came in without one, passes untouched.
 */
final class TemporaryPasswordAuthenticator implements Authenticator {

    /** Flow path of the direct grant, whose caller is a program and wants no page. */
    private static final String DIRECT_GRANT = "token";

    private static final String EXPIRED = "temporaryPasswordExpired";

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        TemporaryPasswordState state = AuthenticatorUtil.isPasswordValidated(context.getAuthenticationSession())
                ? TemporaryPasswords.stateOf(context.getSession(), context.getUser())
                : TemporaryPasswordState.NONE;
        if (state == TemporaryPasswordState.NONE) {
            context.success();
        } else if (DIRECT_GRANT.equals(context.getFlowPath())) {
            // Forced, because any other refusal counts as a wrong password and in the end locks the person out.
            context.forceChallenge(DirectGrantRefusal.report(context.getEvent(), context.getUser()));
        } else if (state == TemporaryPasswordState.ACTIVE && TemporaryPasswords.canForceChange(context.getRealm())) {
            context.getUser().addRequiredAction(UserModel.RequiredAction.UPDATE_PASSWORD);
            context.success();
        } else {
            context.getEvent().user(context.getUser()).error(Errors.INVALID_USER_CREDENTIALS);
            context.failure(
                    AuthenticationFlowError.INVALID_CREDENTIALS,
                    context.form().setError(EXPIRED).createErrorPage(Response.Status.UNAUTHORIZED));
        }
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        authenticate(context);
    }

    @Override
    public boolean requiresUser() {
        return true;
    }

    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return true;
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {}

    @Override
    public void close() {}
}
