package io.github.gatehouse.password.keycloak.credential;

import io.github.gatehouse.password.keycloak.RealmPasswordPolicies;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.authentication.requiredactions.UpdatePassword;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Keycloak's required action {@code UPDATE_PASSWORD}, with a page that lists the realm's rules and names every one the
 * new password breaks.
 *
 * <p>Comes after the sign-in with a temporary password, from the link of a forgotten one, and from the account console.
 * A realm that names none of this bundle's policies sees stock's page and behaviour.
 */
public final class ChooseNewPassword extends UpdatePassword {

    private static final String SIGN_OUT_ELSEWHERE = "logout-sessions";
    private static final String EXPIRED = "temporaryPasswordExpired";
    private static final String REPLACED = "temporaryPasswordReplaced";

    /** Of two factories of one id the one with the higher number is taken; stock's is 0. */
    @Override
    public int order() {
        return 10;
    }

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return new ChooseNewPassword();
    }

    /**
     * Second line behind the password check: whoever came in by a temporary password has to change it,
     * before any other action.
     *
     * @throws org.keycloak.services.CorsErrorResponseException in a direct grant whose flow lacks the step {@code
     *     temporary-password}: the last moment before Keycloak says that the account is not fully set up
     */
    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        super.evaluateTriggers(context);
        boolean temporary = temporaryStateOfSignIn(context) != TemporaryPasswordState.NONE;
        if (!temporary && !TemporaryPasswordSignIn.hasBegun(context.getAuthenticationSession())) {
            return; // As with nearly every sign-in, without taking the password's data apart once more.
        }
        if (temporary && DirectGrantRefusal.isAskedFor(context.getSession())) {
            throw DirectGrantRefusal.asException(context.getEvent(), context.getUser());
        }
        if (isOutdated(context)) {
            // Of this sign-in and not of the user, who has nothing left to do.
            context.getAuthenticationSession().addRequiredAction(UserModel.RequiredAction.UPDATE_PASSWORD);
            PostponedActions.hide(context);
        } else if (temporary) {
            context.getUser().addRequiredAction(UserModel.RequiredAction.UPDATE_PASSWORD);
            PostponedActions.hide(context);
        }
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        if (isOutdated(context)) {
            context.challenge(refusal(context, REPLACED));
        } else if (temporaryStateOfSignIn(context) == TemporaryPasswordState.EXPIRED) {
            context.challenge(refusal(context, EXPIRED));
        } else if (realmAsksForOurs(context)) {
            context.challenge(page(context, true));
        } else {
            super.requiredActionChallenge(context);
        }
    }

    @Override
    public void processAction(RequiredActionContext context) {
        boolean outdated = isOutdated(context);
        if (outdated || temporaryStateOfSignIn(context) == TemporaryPasswordState.EXPIRED) {
            // The page was opened in time and is sent too late.
            context.getEvent().clone().event(EventType.UPDATE_CREDENTIAL_ERROR).error(Errors.EXPIRED_CODE);
            context.challenge(refusal(context, outdated ? REPLACED : EXPIRED));
            return;
        }
        change(context);
        if (context.getStatus() == RequiredActionContext.Status.SUCCESS) {
            TemporaryPasswordSignIn.goesOnWithAnotherPassword(context.getAuthenticationSession());
        }
    }

    private void change(RequiredActionContext context) {
        if (!realmAsksForOurs(context)) {
            super.processAction(context);
            return;
        }
        // Stock ends the other sessions before it knows whether the new password is accepted.
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        boolean signOutElsewhere = form.remove(SIGN_OUT_ELSEWHERE) != null;
        super.processAction(context);
        if (context.getStatus() == RequiredActionContext.Status.CHALLENGE) {
            // Stock has put its findings into the form, of which there is one a request; only the page is another.
            context.challenge(page(context, signOutElsewhere));
        } else if (context.getStatus() == RequiredActionContext.Status.SUCCESS && signOutElsewhere) {
            AuthenticatorUtil.logoutOtherSessions(context);
        }
    }

    /**
     * The state of the password this sign-in was made with. One that comes from the link of a forgotten password was
     * not made with a password at all, so that an expired one does not stand in its way.
     */
    private static TemporaryPasswordState temporaryStateOfSignIn(RequiredActionContext context) {
        return AuthenticatorUtil.isPasswordValidated(context.getAuthenticationSession())
                ? TemporaryPasswords.stateOf(context.getSession(), context.getUser())
                : TemporaryPasswordState.NONE;
    }

    private static boolean realmAsksForOurs(RequiredActionContext context) {
        return new RealmPasswordPolicies(context.getSession(), context.getRealm()).nameOneOfOurs();
    }

    private static Response page(RequiredActionContext context, boolean signOutElsewhere) {
        LoginFormsProvider form = context.form();
        new PasswordRuleLines(context.getSession(), context.getRealm()).show(form, context.getUser());
        return form.setAttribute("username", context.getUser().getUsername())
                .setAttribute("temporaryPassword", temporaryStateOfSignIn(context) == TemporaryPasswordState.ACTIVE)
                .setAttribute("signOutElsewhere", signOutElsewhere)
                .createForm("choose-password.ftl");
    }

    private static boolean isOutdated(RequiredActionContext context) {
        AuthenticationSessionModel signIn = context.getAuthenticationSession();
        // Whoever knew the ordinary password that a temporary one has replaced must not choose its successor.
        return temporaryStateOfSignIn(context) != TemporaryPasswordState.NONE
                        && !TemporaryPasswordSignIn.hasBegun(signIn)
                || TemporaryPasswordSignIn.isOutdated(signIn, TemporaryPasswords.stored(context.getUser()));
    }

    private static Response refusal(RequiredActionContext context, String message) {
        return context.form().setError(message).createErrorPage(Response.Status.BAD_REQUEST);
    }
}
