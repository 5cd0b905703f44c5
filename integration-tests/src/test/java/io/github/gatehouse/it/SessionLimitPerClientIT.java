package io.github.gatehouse.it;

import static io.github.gatehouse.it.ScriptedSignIn.State.ASKED;
import static io.github.gatehouse.it.ScriptedSignIn.State.DENIED;
import static io.github.gatehouse.it.ScriptedSignIn.State.SIGNED_IN;
import static io.github.gatehouse.it.ScriptedSignIn.State.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.SignInTest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.UserSessionRepresentation;

/** The cap on the sign-ins of one person that have the same client, at one. */
@SignInTest
class SessionLimitPerClientIT {

    private static final String DESK = "desk";
    private static final String PHONE = "phone";

    private final KeycloakUnderTest keycloak;
    private final CappedRealm cap;
    private final Person person;

    SessionLimitPerClientIT(KeycloakUnderTest keycloak, People people) {
        this.keycloak = keycloak;
        this.cap = new CappedRealm(keycloak);
        this.person = people.withPassword(People.PASSWORD);
    }

    @BeforeEach
    void prepare() {
        cap.prepare();
        add(DESK, "desk <b>7</b>");
        add(PHONE, "Phone");
    }

    private void add(String clientId, String name) {
        cap.addClient(clientId, client -> {
            client.setName(name);
            client.setPublicClient(true);
            client.setDirectAccessGrantsEnabled(true);
            client.setRedirectUris(List.of(ScriptedSignIn.REDIRECT_URI));
        });
    }

    @AfterEach
    void asShipped() {
        cap.asShipped();
    }

    @Test
    void theDirectGrantIsRefusedForThisClientAndNotForAnother() {
        atLimit("deny");
        cap.signInElsewhere(DESK, person);

        HttpResponse<String> second = cap.grant(DESK, person);

        assertThat(second.statusCode()).isEqualTo(400);
        assertThat(second.body())
                .contains("\"invalid_grant\"", "Your organization allows 1 at once for desk, and all are in use.");
        assertThat(cap.events("LOGIN_ERROR", person)).singleElement().satisfies(event -> {
            assertThat(event.getError()).isEqualTo("session_limit_reached");
            assertThat(event.getDetails())
                    .containsEntry("limit_scope", "client")
                    .containsEntry("limit", "1")
                    .containsEntry("live", "1");
        });
        cap.signInElsewhere(person);
        assertThat(cap.sessions(person)).hasSize(2);
    }

    @Test
    void whoGoesOnToAClientInUseElsewhereIsAskedAboutThoseSignInsOnly() {
        atLimit("ask");
        String elsewhere = cap.signInElsewhere(DESK, person);
        ScriptedSignIn here = signedInTo(PHONE);

        assertThat(here.goOnTo(DESK)).isEqualTo(ASKED);
        assertThat(here.saw())
                .contains("You are signed in somewhere else already")
                .contains("1 is the most your organization allows at once for desk &lt;b&gt;7&lt;/b&gt;.");
        assertThat(here.choices()).containsExactly(elsewhere);
        assertThat(cap.sessions(person)).as("nothing ended yet").hasSize(2);

        assertThat(here.choose()).isEqualTo(SIGNED_IN);
        assertThat(cap.sessions(person)).singleElement().satisfies(session -> {
            assertThat(session.getId()).isNotEqualTo(elsewhere);
            assertThat(session.getClients()).containsValues(DESK, PHONE);
        });
        assertThat(here.goOnTo(DESK)).as("a client that it has").isEqualTo(SIGNED_IN);
    }

    @Test
    void whoGoesOnToAClientEndsTheOldestThatHasIt() {
        atLimit("end-oldest");
        String withDesk = cap.signInElsewhere(DESK, person);
        String withoutDesk = cap.signInElsewhere(person);
        ScriptedSignIn here = signedInTo(PHONE);

        assertThat(here.goOnTo(DESK)).isEqualTo(SIGNED_IN);

        assertThat(cap.sessions(person))
                .hasSize(2)
                .extracting(UserSessionRepresentation::getId)
                .contains(withoutDesk)
                .doesNotContain(withDesk);
    }

    @Test
    void whoIsRefusedForAClientStaysSignedInWhereHeIs() {
        atLimit("deny");
        cap.signInElsewhere(DESK, person);
        ScriptedSignIn here = signedInTo(PHONE);

        assertThat(here.goOnTo(DESK)).isEqualTo(DENIED);
        assertThat(here.saw())
                .contains("Your organization allows 1 at once for desk &lt;b&gt;7&lt;/b&gt;, and all are in use.")
                .contains("The oldest began at");

        assertThat(here.goOnTo(PHONE)).isEqualTo(SIGNED_IN);
        assertThat(cap.sessions(person))
                .hasSize(2)
                .allSatisfy(session -> assertThat(session.getClients()).hasSize(1));
    }

    @Test
    void aSilentCheckAsksNobodyAndChangesNothing() {
        atLimit("ask");
        String elsewhere = cap.signInElsewhere(DESK, person);
        ScriptedSignIn here = signedInTo(PHONE);

        assertThat(here.isSignedInStill(DESK)).isFalse();

        assertThat(here.isSignedInStill(PHONE)).isTrue();
        assertThat(cap.sessions(person))
                .hasSize(2)
                .extracting(UserSessionRepresentation::getId)
                .contains(elsewhere);
    }

    @Test
    void aPlaceIsHeldWhileThePersonIsAtTheConsentOfTheFurtherClient() {
        atLimit("deny");
        ClientRepresentation client =
                keycloak.realm().clients().findByClientId(DESK).get(0);
        client.setConsentRequired(true);
        keycloak.realm().clients().get(client.getId()).update(client);
        ScriptedSignIn here = signedInTo(PHONE);
        add("mail", "Mail");
        ScriptedSignIn there = signedInTo("mail");

        assertThat(here.goOnTo(DESK)).isEqualTo(WAITING);
        // Live sign-ins have it nowhere: what was left behind locks nobody out, and is decided about again.
        assertThat(there.goOnTo(DESK)).isEqualTo(WAITING);
        assertThat(there.finish()).isEqualTo(SIGNED_IN);

        assertThat(here.finish()).isNotEqualTo(SIGNED_IN);
        assertThat(cap.sessions(person))
                .filteredOn(session -> session.getClients().containsValue(DESK))
                .hasSize(1);
    }

    @Test
    void theTightestOfTheCapsOfUserAndClientHolds() {
        cap.set(Map.of("userLimit", "2", "clientLimit", "1", "atLimitWithoutPage", "end-oldest"));
        String withDesk = cap.signInElsewhere(DESK, person);
        String oldestOfAll = cap.signInElsewhere(person);
        cap.signInElsewhere(DESK, person);

        // One sign-in ends for both caps, and not one for each.
        assertThat(cap.sessions(person))
                .hasSize(2)
                .extracting(UserSessionRepresentation::getId)
                .contains(oldestOfAll)
                .doesNotContain(withDesk);
        assertThat(cap.events("LOGOUT", person)).hasSize(1);
    }

    private void atLimit(String behaviour) {
        cap.set(Map.of("userLimit", "0", "clientLimit", "1", "atLimit", behaviour));
    }

    private ScriptedSignIn signedInTo(String clientId) {
        ScriptedSignIn signIn = new ScriptedSignIn(keycloak, person, clientId, 0).open();
        assertThat(signIn.send()).isEqualTo(SIGNED_IN);
        return signIn;
    }
}
