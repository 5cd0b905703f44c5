package io.github.gatehouse.signin.keycloak;

import static org.keycloak.authentication.authenticators.resetcred.ResetCredentialChooseUser.RESET_CREDENTIAL_USER_CHOSEN;

import io.github.gatehouse.signin.SignInSettings;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.WebAuthnConstants;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.FlowStatus;
import org.keycloak.authentication.authenticators.browser.UsernamePasswordForm;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.events.Details;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Stock's user name and password form, which also takes an agent ID, remembers the typed name in the browser, and asks
 * for the box under the organization's notice where the page has one.
 * Stands where stock's form stands in a browser flow. Password check, brute-force protection, events and passkeys are
 * stock's.
 *
 * <p>Stock's own "Remember me" stays out: it would keep the person signed in, and forget the name at sign-out.
 */
final class SignInFormAuthenticator extends UsernamePasswordForm {

    /** The field of the box; the same as in stock's page, so that any theme's box works. */
    private static final String REMEMBER_ME = "rememberMe";

    private static final String ACKNOWLEDGEMENT_LEFT_OUT = "acknowledgementLeftOut";

    SignInFormAuthenticator(KeycloakSession session) {
        // With the session: the constructor without one switches passkeys off.
        super(session);
    }

    /** Whoever comes back from the pages of a forgotten password is asked for the name again. */
    @Override
    public void authenticate(AuthenticationFlowContext context) {
        // As in Keycloak 26.7: 26.5.6 keeps the person, and its page would tell a known name from an unknown one.
        if (Boolean.parseBoolean(context.getAuthenticationSession().getAuthNote(RESET_CREDENTIAL_USER_CHOSEN))) {
            context.clearUser();
            context.getAuthenticationSession().removeAuthNote(RESET_CREDENTIAL_USER_CHOSEN);
        }
        super.authenticate(context);
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        String typed =
                context.getHttpRequest().getDecodedFormParameters().getFirst(AuthenticationManager.FORM_USERNAME);
        boolean known = isUserAlreadySetBeforeUsernamePasswordAuth(context);
        describePage(context, known, known || (typed != null && !typed.isBlank()));
        if (isAcknowledgementLeftOut(context)) {
            askForTheAcknowledgement(context);
            return;
        }
        noteBoxBesidePasskey(context);
        if (!known) {
            super.action(context);
            return;
        }
        // An agent ID typed on a page before: shown as it was typed until the person has proved to be who that is.
        AuthenticationSessionModel signIn = context.getAuthenticationSession();
        String userName = new PersonLookUp(context).stockName(signIn.getAuthNote(ATTEMPTED_USERNAME));
        context.getEvent().detail(Details.USERNAME, userName);
        super.action(context);
        if (userName != null && context.getStatus() == FlowStatus.SUCCESS) {
            signIn.setAuthNote(ATTEMPTED_USERNAME, userName);
        }
    }

    /** A passkey comes without a typed name: the box ticked leaves the name as it is, unticked it is forgotten. */
    static void noteBoxBesidePasskey(AuthenticationFlowContext context) {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        // The page's script sends the box along, and "off" where a field of a form would be missing.
        if (form.containsKey(WebAuthnConstants.AUTHENTICATOR_DATA)
                && "off".equals(form.getFirst(REMEMBER_ME))
                && PersonLookUp.settings(context).rememberMe()) {
            RememberedNameCookie.wishToForget(context.getAuthenticationSession());
        }
    }

    @Override
    protected Response challenge(AuthenticationFlowContext context, MultivaluedMap<String, String> formData) {
        boolean known = context.getUser() != null;
        if (!known && PersonLookUp.settings(context).rememberMe()) {
            prefill(context, formData);
        }
        describePage(context, known, known || formData.containsKey(AuthenticationManager.FORM_USERNAME));
        return super.challenge(context, formData);
    }

