package io.github.gatehouse.it;

import static io.github.gatehouse.it.CappedRealm.tokens;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.gatehouse.it.support.Http;
import io.github.gatehouse.it.support.LongTest;
import io.github.gatehouse.it.support.OwnKeycloak;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Tree;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ways that Keycloak has only where somebody switches their feature on, each with a cap of one. */
@LongTest
class SessionLimitOptionalWaysIT {

    private static final String CLIENT = "desk";

    private static OwnKeycloak keycloak;

    private CappedRealm cap;
    private Person supervisor;
    private Person person;

    @BeforeAll
    static void start() {
        keycloak = OwnKeycloak.withTheBundle("optional-ways")
                .withFeatures("token-exchange", "docker")
                .start(Tree.root().resolve("realm-export.json"));
    }

    @AfterAll
    static void end() {
        if (keycloak != null) {
            keycloak.close();
        }
    }

    @BeforeEach
    void prepare() {
        cap = new CappedRealm(keycloak);
        cap.prepare();
        cap.addClient(CLIENT);
        supervisor = keycloak.people().withPassword(People.PASSWORD);
        person = keycloak.people().withPassword(People.PASSWORD);
        String management = keycloak.realm()
                .clients()
                .findByClientId("realm-management")
                .get(0)
                .getId();
        keycloak.realm()
                .users()
                .get(supervisor.id())
                .roles()
                .clientLevel(management)
                .add(List.of(keycloak.realm()
                        .clients()
                        .get(management)
                        .roles()
                        .get("impersonation")
                        .toRepresentation()));
    }

    @AfterEach
    void asShipped() {
        cap.asShipped();
    }

    /** Somebody who may impersonate gets tokens of another person, in a session of that person that begins with it. */
    @Test
    void theLegacyTokenExchangeIsRefusedAtTheCapAndNothingEnds() {
        cap.setToOne("ask", "deny");
        String live = cap.signInElsewhere(person);
        JsonNode own = tokens(cap.grant(CLIENT, supervisor));

        HttpResponse<String> refused = exchange(own);

        // Its event names no session: it is refused where that is written, which Keycloak tries for ten seconds.
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(500);
        cap.isOnly(live, person);
        assertThat(cap.events("LOGOUT", person)).isEmpty();
        assertThat(keycloak.logText())
                .contains("did not begin: no place (user)")
                .doesNotContain("stays in the cache");
        cap.signOutEverywhere(person);
        tokens(exchange(own));
        assertThat(cap.sessions(person)).hasSize(1);
    }

    @Test
    void theLegacyTokenExchangeEndsTheOldestWhereTheRealmSaysSo() {
        cap.setToOne("ask", "end-oldest");
        String live = cap.signInElsewhere(person);

        tokens(exchange(tokens(cap.grant(CLIENT, supervisor))));

        assertThat(cap.sessions(person))
                .singleElement()
                .satisfies(session -> assertThat(session.getId()).isNotEqualTo(live));
        assertThat(cap.events("LOGOUT", person)).hasSize(1);
    }

    @Test
    void aRegistryOfContainerImagesGetsATokenAndNoSession() {
        cap.setToOne("ask", "deny");
        String live = cap.signInElsewhere(person);
        String id = cap.addClient("registry", client -> client.setProtocol("docker-v2"));

        JsonNode answer = tokens(Http.send(Http.basic(
                keycloak.realmUrl() + "/protocol/docker-v2/auth?service=registry",
                person.userName(),
                People.PASSWORD)));

        assertThat(answer.path("token").asText()).isNotEmpty();
        cap.isOnly(live, person);
        assertThat(keycloak.realm().clients().get(id).getUserSessions(0, 10)).isEmpty();
        assertThat(cap.events("LOGOUT", person)).isEmpty();
    }

    private HttpResponse<String> exchange(JsonNode own) {
        return keycloak.tokens(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:token-exchange",
                "client_id",
                CLIENT,
                "subject_token",
                own.get("access_token").asText(),
                "requested_subject",
                person.userName());
    }
}
