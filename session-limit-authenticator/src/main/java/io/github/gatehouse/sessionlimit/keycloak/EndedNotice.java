package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.page.Device;
import io.github.gatehouse.sessionlimit.page.MomentText;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.cookie.CookieProvider;
import org.keycloak.cookie.CookieType;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.IdentityCookieToken;

/**
 * Tells the person at the sign-in page that this browser was signed out for a sign-in elsewhere: at each view until the
 * next sign-in, and not longer than ten minutes after the first.
 *
 * <p>Keycloak's own cookie names the session, but Keycloak drops it in the first answer after the session has ended.
 * From then on a cookie of ours does.
 */
final class EndedNotice {

    /** The id of the ended session; with {@link #SHOWN} behind it once a page has told of it. */
    static final String COOKIE = "GATEHOUSE_ENDED_SESSION";

    /**
     * What the page shows: a sentence in the reader's language. Not set when there is nothing to tell. Also a note of
     * the sign-in, for the login theme: a form that shows its page again after a wrong password does not come by the
     * step, whosever form it is.
     */
    static final String ATTRIBUTE = "endedElsewhere";

    private static final String SHOWN = ".shown";
    private static final Duration AFTER_FIRST_VIEW = Duration.ofMinutes(10);

    private final KeycloakSession session;
    private final KeycloakContext context;
    private final RealmModel realm;

    EndedNotice(KeycloakSession session) {
        this.session = session;
        this.context = session.getContext();
        this.realm = context.getRealm();
    }

    /**
     * At the beginning of a flow.
     *
     * @param silent the application only asks whether somebody is signed in: nobody will see a page
     * @return whether there is something to tell
     */
    boolean begin(boolean silent) {
        String ended = idOfIdentityCookie();
        Optional<EndedReason> reason = EndedReason.of(session, ended);
        if (reason.isEmpty()) {
            ended = idOfOwnCookie();
            reason = EndedReason.of(session, ended);
        }
        if (reason.isEmpty()) {
            context.getAuthenticationSession().removeAuthNote(ATTRIBUTE);
            return false;
        }
        if (silent) {
            if (!ended.equals(idOfOwnCookie())) {
                setCookie(ended, EndedReason.lifeTime(realm));
            }
            return true;
        }
        if (!(ended + SHOWN).equals(ownCookie())) {
            setCookie(ended + SHOWN, AFTER_FIRST_VIEW);
        }
        show(reason.get());
        return true;
    }

    /** Somebody has signed in in this browser. */
    void forget() {
        String ended = idOfOwnCookie();
        if (ended != null) {
            EndedReason.forget(session, ended);
            setCookie("", Duration.ZERO);
        }
    }

    private void show(EndedReason reason) {
        Locale locale = context.resolveLocale(null);
        LoginFormsProvider form = session.getProvider(LoginFormsProvider.class);
        MomentText when = MomentText.of(reason.when(), SessionLimitPages.now(), locale, ZoneId.systemDefault());
        String sentence = form.getMessage("sessionLimitEndedElsewhere", when.text(), words(form, reason.by()));
        form.setAttribute(ATTRIBUTE, sentence);
        context.getAuthenticationSession().setAuthNote(ATTRIBUTE, sentence);
    }

    private static String words(LoginFormsProvider form, Device device) {
        if (device.browser() != null && device.system() != null) {
            return form.getMessage("sessionLimitDevice", device.browser(), device.system());
        }
        return Optional.ofNullable(device.browser())
                .or(() -> Optional.ofNullable(device.system()))
                .orElseGet(() -> form.getMessage("sessionLimitUnknownDevice"));
    }

    /** Also of a session that is over: the signature counts, the time does not. */
    private String idOfIdentityCookie() {
        String cookie = session.getProvider(CookieProvider.class).get(CookieType.IDENTITY);
        IdentityCookieToken token =
                cookie == null || cookie.isEmpty() ? null : session.tokens().decode(cookie, IdentityCookieToken.class);
        return token == null ? null : token.getSessionId();
    }

    private String idOfOwnCookie() {
        String value = ownCookie();
        return value != null && value.endsWith(SHOWN) ? value.substring(0, value.length() - SHOWN.length()) : value;
    }

    private String ownCookie() {
        HttpHeaders headers = context.getHttpRequest().getHttpHeaders();
        List<String> sent = headers.getRequestHeader(HttpHeaders.COOKIE);
        if (sent == null || sent.stream().noneMatch(cookies -> cookies.contains(COOKIE))) {
            return null; // As with nearly every sign-in, without taking all cookies apart.
        }
        Cookie cookie = headers.getCookies().get(COOKIE);
        return cookie == null || cookie.getValue().isEmpty() ? null : cookie.getValue();
    }

    /** Sent wherever Keycloak's own is sent: without https browsers refuse SameSite=None. */
    private void setCookie(String value, Duration maxAge) {
        boolean https = "https".equals(context.getUri().getBaseUri().getScheme());
        context.getHttpResponse()
                .setCookieIfAbsent(new NewCookie.Builder(COOKIE)
                        .value(value)
                        .maxAge(Math.toIntExact(maxAge.toSeconds()))
                        .path(AuthenticationManager.getRealmCookiePath(realm, context.getUri()))
                        .httpOnly(true)
                        .secure(https)
                        .sameSite(https ? NewCookie.SameSite.NONE : NewCookie.SameSite.LAX)
                        .build());
    }
}
