package io.github.gatehouse.signin.keycloak;

import io.github.gatehouse.signin.SignInSettings;
import jakarta.ws.rs.core.MultivaluedMap;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.events.Details;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.organization.authentication.authenticators.browser.OrganizationAuthenticator;
import org.keycloak.organization.utils.Organizations;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Stock's page for the name in a realm with organizations, which also takes an agent ID and has the name remembered.
 * Stands before the sign-in form. Which organization or identity provider somebody is led to is stock's; without an
 * organization it lets pass, as stock's does.
 *
 * <p>What is typed here is what {@link SignInFormAuthenticator} then shows, and what is remembered when the sign-in is
 * complete, through the organization's identity provider too.
 */
final class SignInOrganizationAuthenticator extends OrganizationAuthenticator {

    SignInOrganizationAuthenticator(KeycloakSession session) {
        super(session);
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        // Stock's step does not exist where the server does without organizations; the flow has to work there as well.
        if (!Organizations.isEnabledAndOrganizationsPresent(context.getSession())) {
            context.attempted();
            return;
        }
        AuthenticationSessionModel signIn = context.getAuthenticationSession();
        RememberedNameCookie.noWish(signIn);
        String hint = signIn.getClientNote(OIDCLoginProtocol.LOGIN_HINT_PARAM);
        choosePerson(context, hint);
        describePage(context);
        if (PersonLookUp.settings(context).rememberMe()) {
            prefill(context, hint);
        }
        super.authenticate(context);
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        String typed = form.getFirst(AuthenticationManager.FORM_USERNAME);
        // None beside a passkey, and none on the page that asks which organization.
        if (typed != null) {
            // As stock's form does, and its look-up for the organization does not.
            form.putSingle(
                    AuthenticationManager.FORM_USERNAME,
                    PersonLookUp.searchable(typed).strip());
            SignInFormAuthenticator.noteBox(context, typed);
            choosePerson(context, typed);
        }
        SignInFormAuthenticator.noteBoxBesidePasskey(context);
        describePage(context);
        super.action(context);
        // Keycloak's own, where the realm has it on: it would keep the person signed in.
        context.getAuthenticationSession().removeAuthNote(Details.REMEMBER_ME);
    }

    /** An agent ID is turned into the person here: stock's own look-up then takes who is chosen. */
    private static void choosePerson(AuthenticationFlowContext context, String name) {
        if (context.getUser() == null) {
            new PersonLookUp(context).findByAgentIdAlone(name).ifPresent(person -> {
                // As stock does where it looks up: the organization follows from the person.
                context.getAuthenticationSession().removeAuthNote(OrganizationModel.ORGANIZATION_ATTRIBUTE);
                context.setUser(person);
            });
        }
    }

    /** An application's login_hint wins; the tick shows that a name is remembered, whoever's it is. */
    private static void prefill(AuthenticationFlowContext context, String hint) {
        // Not as data of the form: stock begins an empty one with each page that it makes.
        new RememberedNameCookie(context.getSession())
                .read()
                .ifPresent(name -> page(context).setAttribute("rememberedName", hint == null ? name : hint));
    }

    /** Tells the theme what to draw. */
    private static void describePage(AuthenticationFlowContext context) {
        SignInSettings settings = PersonLookUp.settings(context);
        page(context)
                .setAttribute("rememberName", settings.rememberMe())
                .setAttribute("agentIdAllowed", settings.agentId());
    }

    private static LoginFormsProvider page(AuthenticationFlowContext context) {
        return context.getSession().getProvider(LoginFormsProvider.class);
    }
}
