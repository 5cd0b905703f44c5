package io.github.gatehouse.signin.keycloak;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.FlowStatus;
import org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.authentication.authenticators.resetcred.ResetCredentialChooseUser;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.messages.Messages;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.services.validation.Validation;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Stock's first step of forgot-password, which also takes along the name typed on the sign-in page and also takes an
 * agent ID. Whatever is typed, the flow goes on alike; only the events differ. People who are known already (mail
 * link, broker, single sign-on) are stock's business.
 */
final class ChooseUserNameAuthenticator extends ResetCredentialChooseUser {

    /** The name that came from the sign-in page, until the redirect that follows has come back. */
    private static final String TAKEN_ALONG = "gatehouse.reset-credentials.taken-along";

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        AuthenticationSessionModel signIn = context.getAuthenticationSession();
        // Stock's page would fill in the user name of whoever is noted, even where an agent ID was typed: whoever knows
        // an ID would learn the name. After a failed sign-in the name itself is noted; what a page before the password
        // has asked for is noted as it was typed.
        context.clearUser();
        if (!Boolean.parseBoolean(signIn.getAuthNote(AbstractUsernameFormAuthenticator.USERNAME_HIDDEN))) {
            signIn.removeAuthNote(AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME);
        }
        RememberedNameCookie.noWish(signIn);
        describePage(context);
        super.authenticate(context);
        if (context.getStatus() == FlowStatus.SUCCESS || isLinkingAccounts(signIn)) {
            return;
        }
        Optional<String> posted = postedName(context);
        if (posted.isPresent()) {
            // The sign-in page posts without a session code, which Keycloak treats as opening the page. The redirect
            // makes a reload harmless.
            signIn.setAuthNote(TAKEN_ALONG, posted.get());
            boolean sessionInUrl =
                    context.getUriInfo().getQueryParameters().containsKey(LoginActionsService.AUTH_SESSION_ID);
            context.challenge(
                    Response.seeOther(context.getRefreshUrl(sessionInUrl)).build());
            return;
        }
        String takenAlong = signIn.getAuthNote(TAKEN_ALONG);
        if (takenAlong != null) {
            signIn.removeAuthNote(TAKEN_ALONG);
            choose(context, takenAlong);
        }
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        Optional<String> posted = postedName(context);
        if (posted.isEmpty()) {
            describePage(context);
            context.getEvent().error(Errors.USERNAME_MISSING);
            context.failureChallenge(
                    AuthenticationFlowError.INVALID_USER,
                    context.form()
                            .addError(new FormMessage(Validation.FIELD_USERNAME, Messages.MISSING_USERNAME))
                            .createPasswordReset());
            return;
        }
        choose(context, posted.get());
    }

    /** The name in a posted form, so for each step of the flow: a name that was typed just now. */
    static Optional<String> postedName(AuthenticationFlowContext context) {
        if (!HttpMethod.POST.equals(context.getHttpRequest().getHttpMethod())) {
            return Optional.empty();
        }
        return Optional.ofNullable(context.getHttpRequest()
                        .getDecodedFormParameters()
                        .getFirst(AuthenticationManager.FORM_USERNAME))
                .map(PersonLookUp::searchable)
                .map(String::strip)
                .filter(name -> !name.isEmpty());
    }

    /** Goes on with the person meant, or with nobody: the page that follows must not tell which. */
    private static void choose(AuthenticationFlowContext context, String name) {
        AuthenticationSessionModel signIn = context.getAuthenticationSession();
        signIn.setAuthNote(AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME, name);
        // A service account is nobody here: Keycloak would answer with an error page that no other name gets.
        Optional<UserModel> person =
                new PersonLookUp(context).find(name).filter(found -> found.getServiceAccountClientLink() == null);
        if (person.filter(UserModel::isEnabled).isPresent()) {
            signIn.setAuthNote(RESET_CREDENTIAL_USER_CHOSEN, "true");
            context.setUser(person.get());
        } else {
            context.clearUser();
            context.getEvent()
                    .clone()
                    .user(person.orElse(null))
                    .detail(Details.USERNAME, person.map(UserModel::getUsername).orElse(name))
                    .error(person.isPresent() ? Errors.USER_DISABLED : Errors.USER_NOT_FOUND);
        }
        context.success();
    }

    /** Tells the theme which label the field has. */
    private static void describePage(AuthenticationFlowContext context) {
        context.getSession()
                .getProvider(LoginFormsProvider.class)
                .setAttribute("agentIdAllowed", PersonLookUp.settings(context).agentId());
    }

    private static boolean isLinkingAccounts(AuthenticationSessionModel signIn) {
        return signIn.getAuthNote(AbstractIdpAuthenticator.EXISTING_USER_INFO) != null;
    }
}
