package io.github.gatehouse.signin.keycloak;

import io.github.gatehouse.resetcredentials.MaskedAddress;
import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.events.Errors;
import org.keycloak.models.DefaultActionTokenKey;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.services.util.AuthenticationFlowURLHelper;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Shows the masked address that the link would go to, and lets the person confirm or cancel. Stands in the reset flow
 * between choosing the user and the mail.
 *
 * <p>The same page for everybody: who is unknown, disabled or without an address gets a look-alike
 * ({@link LookAlikes}). Whoever comes from the mail's link passes straight through; else a link opened in another
 * browser would end here again.
 */
final class ConfirmAddressAuthenticator implements Authenticator {

    private static final String PAGE = "confirm-address.ftl";
    private static final String ADDRESS = "confirmAddress";
    private static final String CANCEL = "cancel";
    private static final String CANCELLED = "confirmAddressCancelled";

    /** The person chosen, kept out of the context while the page is open. */
    private static final String PERSON = "gatehouse.confirm-address.person";

    /** What was typed, for the look-alike; Keycloak's own note of it holds the user name after Confirm. */
    private static final String TYPED = "gatehouse.confirm-address.typed";

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        AuthenticationSessionModel signIn = context.getAuthenticationSession();
        if (signIn.getAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID) != null) {
            context.success();
            return;
        }
        if (ChooseUserNameAuthenticator.postedName(context).isPresent() && signIn.getAuthNote(PERSON) != null) {
            // Went back to the sign-in page and typed another name there: this page must not answer for the first.
            context.resetFlow();
            return;
        }
        if (signIn.getAuthNote(PERSON) == null) {
            signIn.setAuthNote(TYPED, signIn.getAuthNote(AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME));
        }
        if (context.getUser() != null) {
            signIn.setAuthNote(PERSON, context.getUser().getId());
        } else if (signIn.getAuthNote(PERSON) == null) {
            signIn.setAuthNote(PERSON, "");
        }
        // With a user in the context the layout shows his name and the page speaks his language: it would tell known
        // names from unknown ones.
        context.clearUser();
        context.challenge(page(context));
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        if (context.getHttpRequest().getDecodedFormParameters().containsKey(CANCEL)) {
            cancel(context);
            return;
        }
        UserModel person = person(context);
        if (person != null && person.isEnabled()) {
            context.setUser(person);
            // The events of the mail take the name from here: the user name, also where an agent ID was typed.
            context.getAuthenticationSession()
                    .setAuthNote(AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME, person.getUsername());
        }
        context.success();
    }

    private static Response page(AuthenticationFlowContext context) {
        String typed = context.getAuthenticationSession().getAuthNote(TYPED);
        // Made for everybody, so that it costs everybody the same.
        MaskedAddress lookAlike = new LookAlikes(context.getSession(), context.getRealm()).lookAlike(typed);
        UserModel person = person(context);
        MaskedAddress shown =
                MaskedAddress.of(person == null ? null : person.getEmail()).orElse(lookAlike);
        return context.form().setAttribute(ADDRESS, shown.toString()).createForm(PAGE);
    }

    private static UserModel person(AuthenticationFlowContext context) {
        String id = context.getAuthenticationSession().getAuthNote(PERSON);
        // An unknown name asks the store as well: for an ID that nobody has.
        return context.getSession().users().getUserById(context.getRealm(), id == null ? "" : id);
    }

    /** Back to an untouched sign-in page that says whom to ask. */
    private static void cancel(AuthenticationFlowContext context) {
        context.getEvent().clone().error(Errors.REJECTED_BY_USER);
        AuthenticationSessionModel signIn = context.getAuthenticationSession();
        AuthenticationProcessor.resetFlow(signIn, LoginActionsService.AUTHENTICATE_PATH);
        context.setForwardedInfoMessage(CANCELLED);
        context.challenge(Response.seeOther(
                        new AuthenticationFlowURLHelper(context.getSession(), context.getRealm(), context.getUriInfo())
                                .getLastExecutionUrl(signIn))
                .build());
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
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
        // Nothing that a person could set up.
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
