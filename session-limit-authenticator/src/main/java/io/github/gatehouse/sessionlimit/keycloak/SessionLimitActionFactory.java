package io.github.gatehouse.sessionlimit.keycloak;

import org.keycloak.Config;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Registers the required action {@code gatehouse-session-limit}. A realm has it if it is in its list, as the last one. */
public final class SessionLimitActionFactory implements RequiredActionFactory {

    public static final String ID = "gatehouse-session-limit";

    private static final RequiredActionProvider ACTION = new SessionLimitAction();

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayText() {
        return "Session limit";
    }

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return ACTION;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
