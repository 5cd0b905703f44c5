package io.github.gatehouse.sessionlimit.keycloak;

import org.keycloak.Config;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Registers {@link SignInListener} for all realms; where no bound flow has the step it does nothing. */
public final class SignInListenerFactory implements EventListenerProviderFactory {

    @Override
    public String getId() {
        return SignInTablesProviderFactory.ID;
    }

    /** No realm has to name it, and none can forget to. */
    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new SignInListener(session);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
