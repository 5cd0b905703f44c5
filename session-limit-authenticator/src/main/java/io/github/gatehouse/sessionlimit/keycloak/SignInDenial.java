package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.keycloak.SignInAdmission.Outcome;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** The event of a refused sign-in. It is no failure of the password, and no brute-force failure. */
final class SignInDenial {

    static final String SESSION_LIMIT_REACHED = "session_limit_reached";

    private SignInDenial() {}

    /** Where the request goes on with a page. */
    static void record(EventBuilder login, Outcome refusal, int occupied) {
        login.detail("limit_scope", refusal.scope().id())
                .detail("limit", String.valueOf(refusal.limit()))
                .detail("live", String.valueOf(occupied))
                .error(SESSION_LIMIT_REACHED);
    }

    /** Where everything of the request is undone: in a transaction of its own. */
    static void record(
            KeycloakSession session, RealmModel realm, UserSessionModel refused, Outcome refusal, int occupied) {
        KeycloakContext context = session.getContext();
        ClientModel client = context.getClient();
        KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), context, job -> {
            EventBuilder login = new EventBuilder(job.getContext().getRealm(), job, context.getConnection())
                    .event(EventType.LOGIN)
                    .user(refused.getUser().getId());
            record(client == null ? login : login.client(client.getClientId()), refusal, occupied);
        });
    }
}
