package io.github.gatehouse.temporarypassword.keycloak;

import io.github.gatehouse.temporarypassword.TemporaryPasswordMark;
import io.github.gatehouse.temporarypassword.TemporaryPasswordMode;
import io.github.gatehouse.temporarypassword.keycloak.TemporaryPasswordIssuer.Draft;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.AuthDetails;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/**
 * The admin event of resource type {@code TEMPORARY_PASSWORD}: who has issued one to whom, or why a user who was added
 * has none. Never the password.
 */
final class TemporaryPasswordEvent {

    private static final String RESOURCE_TYPE = "TEMPORARY_PASSWORD";

    /** Above the endpoint, so that the event of a user's creation says where one can be issued. */
    private static final String PATH = TemporaryPasswordResourceFactory.PROVIDER_ID;

    private final AdminEventBuilder event;

    /** @param event of the request to the endpoint */
    TemporaryPasswordEvent(AdminEventBuilder event) {
        this.event = event.resource(RESOURCE_TYPE).operation(OperationType.ACTION);
    }

    /**
     * The event beside that of a user's creation, by the same administrator. Keycloak has stored that one when its
     * listeners hear of it, so nothing can be added to it.
     */
    static TemporaryPasswordEvent beside(KeycloakSession session, RealmModel realm, AdminEvent creation) {
        AuthDetails who = creation.getAuthDetails();
        RealmModel home = session.realms().getRealm(who.getRealmId());
        AdminAuth administrator = new AdminAuth(
                home,
                null,
                session.users().getUserById(home, who.getUserId()),
                session.clients().getClientById(home, who.getClientId()));
        return new TemporaryPasswordEvent(new AdminEventBuilder(
                realm, administrator, session, session.getContext().getConnection()));
    }

    /** @param replacedOwn whether the user had a password of his own, which is gone now */
    void issued(String userId, TemporaryPasswordMark mark, boolean replacedOwn) {
        event.resourcePath(PATH, userId)
                .detail("mode", mark.mode().id())
                .detail("result", "issued")
                .detail("expires_at", mark.expiresAt().toString())
                .detail("replaced_own_password", String.valueOf(replacedOwn))
                .success();
    }

    /** For a user who was added and whose formula has no result. */
    void none(String userId, Draft draft) {
        none(userId, TemporaryPasswordMode.FORMULA)
                .detail("reason", draft.reason(TemporaryPasswordMode.FORMULA))
                .detail("missing", String.join(",", draft.missing()))
                .detail("broken", String.join(",", draft.broken()))
                .success();
    }

    /** For a user who was added in a realm where they are random, and seen by who issues them only. */
    void toBeIssued(String userId) {
        none(userId, TemporaryPasswordMode.RANDOM)
                .detail("reason", "A random one is not made when a user is added: nobody would see it. Issue one.")
                .success();
    }

    private AdminEventBuilder none(String userId, TemporaryPasswordMode mode) {
        return event.resourcePath(PATH, userId).detail("mode", mode.id()).detail("result", "none");
    }
}
