package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.admission.AtLimit;
import io.github.gatehouse.sessionlimit.admission.BusyException;
import io.github.gatehouse.sessionlimit.admission.Decision;
import io.github.gatehouse.sessionlimit.keycloak.SignInAdmission.Outcome;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Keeps a user, a user's client and a realm at no more live sign-ins than their caps: at a cap the person chooses which
 * to end, the oldest end, or the sign-in is refused. Stands last in the flow, behind the cookie too. A browser that signs
 * in again for its own live session is untouched but by the cap of a client that the session does not have yet, and so is
 * every realm that does not bind the step.
 */
final class SessionLimitAuthenticator implements Authenticator {

    private static final Logger LOG = Logger.getLogger(SessionLimitAuthenticator.class);

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
        AuthenticationSessionModel authenticationSession = context.getAuthenticationSession();
        if (!SetUpCheck.canCount() || endsWithoutSession(authenticationSession)) {
            context.success();
            return;
        }
        SessionLimitConfig config = BoundSteps.tightest(
                context.getSession(), context.getRealm(), SessionLimitConfig.of(context.getAuthenticatorConfig()));
        boolean hasPage = !DIRECT_GRANT_PATH.equals(context.getFlowPath());
        AtLimit atLimit = hasPage ? config.atLimit() : config.atLimitWithoutPage();
        SessionCap cap = SessionCap.of(config, atLimit, authenticationSession.getClient());
        // Who shows the password again in the browser of a live session (prompt=login) needs no place.
        boolean atOnce = chosen.isEmpty() && !AuthenticatorUtil.isForcedReauthentication(authenticationSession);
        try {
            SignInAdmission admission = AuthenticatorUtil.isSSOAuthentication(authenticationSession)
                    ? ofFurtherClient(context, cap)
                    : ofNewSession(context, cap, atOnce);
            answer(context, admission.admit(atLimit, chosen), chosen, posted, hasPage);
        } catch (NoConnectionException e) {
            LOG.warnf(
                    "%s: a sign-in goes on without a place, and its session begins only if there is one",
                    e.getMessage());
            context.success();
        } catch (BusyException e) {
            context.forceChallenge(
                    hasPage
                            ? SessionLimitPages.busy(context)
                            : SessionLimitPages.busyWithoutForm(context.getSession()));
        }
    }

    /** What holds for this sign-in is left with it for whoever is asked later. */
    private static SignInAdmission ofFurtherClient(AuthenticationFlowContext context, SessionCap cap) {
        SessionCap ofClient = cap.ofClientOnly(cap.clientId());
        if (!ofClient.hasNone()) {
            ofClient.noteWithClient(context.getAuthenticationSession());
        }
        return admission(context, ofClient);
    }

    /**
     * The same, if the sign-in does not turn out to be one for a session that the browser has.
     *
     * @param atOnce whether it is held to its cap before it is looked for such a session, which is seldom there
     */
    private static SignInAdmission ofNewSession(AuthenticationFlowContext context, SessionCap cap, boolean atOnce) {
        SessionCap ofUser = cap.withUserLimit(UserLimit.of(context.getUser(), cap.userLimit()));
        SignInAdmission admission = admission(context, ofUser);
        if (atOnce) {
            admission.admitAtOnce();
        }
        if (hasOwnSession(context)) {
            admission.giveUp();
            return ofFurtherClient(context, cap);
        }
        ofUser.noteWith(context.getAuthenticationSession());
        return admission;
    }

    private static SignInAdmission admission(AuthenticationFlowContext context, SessionCap cap) {
        return new SignInAdmission(
                context.getSession(),
                context.getRealm(),
                context.getUser().getId(),
                context.getAuthenticationSession().getParentSession().getId(),
                cap);
    }

    private static void answer(
            AuthenticationFlowContext context, Outcome outcome, Set<String> chosen, boolean posted, boolean hasPage) {
        Decision decision = outcome.answer().decision();
        if (decision instanceof Decision.Ask ask) {
            // With too few left to choose from, others are just signing in: in a moment it is another question.
            context.forceChallenge(SessionLimitPages.choose(context, outcome, ask.toChoose(), chosen, posted)
                    .orElseGet(() -> SessionLimitPages.busy(context)));
        } else if (decision instanceof Decision.Deny deny) {
            // forceChallenge: failure and failureChallenge would count as a wrong password for brute-force protection,
            // and the password was right (keycloak/keycloak#44474).
            SignInDenial.record(
                    context.getEvent().clone().event(EventType.LOGIN).user(context.getUser()),
                    outcome,
                    deny.occupied());
            ClientModel client = context.getAuthenticationSession().getClient();
            context.forceChallenge(
                    hasPage
                            ? SessionLimitPages.denied(
                                    context.form(), context.getSession(), context.getUser(), client, outcome)
                            : SessionLimitPages.deniedWithoutPage(context.form(), client, outcome));
        } else {
            context.success();
        }
    }

    /** The link of a mail was opened in another browser than the one that asked for it: a page follows, no session. */
    private static boolean endsWithoutSession(AuthenticationSessionModel authenticationSession) {
        return authenticationSession.getAuthNote(AuthenticationManager.END_AFTER_REQUIRED_ACTIONS) != null;
    }

    /** The browser's session of this id is still live: at most it gets a further client. */
    private static boolean hasOwnSession(AuthenticationFlowContext context) {
        // A new session takes the id of the root authentication session (AuthenticationProcessor.attachSession), so
        // re-authentication (prompt=login) in the same browser finds its own.
        KeycloakSession session = context.getSession();
        RealmModel realm = context.getRealm();
        String id = context.getAuthenticationSession().getParentSession().getId();
        // No statement more than without us: Keycloak will ask again, and has the answer then.
        UserSessionModel own = session.sessions().getUserSession(realm, id);
        if (own == null) {
            return false;
        }
        if (own.getUser() != null && AuthenticationManager.isSessionValid(realm, own)) {
            return true;
        }
        // Keycloak would bring one that is over back to life, without inserting a row: past SignInFence.
        KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), session.getContext(), job -> {
            RealmModel jobRealm = job.getContext().getRealm();
            UserSessionModel over = job.sessions().getUserSession(jobRealm, id);
            if (over != null) {
                job.sessions().removeUserSession(jobRealm, over);
            }
        });
        return false;
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
