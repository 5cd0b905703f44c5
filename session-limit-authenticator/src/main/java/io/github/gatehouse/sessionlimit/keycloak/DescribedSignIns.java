package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.admission.LiveSignIn;
import io.github.gatehouse.sessionlimit.page.DescribedSignIn;
import io.github.gatehouse.sessionlimit.page.Device;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.device.DeviceActivityManager;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.account.DeviceRepresentation;

/** What a person is told of the live sign-ins of an account. */
final class DescribedSignIns {

    private DescribedSignIns() {}

    /** Those of these ids that are sessions of the user, the least recently used first. */
    static List<DescribedSignIn> of(KeycloakSession session, RealmModel realm, UserModel user, Collection<String> ids) {
        try (Stream<UserSessionModel> sessions = session.sessions().getUserSessionsStream(realm, user)) {
            return sessions.filter(userSession -> ids.contains(userSession.getId()))
                    .map(DescribedSignIns::describe)
                    .sorted((one, other) -> LiveSignIn.OLDEST_FIRST.compare(one.signIn(), other.signIn()))
                    .toList();
        }
    }

    private static DescribedSignIn describe(UserSessionModel userSession) {
        return new DescribedSignIn(
                new LiveSignIn(
                        userSession.getId(),
                        Instant.ofEpochSecond(userSession.getStarted()),
                        Instant.ofEpochSecond(userSession.getLastSessionRefresh())),
                userSession.getIpAddress(),
                deviceOf(userSession),
                userSession.getAuthenticatedClientSessions().values().stream()
                        .map(clientSession -> nameOf(clientSession.getClient()))
                        .sorted()
                        .toList());
    }

    static Device deviceOf(UserSessionModel userSession) {
        // Keycloak notes it at sign-in for its account console; without a (sane) user agent there is none.
        DeviceRepresentation device = DeviceActivityManager.getCurrentDevice(userSession);
        return device == null ? Device.UNKNOWN : Device.of(device.getBrowser(), device.getOs());
    }

    /** Its name, which may be a key of a message bundle such as {@code ${client_account-console}}; else its id. */
    static String nameOf(ClientModel client) {
        String name = client.getName();
        return name == null || name.isBlank() ? client.getClientId() : name;
    }
}
