package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.LongTest;
import io.github.gatehouse.it.support.OwnKeycloak;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.SignInTest;
import io.github.gatehouse.it.support.Tree;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.representations.idm.UserSessionRepresentation;

/** The applications of a sign-in that ends for another one are told, and none of them can hold the other one up. */
@SignInTest
class EndedApplicationsIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String LOGOUT = "http://schemas.openid.net/event/backchannel-logout";
    private static final Map<String, String> ONE_AT_A_TIME =
            Map.of("userLimit", "1", "atLimit", "end-oldest", "atLimitWithoutPage", "end-oldest");

    private final KeycloakUnderTest keycloak;
    private final CappedRealm cap;
    private final Person person;

    EndedApplicationsIT(KeycloakUnderTest keycloak, People people) {
        this.keycloak = keycloak;
        this.cap = new CappedRealm(keycloak);
        this.person = people.withPassword(People.PASSWORD);
    }

    @BeforeEach
    void prepare() {
        cap.prepare();
        cap.set(ONE_AT_A_TIME);
    }

    @AfterEach
    void asShipped() {
        cap.asShipped();
    }

    @Test
    void theApplicationGetsALogoutTokenOfTheEndedSession() throws InterruptedException {
        try (RelyingParty desk = RelyingParty.start(keycloak, "desk", RelyingParty.Answer.OK)) {
            String ended = cap.signInElsewhere(desk.clientId(), person);

            cap.signInElsewhere(person);

            isOf(desk.awaitLogoutToken(SOON), desk, ended);
            assertThat(desk.awaitLogoutToken(Duration.ZERO)).as("a second one").isNull();
            assertThat(cap.events("LOGOUT", person)).singleElement().satisfies(event -> {
                assertThat(event.getSessionId()).isEqualTo(ended);
                assertThat(event.getDetails()).containsEntry("reason", "session_limit");
            });
        }
    }

    /** Keycloak waits five seconds for an answer (its http client's socket-timeout-millis). */
    @ParameterizedTest
    @CsvSource({"ERROR, 5", "NONE, 9"})
    void anApplicationThatFailsOrDoesNotAnswerHoldsNobodyUpForLong(RelyingParty.Answer answer, int seconds)
            throws InterruptedException {
        try (RelyingParty broken = RelyingParty.start(keycloak, "broken", answer);
                RelyingParty desk = RelyingParty.start(keycloak, "desk", RelyingParty.Answer.OK)) {
            cap.set(Map.of("userLimit", "0"));
            String atBroken = cap.signInElsewhere(broken.clientId(), person);
            String atDesk = cap.signInElsewhere(desk.clientId(), person);
            cap.set(ONE_AT_A_TIME);
            long before = System.nanoTime();

            String live = cap.signInElsewhere(person);

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(seconds));
            isOf(broken.awaitLogoutToken(SOON), broken, atBroken);
            isOf(desk.awaitLogoutToken(SOON), desk, atDesk);
            assertThat(cap.sessions(person))
                    .extracting(UserSessionRepresentation::getId)
                    .containsExactly(live);
            assertThat(cap.events("LOGOUT", person)).hasSize(2);
        }
    }

    /** The ended session is in the database only: no cache has it when it ends. */
    @LongTest
    @Test
    void theApplicationIsToldAlsoWhenTheServerWasStartedAnewInBetween() throws InterruptedException {
        try (OwnKeycloak own = OwnKeycloak.withTheBundle("ended-applications")
                .start(Tree.root().resolve("realm-export.json"))) {
            CappedRealm its = new CappedRealm(own);
            Person somebody = own.people().withPassword(People.PASSWORD);
            its.prepare();
            its.set(ONE_AT_A_TIME);
            try (RelyingParty desk = RelyingParty.start(own, "desk", RelyingParty.Answer.OK)) {
                String ended = its.signInElsewhere(desk.clientId(), somebody);
                own.stop();
                own.start(null);

                its.signInElsewhere(somebody);

                JsonNode token = desk.awaitLogoutToken(SOON);
                assertThat(token).isNotNull();
                assertThat(token.path("sid").asText()).isEqualTo(ended);
                assertThat(its.events("LOGOUT", somebody)).hasSize(1);
            }
        }
    }

    private void isOf(JsonNode token, RelyingParty party, String session) {
        assertThat(token).as("the logout token of " + party.clientId()).isNotNull();
        assertThat(token.path("iss").asText()).isEqualTo(keycloak.realmUrl());
        assertThat(token.path("aud").asText()).isEqualTo(party.clientId());
        assertThat(token.path("sub").asText()).isEqualTo(person.id());
        assertThat(token.path("sid").asText()).isEqualTo(session);
        assertThat(token.path("events").has(LOGOUT)).isTrue();
        assertThat(token.path("jti").asText()).isNotBlank();
        assertThat(token.path("exp").asLong()).isGreaterThan(token.path("iat").asLong());
        assertThat(token.has("nonce")).isFalse();
    }
}
