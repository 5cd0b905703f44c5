package io.github.gatehouse.sessionlimit.keycloak;

import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;
import org.keycloak.util.TokenUtil;

/**
 * Has the sign-in page tell whose session was ended for a sign-in elsewhere ({@link EndedNotice}). Stands before the
 * form in a browser flow, asks nothing and always passes. As an alternative it stands before a page that comes before
 * the form: Keycloak's cookie is gone once such a page was sent.
 */
final class SessionLimitNoticeAuthenticator implements Authenticator {

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        AuthenticationSessionModel signIn = context.getAuthenticationSession();
        boolean silent = TokenUtil.hasPrompt(
                signIn.getClientNote(OIDCLoginProtocol.PROMPT_PARAM), OIDCLoginProtocol.PROMPT_VALUE_NONE);
        if (new EndedNotice(context.getSession()).begin(silent) && !silent) {
            comeAgain(context.getSession(), signIn, context.getExecution().getId());
        }
        goOn(context);
    }

    /** An alternative that succeeds would let in whoever it is. */
    private static void goOn(AuthenticationFlowContext context) {
        if (context.getExecution().isRequired()) {
            context.success();
        } else {
            context.attempted();
        }
    }

    /** Keycloak passes over a step that has succeeded; when the page is loaded again, this one has to tell it again. */
    private static void comeAgain(KeycloakSession session, AuthenticationSessionModel signIn, String execution) {
        session.getTransactionManager().enlistPrepare(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                signIn.setExecutionStatus(execution, ExecutionStatus.CHALLENGED);
            }

            @Override
            protected void rollbackImpl() {}
        });
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        goOn(context);
    }

    @Override
    public boolean requiresUser() {
        return false;
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
