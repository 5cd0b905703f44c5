package io.github.gatehouse.it;

import static io.github.gatehouse.it.ScriptedSignIn.State.ASKED;
import static io.github.gatehouse.it.ScriptedSignIn.State.DENIED;
import static io.github.gatehouse.it.ScriptedSignIn.State.SIGNED_IN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.SignInTest;
import io.github.gatehouse.localserver.FormBrowser;
import io.github.gatehouse.localserver.LimitedRealm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.EventRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserSessionRepresentation;

/** The cap on the sign-ins of everybody in a realm, at two, in a realm without a cap for each of them. */
@SignInTest
class SessionLimitPerRealmIT {

    private static final String REALM = "small";

    private final KeycloakUnderTest keycloak;
    private RealmResource realm;
    private String anna;
    private String ben;

    SessionLimitPerRealmIT(KeycloakUnderTest keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeEach
    void keepNoRealm() {
        realm = null;
    }

    @AfterEach
    void removeRealm() {
        if (realm != null) {
            realm.remove();
        }
    }

    @Test
    void whoComesToAFullRealmIsRefusedUntilSomebodyIsGone() {
        atLimit("deny");
        signIn("anna");
        signIn("ben");

        ScriptedSignIn third = opened("carl");
        assertThat(third.send()).isEqualTo(DENIED);
        assertThat(third.saw())
                .contains("All 2 sign-ins that your organization allows to everybody together are in use.")
                .doesNotContain("The oldest began");
        assertThat(realm.getEvents(List.of("LOGIN_ERROR"), null, null, null, null, null, null, null))
                .singleElement()
                .extracting(EventRepresentation::getDetails)
                .satisfies(details -> assertThat(details)
                        .containsEntry("limit_scope", "realm")
                        .containsEntry("limit", "2")
                        .containsEntry("live", "2"));

        realm.users().get(anna).logout();
        assertThat(opened("carl").send()).isEqualTo(SIGNED_IN);
    }

    @Test
    void whoHasSignInsOfHisOwnIsAskedAndNobodyElse() {
        atLimit("ask");
        signIn("anna");
        signIn("ben");

        ScriptedSignIn second = opened("anna");
        assertThat(second.send()).isEqualTo(ASKED);
        assertThat(second.saw()).contains("All 2 sign-ins that your organization allows to everybody together");
        assertThat(second.choices()).containsExactlyElementsOf(sessions(anna));
        assertThat(opened("carl").send()).as("has none to end").isEqualTo(DENIED);
        assertThat(second.choose()).isEqualTo(SIGNED_IN);

        assertThat(sessions(anna)).hasSize(1);
        assertThat(sessions(ben)).hasSize(1);
    }

    @Test
    void onlyTheOldestOfTheSamePersonEnds() {
        atLimit("end-oldest");
        signIn("anna");
        List<String> before = sessions(anna);
        signIn("ben");

        assertThat(opened("carl").send()).isEqualTo(DENIED);
        assertThat(opened("anna").send()).isEqualTo(SIGNED_IN);

        assertThat(sessions(anna)).hasSize(1).doesNotContainAnyElementsOf(before);
        assertThat(sessions(ben)).hasSize(1);
    }

    @Test
    void aWayWithoutTheStepIsRefusedAsWell() {
        atLimit("deny");
        ClientRepresentation client =
                realm.clients().findByClientId(LimitedRealm.CLIENT).get(0);
        client.setDirectAccessGrantsEnabled(true);
        realm.clients().get(client.getId()).update(client);
        assertThat(grant().status()).isEqualTo(200);
        assertThat(grant().status()).isEqualTo(200);

        FormBrowser.Answer third = grant();

        assertThat(third.status()).isEqualTo(403);
        assertThat(third.body()).contains("access_denied", "All 2 sign-ins that your organization allows");
        assertThat(sessions(anna)).hasSize(2);
    }

    /** Farther from the cap than a tenth nobody waits for anybody, and all places can be used. */
    @Test
    void asManyGetInAsThereArePlaces() {
        make(Map.of("userLimit", "0", "realmLimit", "12", "atLimit", "deny"));
        for (int i = 0; i < 12; i++) {
            signIn("anna");
        }

        assertThat(opened("anna").send()).isEqualTo(DENIED);
        assertThat(sessions(anna)).hasSize(12);
    }

    private void atLimit(String behaviour) {
        make(Map.of("userLimit", "0", "realmLimit", "2", "atLimit", behaviour));
    }

    private void make(Map<String, String> settings) {
        realm = LimitedRealm.make(keycloak.admin(), REALM, LimitedRealm.CHEAP_HASH, "session-limit", settings);
        RealmRepresentation representation = realm.toRepresentation();
        representation.setEventsEnabled(true);
        realm.update(representation);
        anna = LimitedRealm.addPerson(realm, "anna");
        ben = LimitedRealm.addPerson(realm, "ben");
        LimitedRealm.addPerson(realm, "carl");
    }

    private void signIn(String userName) {
        assertThat(opened(userName).send()).isEqualTo(SIGNED_IN);
    }

    private ScriptedSignIn opened(String userName) {
        return new ScriptedSignIn(realmUrl(), userName, LimitedRealm.PASSWORD, LimitedRealm.CLIENT, 0).open();
    }

    private FormBrowser.Answer grant() {
        return new FormBrowser()
                .send(
                        realmUrl() + "/protocol/openid-connect/token",
                        List.of(
                                "grant_type",
                                "password",
                                "client_id",
                                LimitedRealm.CLIENT,
                                "username",
                                "anna",
                                "password",
                                LimitedRealm.PASSWORD));
    }

    private List<String> sessions(String user) {
        return realm.users().get(user).getUserSessions().stream()
                .map(UserSessionRepresentation::getId)
                .toList();
    }

    private String realmUrl() {
        return keycloak.baseUrl() + "/realms/" + REALM;
    }
}
