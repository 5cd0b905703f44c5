package io.github.gatehouse.sessionlimit.keycloak;

import java.util.List;
import org.keycloak.Config;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Brings the tables {@code GATEHOUSE_SIGN_IN_GATE} and {@code GATEHOUSE_PENDING_SIGN_IN} into Keycloak's database:
 * created at the first start with this jar, by the same means as Keycloak's own; kept by upgrades.
 */
public final class SignInTablesProviderFactory implements JpaEntityProviderFactory {

    /** Also names the table in which the change log is kept: {@code DATABASECHANGELOG_GATEHOUSE_}. */
    public static final String ID = "gatehouse-session-limit";

    private static final JpaEntityProvider PROVIDER = new JpaEntityProvider() {
        @Override
        public List<Class<?>> getEntities() {
            return List.of(SignInGateEntity.class, PendingSignInEntity.class);
        }

        @Override
        public String getChangelogLocation() {
            return "META-INF/gatehouse-session-limit-changelog.xml";
        }

        @Override
        public String getFactoryId() {
            return ID;
        }

        @Override
        public void close() {}
    };

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public JpaEntityProvider create(KeycloakSession session) {
        return PROVIDER;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
