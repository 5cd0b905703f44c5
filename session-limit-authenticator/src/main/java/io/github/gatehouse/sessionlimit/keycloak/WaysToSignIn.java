package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.setup.WayToSignIn;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.Constants;
import org.keycloak.models.IdentityProviderQuery;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The ways by which people can sign in to a realm, with the steps {@code session-limit} on them. */
final class WaysToSignIn {

    private static final List<String> LIMITS =
            List.of(SessionLimitConfig.USER_LIMIT, SessionLimitConfig.CLIENT_LIMIT, SessionLimitConfig.REALM_LIMIT);

    private static final Set<String> WITH_PAGE = limitsAnd(SessionLimitConfig.AT_LIMIT);
    private static final Set<String> WITHOUT_PAGE = limitsAnd(SessionLimitConfig.AT_LIMIT_WITHOUT_PAGE);
    /** The browser flow's settings also hold where there is no flow at all. */
    private static final Set<String> BOTH =
            limitsAnd(SessionLimitConfig.AT_LIMIT, SessionLimitConfig.AT_LIMIT_WITHOUT_PAGE);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final EntityManager entities;
    private final List<WayToSignIn> ways = new ArrayList<>();

    private WaysToSignIn(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    static List<WayToSignIn> of(KeycloakSession session, RealmModel realm) {
        WaysToSignIn found = new WaysToSignIn(session, realm);
        found.add("browser flow", realm.getBrowserFlow(), true, BOTH);
        found.add("direct grant flow", realm.getDirectGrantFlow(), found.hasDirectGrants(), WITHOUT_PAGE);
        found.add("reset credentials flow", realm.getResetCredentialsFlow(), realm.isResetPasswordAllowed(), WITH_PAGE);
        // Who has just registered has no other sign-in.
        found.add("registration flow", realm.getRegistrationFlow(), false, WITH_PAGE);
        found.addIdentityProviders();
        found.addClientsWithFlowsOfTheirOwn();
        return found.ways;
    }

    private void addIdentityProviders() {
        session.identityProviders()
                .getAllStream(IdentityProviderQuery.userAuthentication())
                .filter(provider -> provider.isEnabled() && !Boolean.TRUE.equals(provider.isLinkOnly()))
                .forEach(provider -> {
                    String name = "identity provider '" + provider.getAlias() + "', ";
                    String flow = provider.getPostBrokerLoginFlowId();
                    if (flow == null || realm.getAuthenticationFlowById(flow) == null) {
                        ways.add(new WayToSignIn(name + "which has no post login flow", true, List.of()));
                    } else {
                        add(name + "post login flow", realm.getAuthenticationFlowById(flow), true, WITH_PAGE);
                    }
                });
    }

    /** By the entities and not the models: a realm can have thousands of clients. */
    private void addClientsWithFlowsOfTheirOwn() {
        TypedQuery<Object[]> query = entities.createQuery(
                "select c.clientId, key(b), value(b) from ClientEntity c join c.authFlowBindings b"
                        + " where c.realmId = :realm and c.enabled = true order by c.clientId, key(b)",
                Object[].class);
        query.setParameter("realm", realm.getId()).getResultList().forEach(row -> {
            boolean browser = "browser".equals(row[1]);
            AuthenticationFlowModel flow = row[2] == null ? null : realm.getAuthenticationFlowById((String) row[2]);
            add(
                    "client '" + row[0] + "', " + (browser ? "browser flow" : "direct grant flow"),
                    flow,
                    true,
                    browser ? WITH_PAGE : WITHOUT_PAGE);
        });
    }

    /** Every realm has {@code admin-cli}, which is for {@code kcadm.sh} and not for people. */
    private boolean hasDirectGrants() {
        return entities.createQuery(
                                "select count(c) from ClientEntity c where c.realmId = :realm and c.enabled = true"
                                        + " and c.directAccessGrantsEnabled = true and c.clientId <> :admin",
                                Long.class)
                        .setParameter("realm", realm.getId())
                        .setParameter("admin", Constants.ADMIN_CLI_CLIENT_ID)
                        .getSingleResult()
                > 0;
    }

    private void add(String kind, AuthenticationFlowModel flow, boolean needsStep, Set<String> effective) {
        if (flow != null) {
            ways.add(new WayToSignIn(
                    kind + " '" + flow.getAlias() + "'",
                    needsStep,
                    BoundSteps.stepsIn(realm, flow).stream()
                            .map(step -> settings(step, effective))
                            .toList()));
        }
    }

    private static Map<String, String> settings(SessionLimitConfig step, Set<String> effective) {
        Map<String, String> settings = new HashMap<>(Map.of(
                SessionLimitConfig.USER_LIMIT, String.valueOf(step.userLimit()),
                SessionLimitConfig.CLIENT_LIMIT, String.valueOf(step.clientLimit()),
                SessionLimitConfig.REALM_LIMIT, String.valueOf(step.realmLimit()),
                SessionLimitConfig.AT_LIMIT, step.atLimit().id(),
                SessionLimitConfig.AT_LIMIT_WITHOUT_PAGE,
                        step.atLimitWithoutPage().id()));
        settings.keySet().retainAll(effective);
        return settings;
    }

    private static Set<String> limitsAnd(String... behaviours) {
        return Stream.concat(LIMITS.stream(), Stream.of(behaviours)).collect(Collectors.toUnmodifiableSet());
    }
}
