package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.admission.LiveSignIn;
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
import java.util.Set;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.common.util.Time;
import org.keycloak.forms.login.LoginFormsProvider;

/** What the person, or a client without pages, reads at the cap. */
final class SessionLimitPages {

    /** Name of the check boxes of {@code choose-sign-ins-to-end.ftl}. */
    static final String CHOSEN_FIELD = "end";

    private SessionLimitPages() {}

    /** The page that lists the live sign-ins. With an error on it when {@code refused}: too few were chosen. */
    static Response choose(
            AuthenticationFlowContext context,
            int limit,
            List<LiveSignIn> live,
            int toEnd,
            Set<String> chosen,
            boolean refused) {
        Instant now = now();
        Locale locale = locale(context);
        List<SignInChoice> choices = live.stream()
                .map(signIn ->
                        SignInChoice.of(signIn, chosen.contains(signIn.id()), now, locale, ZoneId.systemDefault()))
                .toList();
        LoginFormsProvider form = context.form();
        if (refused) {
            long counted = choices.stream().filter(SignInChoice::chosen).count();
            form.setError("sessionLimitTooFew", counted, toEnd);
        }
        return form.setAttribute("limit", limit)
                .setAttribute("toEnd", toEnd)
                .setAttribute("signIns", choices)
                .createForm("choose-sign-ins-to-end.ftl");
    }

    /** The page of a refused sign-in: 403, how many are allowed, since when the oldest exists, and a way back. */
    static Response denied(AuthenticationFlowContext context, int limit, List<LiveSignIn> live) {
        Instant oldest = live.stream()
                .map(LiveSignIn::started)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return context.form()
                .setStatus(Response.Status.FORBIDDEN)
                .setAttribute("limit", limit)
                .setAttribute("oldest", MomentText.of(oldest, now(), locale(context), ZoneId.systemDefault()))
                .createForm("no-more-sign-ins.ftl");
    }

    /** The refusal for a client that asked for a token and can show no page (RFC 6749, 5.2). */
    static Response deniedWithoutPage(AuthenticationFlowContext context, int limit) {
        String description = context.form().getMessage("sessionLimitDeniedAtMost", limit);
        return Response.status(Response.Status.BAD_REQUEST)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(Map.of(
                        OAuth2Constants.ERROR,
                        OAuthErrorException.INVALID_GRANT,
                        OAuth2Constants.ERROR_DESCRIPTION,
                        description))
                .build();
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }

    private static Locale locale(AuthenticationFlowContext context) {
        return context.getSession().getContext().resolveLocale(context.getUser());
    }
}
