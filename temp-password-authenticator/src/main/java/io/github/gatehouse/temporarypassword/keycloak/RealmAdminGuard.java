package io.github.gatehouse.temporarypassword.keycloak;

import java.util.Set;
import org.keycloak.authorization.Decision;
import org.keycloak.authorization.fgap.AdminPermissionsSchema;
import org.keycloak.authorization.model.Policy;
import org.keycloak.authorization.permission.ResourcePermission;
import org.keycloak.authorization.policy.evaluation.DefaultEvaluation;
import org.keycloak.authorization.policy.evaluation.Evaluation;
import org.keycloak.authorization.policy.provider.PolicyProvider;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.RoleUtils;

/** Denies a permission that is about a realm admin; see {@link RealmAdminGuardFactory}. */
final class RealmAdminGuard implements PolicyProvider {

    /** What the roles for people bring with them: they open nothing by themselves. */
    private static final Set<String> HARMLESS =
            Set.of(AdminRoles.QUERY_USERS, AdminRoles.QUERY_GROUPS, AdminRoles.QUERY_CLIENTS, AdminRoles.QUERY_REALMS);

    private final KeycloakSession session;
    private final PolicyProvider stock;

    RealmAdminGuard(KeycloakSession session, PolicyProvider stock) {
        this.session = session;
        this.stock = stock;
    }

    @Override
    public void evaluate(Evaluation evaluation) {
        if (isAboutARealmAdmin(evaluation.getPermission())) {
            denyByEachPolicy((DefaultEvaluation) evaluation);
        } else {
            stock.evaluate(evaluation);
        }
    }

    /** A permission denies what one of its policies denies. One without the answer of a policy would grant. */
    private static void denyByEachPolicy(DefaultEvaluation evaluation) {
        for (Policy policy : evaluation.getParentPolicy().getAssociatedPolicies()) {
            evaluation.setPolicy(policy);
            evaluation.setEffect(Decision.Effect.DENY);
        }
    }

    private boolean isAboutARealmAdmin(ResourcePermission permission) {
        RealmModel realm = session.getContext().getRealm();
        if (!AdminPermissionsSchema.USERS_RESOURCE_TYPE.equals(permission.getResourceType())
                || !AdminPermissionsSchema.SCHEMA.isAdminPermissionClient(
                        realm, permission.getResourceServer().getId())
                || TemporaryPasswordSettings.of(realm).mode().isEmpty()) {
            return false;
        }
        // A resource about one person has the person's id as its name.
        UserModel user =
                session.users().getUserById(realm, permission.getResource().getName());
        return user != null
                && RoleUtils.getDeepUserRoleMappings(user).stream().anyMatch(RealmAdminGuard::isOverTheRealm);
    }

    private static boolean isOverTheRealm(RoleModel role) {
        if (!role.isClientRole() || HARMLESS.contains(role.getName())) {
            return false;
        }
        String client = ((ClientModel) role.getContainer()).getClientId();
        // The second are the realms' clients in the realm master.
        return client.equals(Constants.REALM_MANAGEMENT_CLIENT_ID) || client.endsWith(AdminRoles.APP_SUFFIX);
    }

    @Override
    public void close() {}
}
