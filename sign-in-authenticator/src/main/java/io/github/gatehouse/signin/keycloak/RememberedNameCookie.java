package io.github.gatehouse.signin.keycloak;

import io.github.gatehouse.signin.RememberedName;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;
import java.util.Optional;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resources.RealmsResource;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The browser's memory of a user name: one cookie a realm, for a year, out of reach of scripts.
 *
 * <p>The form notes the wish in the authentication session; it is carried out only when the sign-in has succeeded
 * ({@link RememberedNameListener}), second factor, new password, consent and session limit included.
 *
 * <p>Stock's cookie provider takes only Keycloak's own cookie types, hence the plain response.
 */
final class RememberedNameCookie {

    static final String NAME = "GATEHOUSE_USER_NAME";

    /** The wish: the typed name to remember, or "" to forget. Absent: leave the cookie as it is. */
    private static final String WISH = "gatehouse.remembered-name";

    private static final Duration LIFE_TIME = Duration.ofDays(365);

    private final KeycloakContext context;

    RememberedNameCookie(KeycloakSession session) {
        this.context = session.getContext();
    }

    Optional<String> read() {
        Cookie cookie = context.getHttpRequest().getHttpHeaders().getCookies().get(NAME);
        return RememberedName.read(cookie == null ? null : cookie.getValue());
    }

    static void wishToRemember(AuthenticationSessionModel signIn, String typedName) {
        signIn.setAuthNote(WISH, typedName);
    }

    static void wishToForget(AuthenticationSessionModel signIn) {
        signIn.setAuthNote(WISH, "");
    }

    static void noWish(AuthenticationSessionModel signIn) {
        signIn.removeAuthNote(WISH);
    }

    /** Carries out what the person wished on the sign-in page; nothing for sign-ins that did not come from there. */
    void fulfil(AuthenticationSessionModel signIn) {
        String wish = signIn.getAuthNote(WISH);
        if (wish != null) {
            RememberedName.write(wish)
                    .ifPresentOrElse(value -> set(value, Math.toIntExact(LIFE_TIME.toSeconds())), () -> set("", 0));
        }
    }

    private void set(String value, int maxAge) {
        context.getHttpResponse()
                .setCookieIfAbsent(new NewCookie.Builder(NAME)
                        .value(value)
                        .maxAge(maxAge)
                        .path(realmPath())
                        .httpOnly(true)
                        // A Secure cookie would be lost on a plain-http test server that is not loopback, and in
                        // Safari on any: https://bugs.webkit.org/show_bug.cgi?id=276313
                        .secure("https".equals(context.getUri().getBaseUri().getScheme()))
                        .sameSite(NewCookie.SameSite.LAX)
                        .build());
    }

    /** As stock's realm cookies: another realm on this server never sees it. */
    private String realmPath() {
        return RealmsResource.realmBaseUrl(context.getUri())
                .path("/")
                .build(context.getRealm().getName())
                .getRawPath();
    }
}
