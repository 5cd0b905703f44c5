package io.github.gatehouse.signin.keycloak;

import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Remembers or forgets the user name in the browser when a sign-in has succeeded. LOGIN is the one signal that comes
 * after all that can still stop a sign-in, and before the response leaves. Sign-ins without our form are untouched.
 */
final class RememberedNameListener implements EventListenerProvider {

    private final KeycloakSession session;

    RememberedNameListener(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void onEvent(Event event) {
        AuthenticationSessionModel signIn = session.getContext().getAuthenticationSession();
        if (event.getType() == EventType.LOGIN && signIn != null) {
            new RememberedNameCookie(session).fulfil(signIn);
        }
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        // Only sign-ins matter here.
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
