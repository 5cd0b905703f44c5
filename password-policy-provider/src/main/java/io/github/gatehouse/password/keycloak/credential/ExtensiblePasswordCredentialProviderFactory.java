package io.github.gatehouse.password.keycloak.credential;

import org.keycloak.credential.PasswordCredentialProvider;
import org.keycloak.credential.PasswordCredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Replaces stock's factory {@code keycloak-password}, and keeps its settings and metrics. */
public final class ExtensiblePasswordCredentialProviderFactory extends PasswordCredentialProviderFactory {

    @Override
    public PasswordCredentialProvider create(KeycloakSession session) {
        return new ExtensiblePasswordCredentialProvider(session, super.create(session));
    }

    /** Of two factories of one id the one with the higher number is taken; stock's is 0. */
    @Override
    public int order() {
        return 10;
    }
}
