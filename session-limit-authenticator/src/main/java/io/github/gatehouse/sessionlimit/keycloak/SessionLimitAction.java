package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.admission.BusyException;
import io.github.gatehouse.sessionlimit.admission.Decision;
import io.github.gatehouse.sessionlimit.keycloak.SignInAdmission.Outcome;
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
        Outcome refusal = refusal(context);
        if (refusal == null) {
            context.success();
            return;
        }
        SignInDenial.record(
                context.getEvent().clone().event(EventType.LOGIN).user(context.getUser()),
                refusal,
                ((Decision.Deny) refusal.answer().decision()).occupied());
        context.challenge(SessionLimitPages.denied(
                context.form(),
                context.getSession(),
                context.getUser(),
                context.getAuthenticationSession().getClient(),
                refusal));
    }

    @Override
    public void processAction(RequiredActionContext context) {
        requiredActionChallenge(context);
    }

    /** Null if the sign-in has a place, now at the latest; or if it cannot be told, which the session's begin decides. */
    private static Outcome refusal(RequiredActionContext context) {
        AuthenticationSessionModel authenticationSession = context.getAuthenticationSession();
        SessionCap cap = SessionCap.notedWith(authenticationSession).orElse(null);
        if (cap == null || !cap.needsPlace()) {
            return null;
        }
        SignInAdmission admission = new SignInAdmission(
                context.getSession(),
                context.getRealm(),
                context.getUser().getId(),
                authenticationSession.getParentSession().getId(),
                cap);
        if (admission.isOfThisRequest()) {
            return null;
        }
        try {
            Outcome outcome = admission.renew();
            if (!outcome.isAdmitted()) {
                return outcome;
            }
            admission.keepRenewed();
        } catch (BusyException | NoConnectionException e) {
            // Whoever is asked next decides.
        }
        return null;
    }

    @Override
    public void close() {}
}
