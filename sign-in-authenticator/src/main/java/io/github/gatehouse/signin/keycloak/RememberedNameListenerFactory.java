package io.github.gatehouse.signin.keycloak;

import java.util.Map;
import org.keycloak.Config;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/**
 * Makes the listener that carries out Remember Me. It is global, so no realm has to list it; in realms without the
 * sign-in form it does nothing.
 */
public final class RememberedNameListenerFactory
        implements EventListenerProviderFactory, ServerInfoAwareProviderFactory {

    static final String ID = "gatehouse-remembered-name";

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new RememberedNameListener(session);
    }

    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        return SignInProperties.bundleVersion();
    }

    @Override
    public void init(Config.Scope config) {
        // Nothing to set: each sign-in step has its own configuration.
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        // Depends on no other provider.
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
