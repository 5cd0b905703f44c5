package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.admission.AtLimit;
import io.github.gatehouse.sessionlimit.admission.LimitScope;
import java.util.Arrays;
import java.util.Optional;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The caps that a sign-in is held to once no page can be shown any more. The step of the flow notes them with the
 * sign-in, so that the session that begins later is held to the same; ways that have no flow are held to
 * {@link BoundSteps}.
 *
 * @param userLimit how many sign-ins of the user may be live at once; 0: any number
 * @param clientLimit how many of them may have the client; 0: any number
 * @param realmLimit how many sign-ins of the realm may be live at once; 0: any number
 * @param atLimit {@link AtLimit#END_OLDEST} or {@link AtLimit#DENY}
 * @param clientId of the client in the database; null: not known where the caps come from
 */
record SessionCap(int userLimit, int clientLimit, int realmLimit, AtLimit atLimit, String clientId) {

    private static final String NOTE = "gatehouse.session-limit";

    private static final String UNKNOWN = "-";

    /**
     * With {@link AtLimit#ASK} the person was asked in time; a place that was lost since cannot be asked for again.
     *
     * @param client null: not known
     */
    static SessionCap of(SessionLimitConfig step, AtLimit atLimit, ClientModel client) {
        return new SessionCap(
                step.userLimit(),
                step.clientLimit(),
                step.realmLimit(),
                atLimit == AtLimit.ASK ? AtLimit.DENY : atLimit,
                client == null ? null : client.getId());
    }

    SessionCap withUserLimit(int limit) {
        return new SessionCap(limit, clientLimit, realmLimit, atLimit, clientId);
    }

    SessionCap withClient(String client) {
        return new SessionCap(userLimit, clientLimit, realmLimit, atLimit, client);
    }

    /** For a live session that gets a further client: it counts for its user and its realm already. */
    SessionCap ofClientOnly(String client) {
        return new SessionCap(0, clientLimit, 0, atLimit, client);
    }

    boolean endsOldest() {
        return atLimit == AtLimit.END_OLDEST;
    }

    /** 0: any number, also where the client is not known. */
    int limit(LimitScope scope) {
        return switch (scope) {
            case CLIENT -> clientId == null ? 0 : clientLimit;
            case USER -> userLimit;
            case REALM -> realmLimit;
        };
    }

    boolean hasNone() {
        return Arrays.stream(LimitScope.values()).allMatch(scope -> limit(scope) <= 0);
    }

    /**
     * Whether a sign-in holds a place for its session. Who ends the oldest needs none, except in the realm's cap: those
     * of others do not end.
     */
    boolean needsPlace() {
        return endsOldest() ? realmLimit > 0 : !hasNone();
    }

    void noteWith(AuthenticationSessionModel authenticationSession) {
        authenticationSession.setUserSessionNote(NOTE, note());
    }

    /** With the client of the session only: what stands there of the session itself is left. */
    void noteWithClient(AuthenticationSessionModel authenticationSession) {
        authenticationSession.setClientNote(NOTE, note());
    }

    private String note() {
        return String.join(
                " ",
                atLimit.id(),
                String.valueOf(userLimit),
                String.valueOf(clientLimit),
                String.valueOf(realmLimit),
                clientId == null ? UNKNOWN : clientId);
    }

    /** What was noted with the sign-in of this session; nothing if it came by a way without the step. */
    static Optional<SessionCap> notedWith(UserSessionModel userSession) {
        return parse(userSession.getNote(NOTE));
    }

    /** What was noted when a live session got this client. */
    static Optional<SessionCap> notedWith(AuthenticatedClientSessionModel clientSession) {
        return parse(clientSession.getNote(NOTE));
    }

    /** The same before its session has begun, or has the client. */
    static Optional<SessionCap> notedWith(AuthenticationSessionModel authenticationSession) {
        return parse(authenticationSession.getUserSessionNotes().get(NOTE))
                .or(() -> parse(authenticationSession.getClientNote(NOTE)));
    }

    private static Optional<SessionCap> parse(String note) {
        if (note == null) {
            return Optional.empty();
        }
        String[] words = note.split(" ");
        return Optional.of(new SessionCap(
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2]),
                Integer.parseInt(words[3]),
                AtLimit.ofId(words[0]).orElseThrow(),
                UNKNOWN.equals(words[4]) ? null : words[4]));
    }
}
