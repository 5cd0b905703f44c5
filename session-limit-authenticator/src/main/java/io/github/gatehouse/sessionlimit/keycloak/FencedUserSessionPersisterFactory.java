package io.github.gatehouse.sessionlimit.keycloak;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.keycloak.Config;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.session.UserSessionPersisterProvider;
import org.keycloak.models.session.UserSessionPersisterProviderFactory;

/**
 * Stands before Keycloak's own store of sessions ({@code jpa}), hands every call over to it, and lets
 * {@link SignInFence} look at those that write a new session, or a further client of one: they are made in the very
 * transaction that inserts the row. An interface that grows with Keycloak's versions, hence the proxy.
 */
public final class FencedUserSessionPersisterFactory implements UserSessionPersisterProviderFactory {

    private static final String STOCK = "jpa";

    @Override
    public String getId() {
        return SignInTablesProviderFactory.ID;
    }

    /** The default is the one with the highest order; Keycloak's own is 0. */
    @Override
    public int order() {
        return 200;
    }

    @Override
    public UserSessionPersisterProvider create(KeycloakSession session) {
        UserSessionPersisterProvider stock = session.getProvider(UserSessionPersisterProvider.class, STOCK);
        return (UserSessionPersisterProvider) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {UserSessionPersisterProvider.class},
                (proxy, method, arguments) -> {
                    if ("createUserSession".equals(method.getName()) && Boolean.FALSE.equals(arguments[1])) {
                        SignInFence.pass(session, (UserSessionModel) arguments[0]);
                    }
                    if ("createClientSession".equals(method.getName()) && Boolean.FALSE.equals(arguments[1])) {
                        SignInFence.passClient(session, (AuthenticatedClientSessionModel) arguments[0]);
                    }
                    if ("close".equals(method.getName())) {
                        return null; // The session closes the stock one by itself.
                    }
                    try {
                        return method.invoke(stock, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
