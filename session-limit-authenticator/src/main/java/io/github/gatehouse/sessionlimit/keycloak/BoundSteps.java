package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.admission.AtLimit;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.IdentityProviderStorageProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The steps {@code session-limit} in the flows by which a realm's people sign in. Where they differ, the smallest cap holds. */
final class BoundSteps {

    private BoundSteps() {}

    /**
     * The cap for ways that have no flow of their own (impersonation, token exchange): the browser flow's; without a
     * step there, that of any bound flow. Nothing if no bound flow has the step: such a realm has no cap.
     */
    static Optional<SessionCap> withoutFlow(KeycloakSession session, RealmModel realm) {
        List<SessionLimitConfig> inBrowser = stepsIn(realm, realm.getBrowserFlow());
        List<SessionLimitConfig> steps = inBrowser.isEmpty() ? all(session, realm) : inBrowser;
        if (steps.isEmpty()) {
            return Optional.empty();
        }
        boolean endsOldest = steps.stream().allMatch(step -> step.atLimitWithoutPage() == AtLimit.END_OLDEST);
        return Optional.of(SessionCap.of(
                tightest(session, realm, steps.get(0)), endsOldest ? AtLimit.END_OLDEST : AtLimit.DENY, null));
    }

    /** A step, which may stand in a client's own flow, with the smallest caps of it and of all bound steps. */
    static SessionLimitConfig tightest(KeycloakSession session, RealmModel realm, SessionLimitConfig step) {
        return all(session, realm).stream().reduce(step, SessionLimitConfig::tightenedBy);
    }

    private static List<SessionLimitConfig> all(KeycloakSession session, RealmModel realm) {
        return flows(session, realm)
                .flatMap(flow -> stepsIn(realm, flow).stream())
                .toList();
    }

    private static Stream<AuthenticationFlowModel> flows(KeycloakSession session, RealmModel realm) {
        return Stream.concat(
                        Stream.of(
                                realm.getBrowserFlow(),
                                realm.getDirectGrantFlow(),
                                realm.getResetCredentialsFlow(),
                                realm.getRegistrationFlow()),
                        postLoginFlows(session, realm))
                .filter(Objects::nonNull)
                .distinct();
    }

    private static Stream<AuthenticationFlowModel> postLoginFlows(KeycloakSession session, RealmModel realm) {
        // The one list of identity providers that Keycloak caches, so that no sign-in pays a query for it.
        return session.identityProviders()
                .getForLogin(IdentityProviderStorageProvider.FetchMode.ALL, null)
                .map(IdentityProviderModel::getPostBrokerLoginFlowId)
                .filter(Objects::nonNull)
                .distinct()
                .map(realm::getAuthenticationFlowById);
    }

    /** The steps in a flow and its sub-flows that are not disabled; none in a flow that is not there. */
    static List<SessionLimitConfig> stepsIn(RealmModel realm, AuthenticationFlowModel flow) {
        return flow == null
                ? List.of()
                : stepsIn(realm, flow.getId(), new HashSet<>())
                        .map(SessionLimitConfig::of)
                        .toList();
    }

    private static Stream<AuthenticatorConfigModel> stepsIn(RealmModel realm, String flowId, Set<String> seen) {
        if (!seen.add(flowId)) {
            return Stream.empty();
        }
        return realm.getAuthenticationExecutionsStream(flowId)
                .filter(execution -> execution.getRequirement() != AuthenticationExecutionModel.Requirement.DISABLED)
                .flatMap(execution -> execution.isAuthenticatorFlow()
                        ? stepsIn(realm, execution.getFlowId(), seen)
                        : SessionLimitAuthenticatorFactory.ID.equals(execution.getAuthenticator())
                                ? Stream.of(configOf(realm, execution))
                                : Stream.empty());
    }

    private static AuthenticatorConfigModel configOf(RealmModel realm, AuthenticationExecutionModel execution) {
        return execution.getAuthenticatorConfig() == null
                ? new AuthenticatorConfigModel()
                : realm.getAuthenticatorConfigById(execution.getAuthenticatorConfig());
    }
}