    /** An application's login_hint wins; the tick shows that a name is remembered, whoever's it is. */
    private static void prefill(AuthenticationFlowContext context, MultivaluedMap<String, String> formData) {
        String hint = context.getAuthenticationSession().getClientNote(OIDCLoginProtocol.LOGIN_HINT_PARAM);
        Optional<String> remembered = new RememberedNameCookie(context.getSession()).read();
        formData.remove(REMEMBER_ME);
        if (hint == null) {
            formData.remove(AuthenticationManager.FORM_USERNAME);
            remembered.ifPresent(name -> formData.putSingle(AuthenticationManager.FORM_USERNAME, name));
        }
        remembered.ifPresent(name -> formData.putSingle(REMEMBER_ME, "on"));
    }

    @Override
    protected boolean validateForm(AuthenticationFlowContext context, MultivaluedMap<String, String> formData) {
        AuthenticationSessionModel signIn = context.getAuthenticationSession();
        boolean known = isUserAlreadySetBeforeUsernamePasswordAuth(context);
        boolean askedBefore = Boolean.parseBoolean(signIn.getAuthNote(USERNAME_HIDDEN));
        // Of a name that a page before has asked for and that is nobody's: looked up again, so that it takes as long.
        String typed = askedBefore
                ? signIn.getAuthNote(ATTEMPTED_USERNAME)
                : formData.getFirst(AuthenticationManager.FORM_USERNAME);

        // A copy: the page shows again what was typed when the password is wrong.
        MultivaluedMap<String, String> forStock = new MultivaluedHashMap<>(formData);
        forStock.remove(REMEMBER_ME);
        if (!known && typed != null) {
            forStock.putSingle(AuthenticationManager.FORM_USERNAME, new PersonLookUp(context).stockName(typed));
        }
        if (known || askedBefore) {
            return super.validateForm(context, forStock);
        }
        RememberedNameCookie.noWish(signIn);
        if (!super.validateForm(context, forStock)) {
            return false;
        }
        noteBox(context, typed);
        return true;
    }

    /** What is wished about the name that stands beside the box. */
    static void noteBox(AuthenticationFlowContext context, String typed) {
        if (!PersonLookUp.settings(context).rememberMe()) {
            return;
        }
        if (context.getHttpRequest().getDecodedFormParameters().containsKey(REMEMBER_ME)) {
            RememberedNameCookie.wishToRemember(context.getAuthenticationSession(), typed);
        } else {
            RememberedNameCookie.wishToForget(context.getAuthenticationSession());
        }
    }

    /** Whatever is sent, a password or a passkey: which of them it is, the browser says. */
    private static boolean isAcknowledgementLeftOut(AuthenticationFlowContext context) {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        return !form.containsKey("cancel")
                && new AcknowledgementBox(context.getAuthenticationSession()).isLeftOut(form);
    }

    /** No event and no count: nothing was tried yet, neither the name nor the password or passkey. */
    private void askForTheAcknowledgement(AuthenticationFlowContext context) {
        AuthenticatorUtils.setupReauthenticationInUsernamePasswordFormError(context);
        context.form().addError(new FormMessage(AcknowledgementBox.FIELD, ACKNOWLEDGEMENT_LEFT_OUT));
        context.forceChallenge(challenge(context, null, null));
    }

    /**
     * Tells the theme what to draw. Set on the request's one form provider and not where a page is made: stock makes
     * some of this step's pages (duplicate user, passkey errors) without asking us.
     */
    private static void describePage(AuthenticationFlowContext context, boolean personKnown, boolean nameKnown) {
        SignInSettings settings = PersonLookUp.settings(context);
        context.getSession()
                .getProvider(LoginFormsProvider.class)
                .setAttribute("rememberName", settings.rememberMe() && !personKnown)
                .setAttribute("agentIdAllowed", settings.agentId())
                .setAttribute("focusPassword", nameKnown)
                .setAttribute("acknowledgementField", new AcknowledgementBox(context.getAuthenticationSession()));
    }
}
