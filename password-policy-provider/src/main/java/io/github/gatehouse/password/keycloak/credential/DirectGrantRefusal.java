package io.github.gatehouse.password.keycloak.credential;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.representations.idm.OAuth2ErrorRepresentation;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.cors.Cors;

/**
 * What a direct grant (RFC 6749, section 4.3) with a temporary password is answered: what Keycloak answers to a wrong
 * password, with the same event. Its caller is a program that cannot choose another password, and Keycloak's own
 * "Account is not fully set up" would tell whoever guesses names and phone numbers that the guess is right.
 */
public final class DirectGrantRefusal {

    private static final String DESCRIPTION = "Invalid user credentials";

    private DirectGrantRefusal() {}

    /** Reports the event of a wrong password and gives its answer. Whether it counts as one is the caller's affair. */
    public static Response report(EventBuilder event, UserModel user) {
        event.user(user).error(Errors.INVALID_USER_CREDENTIALS);
        return Response.status(Response.Status.BAD_REQUEST)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new OAuth2ErrorRepresentation(OAuthErrorException.INVALID_GRANT, DESCRIPTION))
                .build();
    }

    /** The same where only an exception ends the request. */
    static CorsErrorResponseException asException(EventBuilder event, UserModel user) {
        event.user(user).error(Errors.INVALID_USER_CREDENTIALS);
        // The one of this request, which the token endpoint has filled in.
        return new CorsErrorResponseException(
                Cors.builder(), OAuthErrorException.INVALID_GRANT, DESCRIPTION, Response.Status.BAD_REQUEST);
    }

    /** Whether the request that runs is a direct grant. */
    static boolean isAskedFor(KeycloakSession session) {
        return session.getContext().getUri().getPath().endsWith("/protocol/openid-connect/token")
                && OAuth2Constants.PASSWORD.equals(session.getContext()
                        .getHttpRequest()
                        .getDecodedFormParameters()
                        .getFirst(OAuth2Constants.GRANT_TYPE));
    }
}
