package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.admission.AtLimit;
import java.util.Optional;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The cap that a sign-in is held to once no page can be shown any more. The step of the flow notes it with the sign-in,
 * so that the session that begins later is held to the same; ways that have no flow are held to {@link BoundSteps}.
 *
 * @param userLimit how many sign-ins of the user may be live at once; 0: any number
 * @param atLimit {@link AtLimit#END_OLDEST} or {@link AtLimit#DENY}
 */
record SessionCap(int userLimit, AtLimit atLimit) {

    private static final String NOTE = "gatehouse.session-limit";

    /** With {@link AtLimit#ASK} the person was asked in time; a place that was lost since cannot be asked for again. */
    static SessionCap of(int userLimit, AtLimit atLimit) {
        return new SessionCap(userLimit, atLimit == AtLimit.ASK ? AtLimit.DENY : atLimit);
    }

    boolean endsOldest() {
        return atLimit == AtLimit.END_OLDEST;
    }

    void noteWith(AuthenticationSessionModel authenticationSession) {
        authenticationSession.setUserSessionNote(NOTE, atLimit.id() + " " + userLimit);
    }

    /** What was noted with the sign-in of this session; nothing if it came by a way without the step. */
    static Optional<SessionCap> notedWith(UserSessionModel userSession) {
        return parse(userSession.getNote(NOTE));
    }

    /** The same before its session has begun. */
    static Optional<SessionCap> notedWith(AuthenticationSessionModel authenticationSession) {
        return parse(authenticationSession.getUserSessionNotes().get(NOTE));
    }

    private static Optional<SessionCap> parse(String note) {
        if (note == null) {
            return Optional.empty();
        }
        String[] words = note.split(" ");
        return Optional.of(new SessionCap(
                Integer.parseInt(words[1]), AtLimit.ofId(words[0]).orElseThrow()));
    }
}
