package io.github.gatehouse.signin.keycloak;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Who has an agent ID. Each spelling is one search for an exact value, which the database has an index for; it is not
 * narrowed to the people whom an administrator may see, as the search of the Admin Console is.
 */
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

    /** Those meant by a typed ID: who has it as typed or in lower case. */
    List<UserModel> meantBy(String typed) {
        return having(Stream.of(typed, typed.toLowerCase(Locale.ROOT)));
    }

    /**
     * Those who would meet with somebody who gets this ID, or this user name: besides {@link #meantBy} who has it in
     * upper case, and so would be found beside it, or behind it, when that is typed.
     */
    List<UserModel> clashingWith(String entered) {
        return having(Stream.of(entered, entered.toLowerCase(Locale.ROOT), entered.toUpperCase(Locale.ROOT)));
    }

    private List<UserModel> having(Stream<String> spellings) {
        return spellings
                .distinct()
                .flatMap(id -> session.users()
                        .searchForUserByUserAttributeStream(realm, attribute, id)
                        .limit(PEOPLE))
                .toList();
    }
}
