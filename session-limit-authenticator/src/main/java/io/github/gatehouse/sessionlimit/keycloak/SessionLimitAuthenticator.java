package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.admission.Admission;
import io.github.gatehouse.sessionlimit.admission.AtLimit;
import io.github.gatehouse.sessionlimit.admission.Decision;
import io.github.gatehouse.sessionlimit.admission.LiveSignIn;
import io.github.gatehouse.sessionlimit.admission.SignInStore;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Keeps a user at no more live sign-ins than the cap: at the cap the person chooses which to end, the oldest end, or
 * the sign-in is refused. Stands last in the flow, behind the cookie too. A browser that signs in again for its own
 * live session is untouched, and so is every realm that does not bind the step.
 */
final class SessionLimitAuthenticator implements Authenticator {

    static final String SESSION_LIMIT_REACHED = "session_limit_reached";

    /** The path that Keycloak gives the direct grant's flow; every other one is shown in a browser. */
    private static final String DIRECT_GRANT_PATH = "token";

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        admit(context, Set.of(), false);
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        List<String> chosen =
                context.getHttpRequest().getDecodedFormParameters().get(SessionLimitPages.CHOSEN_FIELD);
        admit(context, chosen == null ? Set.of() : Set.copyOf(chosen), true);
    }

    private static void admit(AuthenticationFlowContext context, Set<String> chosen, boolean posted) {
        if (makesNoNewSession(context)) {
            context.success();
            return;
        }
        SessionLimitConfig config = SessionLimitConfig.of(context.getAuthenticatorConfig());
        boolean hasPage = !DIRECT_GRANT_PATH.equals(context.getFlowPath());
        AtLimit atLimit = hasPage ? config.atLimit() : config.atLimitWithoutPage();
        SignInStore store = new CountedSignIns(context.getSession(), context.getRealm(), context.getUser());
        List<LiveSignIn> live = store.live();

        Decision decision = Admission.decide(config.userLimit(), live, atLimit, chosen);
        if (decision instanceof Decision.End end) {
            store.end(end.ids());
            context.success();
        } else if (decision instanceof Decision.Ask ask) {
            context.forceChallenge(
                    SessionLimitPages.choose(context, config.userLimit(), live, ask.toEnd(), chosen, posted));
        } else if (decision instanceof Decision.Deny) {
            deny(context, config.userLimit(), live, hasPage);
        } else {
            context.success();
        }
    }

    /**
     * Single sign-on; or the browser's session of this id is still live; or the link of a mail was opened in another
     * browser than the one that asked for it, where the flow ends with a page and not with a session.
     */
    private static boolean makesNoNewSession(AuthenticationFlowContext context) {
        AuthenticationSessionModel authenticationSession = context.getAuthenticationSession();
        if (AuthenticatorUtil.isSSOAuthentication(authenticationSession)
                || authenticationSession.getAuthNote(AuthenticationManager.END_AFTER_REQUIRED_ACTIONS) != null) {
            return true;
        }
        // A new session takes the id of the root authentication session (AuthenticationProcessor.attachSession), so
        // re-authentication (prompt=login) in the same browser finds its own.
        RealmModel realm = context.getRealm();
        UserSessionModel own = context.getSession()
                .sessions()
                .getUserSession(realm, authenticationSession.getParentSession().getId());
        return own != null && own.getUser() != null && AuthenticationManager.isSessionValid(realm, own);
    }

    /**
     * Refuses by {@code forceChallenge}: {@code failure} and {@code failureChallenge} would count as a wrong password
     * for brute-force protection, and the password was right (keycloak/keycloak#44474).
     */
    private static void deny(AuthenticationFlowContext context, int limit, List<LiveSignIn> live, boolean hasPage) {
        context.getEvent()
                .clone()
                .event(EventType.LOGIN)
                .user(context.getUser())
                .detail("limit_scope", "user")
                .detail("limit", String.valueOf(limit))
                .detail("live", String.valueOf(live.size()))
                .error(SESSION_LIMIT_REACHED);
        Response refusal = hasPage
                ? SessionLimitPages.denied(context, limit, live)
                : SessionLimitPages.deniedWithoutPage(context, limit);
        context.forceChallenge(refusal);
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
