package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.admission.Admission;
import io.github.gatehouse.sessionlimit.admission.LiveSignIn;
import io.github.gatehouse.sessionlimit.admission.PendingSignIn;
import io.github.gatehouse.sessionlimit.admission.SignInGate.Answer;
import io.github.gatehouse.sessionlimit.keycloak.SignInAdmission.Outcome;
import io.github.gatehouse.sessionlimit.page.MomentText;
import io.github.gatehouse.sessionlimit.page.SignInChoice;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.common.util.Time;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** What the person, or a client without pages, reads at the cap. */
final class SessionLimitPages {

    /** Name of the check boxes of {@code choose-sign-ins-to-end.ftl}. */
    static final String CHOSEN_FIELD = "end";

    private SessionLimitPages() {}

    /**
     * The page that lists what takes the places. With an error on it when {@code refused}: too few were chosen. Nothing
     * if so many have ended since they were counted that there are not enough to choose from.
     */
    static Optional<Response> choose(
            AuthenticationFlowContext context, Outcome outcome, int toChoose, Set<String> chosen, boolean refused) {
        Answer answer = outcome.answer();
        Instant now = now();
        Locale locale = locale(context);
        ZoneId zone = ZoneId.systemDefault();
        List<String> choosable = Admission.choosable(answer.live(), answer.pending());
        List<SignInChoice> choices = Stream.concat(
                        DescribedSignIns.of(context.getSession(), context.getRealm(), context.getUser(), choosable)
                                .stream()
                                .map(signIn -> SignInChoice.of(
                                        signIn, chosen.contains(signIn.signIn().id()), now, locale, zone)),
                        answer.pending().stream()
                                .sorted(Comparator.comparing(PendingSignIn::started))
                                .map(pending ->
                                        SignInChoice.of(pending, chosen.contains(pending.id()), now, locale, zone)))
                .toList();
        if (choices.size() < toChoose) {
            return Optional.empty();
        }
        LoginFormsProvider form = context.form();
        if (refused) {
            long counted = choices.stream().filter(SignInChoice::chosen).count();
            form.setError("sessionLimitTooFew", counted, toChoose);
        }
        return Optional.of(withLimit(form, context.getAuthenticationSession().getClient(), outcome)
                .setAttribute("toChoose", toChoose)
                .setAttribute("signIns", choices)
                .createForm("choose-sign-ins-to-end.ftl"));
    }

    /**
     * The page of a refused sign-in: 403, how many are allowed, since when the oldest of the person exists if there is
     * one, and a way back.
     */
    static Response denied(
            LoginFormsProvider form, KeycloakSession session, UserModel user, ClientModel client, Outcome outcome) {
        Locale locale = session.getContext().resolveLocale(user);
        Stream.concat(
                        outcome.answer().live().stream().map(LiveSignIn::started),
                        outcome.answer().pending().stream().map(PendingSignIn::started))
                .min(Comparator.naturalOrder())
                .ifPresent(oldest ->
                        form.setAttribute("oldest", MomentText.of(oldest, now(), locale, ZoneId.systemDefault())));
        return withLimit(form, client, outcome)
                .setStatus(Response.Status.FORBIDDEN)
                .createForm("no-more-sign-ins.ftl");
    }

    private static LoginFormsProvider withLimit(LoginFormsProvider form, ClientModel client, Outcome outcome) {
        return form.setAttribute("limit", outcome.limit())
                .setAttribute("scope", outcome.scope().id())
                .setAttribute("application", DescribedSignIns.nameOf(client));
    }

    /** The refusal for a client that asked for a token and can show no page (RFC 6749, 5.2). */
    static Response deniedWithoutPage(LoginFormsProvider form, ClientModel client, Outcome outcome) {
        return error(Response.Status.BAD_REQUEST, OAuthErrorException.INVALID_GRANT, sentence(form, client, outcome));
    }

    /** The same where the request was not part of a flow. */
    static Response deniedWithoutForm(KeycloakSession session, Outcome outcome) {
        LoginFormsProvider form = session.getProvider(LoginFormsProvider.class);
        ClientModel client = session.getContext().getClient();
        return error(Response.Status.FORBIDDEN, OAuthErrorException.ACCESS_DENIED, sentence(form, client, outcome));
    }

    private static String sentence(LoginFormsProvider form, ClientModel client, Outcome outcome) {
        return switch (outcome.scope()) {
            case CLIENT -> form.getMessage("sessionLimitDeniedOfApplication", outcome.limit(), client.getClientId());
            case USER -> form.getMessage("sessionLimitDeniedAtMost", outcome.limit());
            case REALM -> form.getMessage("sessionLimitDeniedOfRealm", outcome.limit());
        };
    }

    /** It cannot be decided now: 503, and the same again in a moment. */
    static Response busy(AuthenticationFlowContext context) {
        return context.form()
                .setStatus(Response.Status.SERVICE_UNAVAILABLE)
                .setAttribute("tryAgain", context.getRefreshUrl(false).toString())
                .createForm("sign-in-busy.ftl");
    }

    static Response busyWithoutForm(KeycloakSession session) {
        return error(
                Response.Status.SERVICE_UNAVAILABLE,
                OAuthErrorException.TEMPORARILY_UNAVAILABLE,
                session.getProvider(LoginFormsProvider.class).getMessage("sessionLimitBusy"));
    }

    private static Response error(Response.Status status, String error, String description) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(Map.of(OAuth2Constants.ERROR, error, OAuth2Constants.ERROR_DESCRIPTION, description))
                .build();
    }

    static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }

    private static Locale locale(AuthenticationFlowContext context) {
        return context.getSession().getContext().resolveLocale(context.getUser());
    }
}
