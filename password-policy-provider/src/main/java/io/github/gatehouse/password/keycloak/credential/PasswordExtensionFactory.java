package io.github.gatehouse.password.keycloak.credential;

import org.keycloak.provider.ProviderFactory;

/** Makes a {@link PasswordExtension}. */
public interface PasswordExtensionFactory extends ProviderFactory<PasswordExtension> {}
