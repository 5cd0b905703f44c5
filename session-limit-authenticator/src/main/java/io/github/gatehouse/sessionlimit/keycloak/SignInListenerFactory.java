package io.github.gatehouse.sessionlimit.keycloak;

import org.keycloak.Config;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.PostMigrationEvent;

/**
 * Registers {@link SignInListener} for all realms, {@link SetUpCheck} for the start, and {@link LeftRows}; where no bound
 * flow has the step they do nothing.
 */
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
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(event -> {
            if (event instanceof PostMigrationEvent) {
                SetUpCheck.atStart(factory);
            } else if (event instanceof UserModel.UserRemovedEvent removed) {
                LeftRows.removeAfterwards(
                        removed.getKeycloakSession(),
                        removed.getRealm(),
                        removed.getUser().getId());
            } else if (event instanceof RealmModel.RealmRemovedEvent removed) {
                LeftRows.removeAfterwards(removed.getKeycloakSession(), removed.getRealm(), null);
            }
        });
    }

    @Override
    public void close() {}
}
