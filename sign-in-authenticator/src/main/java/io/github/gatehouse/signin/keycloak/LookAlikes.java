package io.github.gatehouse.signin.keycloak;

import io.github.gatehouse.resetcredentials.LookAlike;
import io.github.gatehouse.resetcredentials.MaskedAddress;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKey;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.KeyUse;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Feeds {@link LookAlike} with a realm's secret and people. */
final class LookAlikes {

    /** Enough to get past people without an address; more would only cost time. */
    private static final int PEOPLE_PER_SEARCH = 5;

    /** For a realm where nobody has an address: there every name gets a look-alike. */
    private static final MaskedAddress NOBODYS = new MaskedAddress("", "", "example.com");

    private final KeycloakSession session;
    private final RealmModel realm;

    LookAlikes(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /**
     * The look-alike for a name.
     *
     * @param typed as typed, null for none
     */
    MaskedAddress lookAlike(String typed) {
        LookAlike lookAlike = new LookAlike(secret(), realm.getId(), typed == null ? "" : typed);
        return lookAlike.modelSearches().stream()
                .map(this::firstWithAddress)
                .flatMap(Optional::stream)
                .findFirst()
                .map(model -> lookAlike.imitating(model.getUsername(), address(model)))
                .orElseGet(() -> lookAlike.imitating("", NOBODYS));
    }

    private Optional<UserModel> firstWithAddress(String partOfUserName) {
        // In the order of user names, as Keycloak's own store answers.
        return session.users()
                .searchForUserStream(
                        realm,
                        Map.of(UserModel.USERNAME, partOfUserName, UserModel.INCLUDE_SERVICE_ACCOUNT, "false"),
                        0,
                        PEOPLE_PER_SEARCH)
                .filter(person -> MaskedAddress.of(person.getEmail()).isPresent())
                .findFirst();
    }

    private static MaskedAddress address(UserModel person) {
        return MaskedAddress.of(person.getEmail()).orElseThrow();
    }

    /** The key that signs the realm's cookies: on all nodes the same, in no export for outsiders, seldom changed. */
    private SecretKey secret() {
        return session.keys().getActiveKey(realm, KeyUse.SIG, Algorithm.HS512).getSecretKey();
    }
}
