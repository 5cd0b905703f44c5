package io.github.gatehouse.temporarypassword.keycloak;

import io.github.gatehouse.password.keycloak.credential.PasswordExtension;
import io.github.gatehouse.password.keycloak.credential.PasswordExtensionFactory;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Plugs {@link TemporaryPasswordExtension} into the password jar. */
public final class TemporaryPasswordExtensionFactory implements PasswordExtensionFactory {

    @Override
    public PasswordExtension create(KeycloakSession session) {
        return new TemporaryPasswordExtension();
    }

    @Override
    public String getId() {
        return "temporary-password";
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
