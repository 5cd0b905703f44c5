package io.github.gatehouse.signin.keycloak;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.function.Supplier;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The box with which somebody says to have read the organization's notice, before the password or passkey is looked at.
 *
 * <p>Whether there is one, only the page knows: the realm's text for it depends on the visitor's language, and a theme
 * may have no box. So the page asks here for the name of the box's field, and by that the step knows, without asking
 * the browser, that the box has to be ticked. Under a theme that draws none nobody is locked out.
 */
final class AcknowledgementBox implements Supplier<String> {

    /** The field of the box, and its place in the page's errors. */
    static final String FIELD = "acknowledgement";

    /** On the authentication session: the page that was sent last has the box. */
    private static final String DRAWN = "gatehouse.acknowledgement-drawn";

    private final AuthenticationSessionModel signIn;

    AcknowledgementBox(AuthenticationSessionModel signIn) {
        this.signIn = signIn;
    }

    /** Called by the page that draws the box, for the name of its field. */
    @Override
    public String get() {
        signIn.setAuthNote(DRAWN, "true");
        return FIELD;
    }

    /**
     * Whether the page that the form comes from has the box, and it is not ticked. To be asked once for each form: the
     * page that follows says anew whether it has one.
     */
    boolean isLeftOut(MultivaluedMap<String, String> form) {
        boolean drawn = signIn.getAuthNote(DRAWN) != null;
        signIn.removeAuthNote(DRAWN);
        return drawn && !form.containsKey(FIELD);
    }
}
