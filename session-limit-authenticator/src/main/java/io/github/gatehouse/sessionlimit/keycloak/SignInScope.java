package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.admission.LimitScope;
import java.util.List;
import org.keycloak.models.jpa.session.PersistentClientSessionEntity;
import org.keycloak.storage.StorageId;

/**
 * Whose sign-ins a cap counts, as it stands in the table of places.
 *
 * @param key with the id of a client in Keycloak's database
 */
record SignInScope(String key) {

    static final SignInScope USER = new SignInScope(LimitScope.USER.id());
    static final SignInScope REALM = new SignInScope(LimitScope.REALM.id());

    private static final String CLIENT = LimitScope.CLIENT.id() + ":";

    static SignInScope client(String clientId) {
        return new SignInScope(CLIENT + clientId);
    }

    boolean isOfClient() {
        return key.startsWith(CLIENT);
    }

    /** Keycloak keeps a client of a client storage provider by its id there. */
    List<String> client() {
        StorageId id = new StorageId(key.substring(CLIENT.length()));
        return List.of(
                id.isLocal() ? id.getId() : PersistentClientSessionEntity.EXTERNAL,
                id.isLocal() ? PersistentClientSessionEntity.LOCAL : id.getExternalId());
    }
}
