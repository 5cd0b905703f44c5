package io.github.gatehouse.signin.keycloak;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Who has an agent ID. Neither search is narrowed to the people whom an administrator may see. */
final class AgentIds {

    /** Enough to name the people of a duplicate; somebody may have imported the same ID for a whole realm. */
    private static final int PEOPLE = 10;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final String attribute;

    /** @param attribute the user attribute that holds the ID */
    AgentIds(KeycloakSession session, RealmModel realm, String attribute) {
        this.session = session;
        this.realm = realm;
        this.attribute = attribute;
    }

    /**
     * Those meant by a typed ID: who has it as typed or in lower case. Each spelling is one search for an exact value,
     * which the database has an index for.
     */
    List<UserModel> meantBy(String typed) {
        return Stream.of(typed, typed.toLowerCase(Locale.ROOT))
                .distinct()
                .flatMap(id -> session.users()
                        .searchForUserByUserAttributeStream(realm, attribute, id)
                        .limit(PEOPLE))
                .toList();
    }

    /**
     * Whether somebody else would meet with who gets this ID, or this user name: whoever has it in any letter case.
     * Keycloak's search that minds no case leaves out whom the caller may not see, hence a session without a caller.
     *
     * @param person who gets it; null for somebody new
     */
    boolean isOfAnother(UserModel person, String entered) {
        String realmId = realm.getId();
        String own = person == null ? null : person.getId();
        return KeycloakModelUtils.runJobInTransactionWithResult(session.getKeycloakSessionFactory(), job -> {
            RealmModel jobRealm = job.realms().getRealm(realmId);
            job.getContext().setRealm(jobRealm);
            // Not UserModel::getId: see PersonLookUp.
            return job.users()
                    .searchForUserStream(jobRealm, Map.of(attribute, entered), 0, PEOPLE)
                    .anyMatch(other -> !other.getId().equals(own));
        });
    }
}
