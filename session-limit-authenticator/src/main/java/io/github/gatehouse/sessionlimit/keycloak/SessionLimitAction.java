package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.admission.BusyException;
import io.github.gatehouse.sessionlimit.admission.Decision;
import io.github.gatehouse.sessionlimit.admission.SignInGate.Answer;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.events.EventType;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Shows the page of a refused sign-in to whom the last place was given away while he was at a page behind the step (a
 * forced password change, a profile). Comes up only then, as the last of the required actions. In a realm that has not
 * registered it such a sign-in is refused as well, but with Keycloak's own error.
 */
final class SessionLimitAction implements RequiredActionProvider {

    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        context.getAuthenticationSession().removeRequiredAction(SessionLimitActionFactory.ID);
        if (refusal(context) != null) {
            context.getAuthenticationSession().addRequiredAction(SessionLimitActionFactory.ID);
        }
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        Answer refusal = refusal(context);
        if (refusal == null) {
            context.success();
            return;
        }
        int limit = cap(context).userLimit();
        SignInDenial.record(
                context.getEvent().clone().event(EventType.LOGIN).user(context.getUser()),
                limit,
                ((Decision.Deny) refusal.decision()).occupied());
        context.challenge(
                SessionLimitPages.denied(context.form(), context.getSession(), context.getUser(), limit, refusal));
    }

    @Override
    public void processAction(RequiredActionContext context) {
        requiredActionChallenge(context);
    }

    /** Null if the sign-in has a place, now at the latest; or if it cannot be told, which the session's begin decides. */
    private static Answer refusal(RequiredActionContext context) {
        SessionCap cap = cap(context);
        AuthenticationSessionModel authenticationSession = context.getAuthenticationSession();
        SignInAdmission admission = new SignInAdmission(
                context.getSession(),
                context.getRealm(),
                context.getUser().getId(),
                authenticationSession.getParentSession().getId());
        if (cap == null || cap.userLimit() <= 0 || cap.endsOldest() || admission.isOfThisRequest()) {
            return null;
        }
        try {
            Answer answer = admission.renew(cap.userLimit());
            if (answer.decision() instanceof Decision.Deny) {
                return answer;
            }
            admission.keepRenewed();
        } catch (BusyException e) {
            // Whoever is asked next decides.
        }
        return null;
    }

    private static SessionCap cap(RequiredActionContext context) {
        return SessionCap.notedWith(context.getAuthenticationSession()).orElse(null);
    }

    @Override
    public void close() {}
}
