package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.ServerClock;
import io.github.gatehouse.it.support.SignInTest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.EventRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** A program that signs somebody in with a temporary password sees what it sees of a wrong password. */
@SignInTest
class TemporaryPasswordDirectGrantIT {

    private static final String WRONG = "Wr0ngPassword!";

    @BeforeAll
    static void allowTheDirectGrant(KeycloakUnderTest keycloak) {
        TemporaryPasswordCalls.allowTheDirectGrant(keycloak);
        update(keycloak, realm -> realm.setEventsEnabled(true));
    }

    @AfterAll
    static void keepNoMoreEvents(KeycloakUnderTest keycloak) {
        update(keycloak, realm -> realm.setEventsEnabled(false));
        keycloak.realm().clearEvents();
    }

    @Test
    void answerAndEventAreThoseOfAWrongPasswordAndItCountsForNothing(KeycloakUnderTest keycloak, People people) {
        assertLooksWrong(keycloak, people.add());
    }

    @Test
    void theSameInAFlowWithoutTheStep(KeycloakUnderTest keycloak, People people) {
        update(keycloak, realm -> realm.setDirectGrantFlow("direct grant"));
        try {
            assertLooksWrong(keycloak, people.add());
        } finally {
            update(keycloak, realm -> realm.setDirectGrantFlow("gatehouse direct grant"));
        }
    }

    @Test
    void anExpiredOneLooksTheSameAndCounts(KeycloakUnderTest keycloak, People people, ServerClock clock) {
        Person person = people.add();
        clock.advance(Duration.ofHours(72));
        Seen wrong = grant(keycloak, person, WRONG);

        assertThat(grant(keycloak, person, person.temporaryPassword())).isEqualTo(wrong);
        assertThat(failures(keycloak, person)).isEqualTo(2);
    }

    /** Stock says "Account disabled" to the right password only. */
    @Test
    void aDisabledAccountDoesNotTellThatItIsTheRightOne(KeycloakUnderTest keycloak, People people) {
        Person person = people.add();
        UserRepresentation user = keycloak.realm().users().get(person.id()).toRepresentation();
        user.setEnabled(false);
        keycloak.realm().users().get(person.id()).update(user);
        Seen wrong = grant(keycloak, person, WRONG);
        assertThat(wrong.body()).contains("Invalid user credentials");

        assertThat(grant(keycloak, person, person.temporaryPassword())).isEqualTo(wrong);
    }

    @Test
    void itTakesAsLongAsAWrongOne(KeycloakUnderTest keycloak, People people) {
        TemporaryPasswordCalls.withSlowHash(keycloak, () -> {
            Person person = people.add();
            Duration right = median(keycloak, person, person.temporaryPassword());
            Duration wrong = median(keycloak, person, WRONG);

            assertThat(right).isBetween(wrong.dividedBy(2), wrong.multipliedBy(2));
        });
    }

    private static void assertLooksWrong(KeycloakUnderTest keycloak, Person person) {
        Seen wrong = grant(keycloak, person, WRONG);
        assertThat(wrong.body()).contains("Invalid user credentials");
        assertThat(wrong.events()).hasSize(1);

        assertThat(grant(keycloak, person, person.temporaryPassword())).isEqualTo(wrong);
        assertThat(failures(keycloak, person)).as("counted failures").isEqualTo(1);
        assertThat(TemporaryPasswordCalls.state(keycloak, person)).containsEntry("state", "active");
        assertThat(FormSignIn.leadsTo(keycloak, person, person.temporaryPassword()))
                .isEqualTo(FormSignIn.CHOOSES_PASSWORD);
    }

    /** What a caller, and who reads the events, can tell apart. */
    private record Seen(int status, Map<String, List<String>> headers, String body, List<String> events) {}

    private static Seen grant(KeycloakUnderTest keycloak, Person person, String password) {
        keycloak.realm().clearEvents();
        HttpResponse<String> answer = TemporaryPasswordCalls.directGrantAnswer(keycloak, person.userName(), password);
        Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
        headers.remove("date");
        return new Seen(answer.statusCode(), headers, answer.body(), events(keycloak, person));
    }

    private static List<String> events(KeycloakUnderTest keycloak, Person person) {
        return keycloak.realm().getEvents(null, null, null, null, null, null, null, null).stream()
                .peek(event -> assertThat(event.getUserId()).isIn(person.id(), null))
                .map(TemporaryPasswordDirectGrantIT::described)
                .toList();
    }

    /** Without time and id. */
    private static String described(EventRepresentation event) {
        return event.getType() + " " + event.getError() + " " + event.getClientId() + " " + event.getSessionId() + " "
                + new TreeMap<>(event.getDetails());
    }

    private static Object failures(KeycloakUnderTest keycloak, Person person) {
        return keycloak.realm()
                .attackDetection()
                .bruteForceUserStatus(person.id())
                .get("numFailures");
    }

    /** Of seven, fewer than lock a person; the first warms up. */
    private static Duration median(KeycloakUnderTest keycloak, Person person, String password) {
        grant(keycloak, person, password);
        return Stream.generate(() -> {
                    Instant began = Instant.now();
                    TemporaryPasswordCalls.directGrant(keycloak, person.userName(), password);
                    return Duration.between(began, Instant.now());
                })
                .limit(7)
                .sorted()
                .toList()
                .get(3);
    }

    private static void update(KeycloakUnderTest keycloak, Consumer<RealmRepresentation> change) {
        RealmRepresentation realm = keycloak.realm().toRepresentation();
        change.accept(realm);
        keycloak.realm().update(realm);
    }
}
