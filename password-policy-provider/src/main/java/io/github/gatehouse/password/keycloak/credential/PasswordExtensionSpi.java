package io.github.gatehouse.password.keycloak.credential;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** Tells Keycloak about {@link PasswordExtension}. */
public final class PasswordExtensionSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "gatehouse-password-extension";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return PasswordExtension.class;
    }

    @Override
    public Class<? extends ProviderFactory<PasswordExtension>> getProviderFactoryClass() {
        return PasswordExtensionFactory.class;
    }
}
