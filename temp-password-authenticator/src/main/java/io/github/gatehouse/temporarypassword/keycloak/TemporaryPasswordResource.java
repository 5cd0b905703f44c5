package io.github.gatehouse.temporarypassword.keycloak;

import io.github.gatehouse.password.keycloak.credential.TemporaryPasswordState;
import io.github.gatehouse.password.keycloak.credential.TemporaryPasswords;
import io.github.gatehouse.temporarypassword.TemporaryPasswordMark;
import io.github.gatehouse.temporarypassword.TemporaryPasswordMode;
import io.github.gatehouse.temporarypassword.keycloak.TemporaryPasswordIssuer.Draft;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * {@code /admin/realms/{realm}/temporary-passwords/{user-id}}: issues a temporary password, shown this once, and tells
 * the state of one. Asks for the rights that stock Keycloak asks for to reset a password, and to see a user.
 */
@Produces(MediaType.APPLICATION_JSON)
public final class TemporaryPasswordResource {

    private static final String MODE = RequestedMode.FIELD;

    /** No request to issue one takes longer; only a node that dies meanwhile leaves the entry for so long. */
    private static final int BUSY_SECONDS = 60;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final TemporaryPasswordEvent event;

    TemporaryPasswordResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.event = new TemporaryPasswordEvent(adminEvent);
    }

    /**
     * Issues one; a reset where the user has a password of his own. His sessions stay.
     *
     * @param userId the user's id
     * @param body empty, or a JSON object whose only field, {@code mode}, says how to make it; by default as the realm
     *     says
     */
    @POST
    @Path("{userId}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response issue(@PathParam("userId") String userId, String body) {
        UserModel user = find(userId);
        require(() -> auth.users().requireResetPassword(user));
        TemporaryPasswordMode realmsMode = TemporaryPasswordSettings.of(realm)
                .mode()
                .orElseThrow(() -> refusal(
                        Response.Status.CONFLICT,
                        "temporary_passwords_off",
                        "The realm's password policy does not name temporaryPasswordMode."));
        TemporaryPasswordMode mode =
                RequestedMode.read(body, realmsMode).orElseThrow(TemporaryPasswordResource::badBody);
        TemporaryPasswordIssuer issuer = new TemporaryPasswordIssuer(session, realm);
        if (!issuer.isForUs(user)) {
            throw refusal(
                    Response.Status.CONFLICT,
                    "password_not_here",
                    "The user's password lives elsewhere, or the user signs in without one.");
        }
        Draft draft = issuer.draft(user, mode);
        if (!draft.isUsable()) {
            throw new WebApplicationException(answer(Response.status(422), unusable(draft, mode)));
        }
        beTheOnlyOne(user);
        boolean replacesOwn = issuer.stored(user).isPresent()
                && TemporaryPasswords.stateOf(session, user) == TemporaryPasswordState.NONE;
        TemporaryPasswordMark mark = issuer.issue(user, draft, mode);
        event.issued(user.getId(), mark, replacesOwn);
        Map<String, Object> issued = new LinkedHashMap<>();
        issued.put("value", draft.value());
        issued.put("expiresAt", mark.expiresAt().toString());
        issued.put(MODE, mode.id());
        return answer(Response.ok(), issued);
    }

    /** Tells whether the user's password is a temporary one, since when and until when. Never the password. */
    @GET
    @Path("{userId}")
    public Response state(@PathParam("userId") String userId) {
        UserModel user = find(userId);
        require(() -> auth.users().requireView(user));
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("state", TemporaryPasswords.stateOf(session, user).name().toLowerCase(Locale.ROOT));
        new TemporaryPasswordIssuer(session, realm)
                .stored(user)
                .flatMap(TemporaryPasswordExtension::mark)
                .ifPresent(mark -> {
                    state.put(MODE, mark.mode().id());
                    state.put("issuedAt", mark.issuedAt().toString());
                    state.put("expiresAt", mark.expiresAt().toString());
                });
        return answer(Response.ok(), state);
    }

    /** Who may not query users learns from no status whether one exists. */
    private UserModel find(String userId) {
        UserModel user = isCallerOfAnotherRealm(userId) ? null : session.users().getUserById(realm, userId);
        if (user == null && auth.users().canQuery()) {
            throw refusal(Response.Status.NOT_FOUND, "user_not_found", "There is no user with this id.");
        }
        if (user == null) {
            throw forbidden();
        }
        return user;
    }

    /** Keycloak finds the user who calls in any realm: within a request it remembers users by their id alone. */
    private boolean isCallerOfAnotherRealm(String userId) {
        AdminAuth caller = auth.adminAuth();
        return caller.getUser().getId().equals(userId) && !caller.getRealm().equals(realm);
    }

    /** Keycloak's own refusal is a page where the caller is a browser. */
    private static void require(Runnable check) {
        try {
            check.run();
        } catch (ForbiddenException e) {
            throw forbidden();
        }
    }

    /**
     * Of two requests for one user at the same instant, on any node, one is refused: the value that it would show would
     * be replaced before anybody could use it.
     */
    private void beTheOnlyOne(UserModel user) {
        SingleUseObjectProvider busy = session.singleUseObjects();
        String key = "gatehouse.temporary-password." + user.getId();
        if (!busy.putIfAbsent(key, BUSY_SECONDS)) {
            throw refusal(
                    Response.Status.CONFLICT,
                    "being_issued",
                    "A temporary password is being issued to this user at this moment.");
        }
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                busy.remove(key);
            }

            @Override
            protected void rollbackImpl() {
                busy.remove(key);
            }
        });
    }

    private static WebApplicationException forbidden() {
        return refusal(
                Response.Status.FORBIDDEN, "forbidden", "You may not do this for this user, or there is no such user.");
    }

    private static WebApplicationException badBody() {
        return refusal(
                Response.Status.BAD_REQUEST,
                "invalid_request",
                "Send nothing, or {\"mode\": \"formula\"}, or {\"mode\": \"random\"}.");
    }

    private static Map<String, Object> unusable(Draft draft, TemporaryPasswordMode mode) {
        Map<String, Object> error = error("no_temporary_password", draft.reason(mode));
        error.put("missing", draft.missing());
        error.put("broken", draft.broken());
        return error;
    }

    private static WebApplicationException refusal(Response.Status status, String error, String description) {
        return new WebApplicationException(answer(Response.status(status), error(error, description)));
    }

    private static Map<String, Object> error(String error, String description) {
        Map<String, Object> entity = new LinkedHashMap<>();
        entity.put("error", error);
        entity.put("error_description", description);
        return entity;
    }

    private static Response answer(Response.ResponseBuilder builder, Map<String, Object> entity) {
        return builder.type(MediaType.APPLICATION_JSON_TYPE)
                .header("Cache-Control", "no-store")
                .entity(entity)
                .build();
    }
}
