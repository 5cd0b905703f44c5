package io.github.gatehouse.temporarypassword.keycloak;

import org.keycloak.authorization.AuthorizationProvider;
import org.keycloak.authorization.policy.provider.PolicyProvider;
import org.keycloak.authorization.policy.provider.permission.ScopePolicyProviderFactory;
import org.keycloak.models.KeycloakSession;

/**
 * Keeps realm admins out of the reach of everybody who manages people by a fine-grained admin permission, also a realm
 * admin who stands in a group that somebody else manages. Stands where stock's evaluation of permissions stands, which
 * it asks for everything else. Untouched: realms whose password policy does not name {@code temporaryPasswordMode},
 * applications that use authorization services, and who has admin roles of his own, since these are asked first.
 */
public final class RealmAdminGuardFactory extends ScopePolicyProviderFactory {

    @Override
    public PolicyProvider create(AuthorizationProvider authorization) {
        return new RealmAdminGuard(authorization.getKeycloakSession(), super.create(authorization));
    }

    @Override
    public PolicyProvider create(KeycloakSession session) {
        return new RealmAdminGuard(session, super.create(session));
    }

    /** The highest positive order becomes the one provider of this id. */
    @Override
    public int order() {
        return 10;
    }
}
