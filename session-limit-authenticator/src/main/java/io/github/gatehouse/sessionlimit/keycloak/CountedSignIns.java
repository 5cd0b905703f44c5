package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.admission.Device;
import io.github.gatehouse.sessionlimit.admission.LiveSignIn;
import io.github.gatehouse.sessionlimit.admission.SignInStore;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.device.DeviceActivityManager;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.representations.account.DeviceRepresentation;
import org.keycloak.services.managers.AuthenticationManager;

/**
 * The user's sessions as Keycloak counts them at this moment. Nothing holds the place between the count and the new
 * session, so sign-ins that happen at once can pass the cap together; docs/session-limit.md says so.
 */
final class CountedSignIns implements SignInStore {

    private static final String REASON_SESSION_LIMIT = "session_limit";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;

    CountedSignIns(KeycloakSession session, RealmModel realm, UserModel user) {
        this.session = session;
        this.realm = realm;
        this.user = user;
    }

    @Override
    public List<LiveSignIn> live() {
        try (Stream<UserSessionModel> sessions = session.sessions().getUserSessionsStream(realm, user)) {
            return sessions.filter(userSession -> AuthenticationManager.isSessionValid(realm, userSession))
                    .map(CountedSignIns::describe)
                    .sorted(LiveSignIn.OLDEST_FIRST)
                    .toList();
        }
    }

    @Override
    public void end(Collection<String> ids) {
        ids.forEach(this::end);
    }

    /**
     * Signs one session out everywhere, in a transaction and a context of its own: Keycloak's logout replaces the
     * client and the authentication session of the context it runs in, and this request still needs them.
     */
    private void end(String id) {
        KeycloakContext context = session.getContext();
        KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), context, job -> {
            RealmModel jobRealm = job.getContext().getRealm();
            UserSessionModel ended = job.sessions().getUserSession(jobRealm, id);
            if (ended == null
                    || ended.getUser() == null
                    || !ended.getUser().getId().equals(user.getId())) {
                return;
            }
            AuthenticationManager.backchannelLogout(
                    job,
                    jobRealm,
                    ended,
                    context.getUri(),
                    context.getConnection(),
                    context.getHttpRequest().getHttpHeaders(),
                    true);
            // backchannelLogout writes no event.
            new EventBuilder(jobRealm, job, context.getConnection())
                    .event(EventType.LOGOUT)
                    .user(user.getId())
                    .session(id)
                    .detail(Details.REASON, REASON_SESSION_LIMIT)
                    .success();
        });
    }

    private static LiveSignIn describe(UserSessionModel userSession) {
        return new LiveSignIn(
                userSession.getId(),
                Instant.ofEpochSecond(userSession.getStarted()),
                Instant.ofEpochSecond(userSession.getLastSessionRefresh()),
                userSession.getIpAddress(),
                deviceOf(userSession),
                userSession.getAuthenticatedClientSessions().values().stream()
                        .map(clientSession -> nameOf(clientSession.getClient()))
                        .sorted()
                        .toList());
    }

    private static Device deviceOf(UserSessionModel userSession) {
        // Keycloak notes it at sign-in for its account console; without a (sane) user agent there is none.
        DeviceRepresentation device = DeviceActivityManager.getCurrentDevice(userSession);
        return device == null ? Device.UNKNOWN : Device.of(device.getBrowser(), device.getOs());
    }

    private static String nameOf(ClientModel client) {
        String name = client.getName();
        return name == null || name.isBlank() ? client.getClientId() : name;
    }
}
