package io.github.gatehouse.it;

import static io.github.gatehouse.it.ScriptedSignIn.State.DENIED;
import static io.github.gatehouse.it.ScriptedSignIn.State.NO_ANSWER;
import static io.github.gatehouse.it.ScriptedSignIn.State.SIGNED_IN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.ScriptedSignIn.State;
import io.github.gatehouse.it.support.LiveRows;
import io.github.gatehouse.it.support.LongTest;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.ServerClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same as {@link StrictCapIT} often and in all variants, and when a node dies. */
@LongTest
class StrictCapManyTimesIT {

    private static final int ROUNDS = 20;

    private static CapRaces races;

    @BeforeAll
    static void start() {
        races = new CapRaces();
    }

    @AfterAll
    static void end() {
        if (races != null) {
            races.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"deny, 1", "deny, 2", "end-oldest, 1", "end-oldest, 2", "ask, 1", "ask, 2"})
    void ofFortyAtOnceTwentyTimesNoMoreThanTheCapAreEverLive(String atLimit, int nodeCount) {
        races.ofOnePerson(atLimit, nodeCount, ROUNDS);
    }

    @ParameterizedTest
    @CsvSource({"deny, 1", "deny, 2", "end-oldest, 1", "end-oldest, 2", "ask, 1", "ask, 2"})
    void ofFortyAtOnceTwentyTimesNoMoreThanTheCapOfTheRealmAreEverLive(String atLimit, int nodeCount) {
        races.ofTheRealm(atLimit, nodeCount, ROUNDS);
    }

    @ParameterizedTest
    @CsvSource({
        "FORCED_CHANGE, deny", "FORCED_CHANGE, end-oldest", "FORCED_CHANGE, ask",
        "CONSENT, deny", "CONSENT, end-oldest", "CONSENT, ask",
        "PROFILE_UPDATE, deny", "PROFILE_UPDATE, end-oldest", "PROFILE_UPDATE, ask"
    })
    void signInsThatWaitPassTheCapNeitherOneByOneNorAtOnce(CapRaces.Wait wait, String atLimit) {
        races.parked(wait, atLimit, false);
        races.parked(wait, atLimit, true);
    }

    @Test
    void withACapOfOneSignOutAndAnotherSignInAtOnceWorkTwoHundredTimes() {
        races.signOutAndIn(200);
    }

    @Test
    void aNodeKilledInTheMiddleOfTwoHundredSignInsTakesNoPlaceAlongForMoreThanAMinute() {
        int times = 5;
        int persons = 20;
        races.realm.cap(CapRaces.CAP, "deny");
        List<String> seen = new ArrayList<>();
        for (int time = 0; time < times; time++) {
            List<Person> people = IntStream.range(0, persons)
                    .mapToObj(i -> races.realm.person())
                    .toList();
            try (LiveRows rows = LiveRows.of(races.nodes)) {
                List<State> states = killedInTheMiddle(people, time);
                people.forEach(person ->
                        assertThat(rows.most(person)).as("live at one instant").isLessThanOrEqualTo(CapRaces.CAP));

                // Leases are by the servers' clock; the one that is left has a minute more.
                ServerClock clock = races.nodes.first().clock();
                clock.advance(Duration.ofSeconds(61));
                for (Person person : people) {
                    State last = SIGNED_IN;
                    for (int i = 0; i <= CapRaces.CAP && last == SIGNED_IN; i++) {
                        last = new ScriptedSignIn(races.nodes.first(), person, RaceRealm.PORTAL, i).signIn();
                    }
                    assertThat(last).as("one more than the cap").isEqualTo(DENIED);
                    assertThat(rows.now(person)).as("live a minute later").isEqualTo(CapRaces.CAP);
                    assertThat(rows.most(person)).as("live at one instant").isLessThanOrEqualTo(CapRaces.CAP);
                }
                clock.advance(Duration.ofSeconds(-61));
                seen.add(CapRaces.counted(states));
            }
            races.nodes.startAgain(races.nodes.second());
        }
        System.out.printf("One of two nodes killed in the middle of 200 sign-ins, cap %d: %s%n", CapRaces.CAP, seen);
    }

    /** Ten sign-ins of each person, half of them on the node that is killed when some have been answered. */
    private static List<State> killedInTheMiddle(List<Person> people, int time) {
        int each = 10;
        int answersBefore = 20;
        List<ScriptedSignIn> signIns = new ArrayList<>();
        people.forEach(
                person -> signIns.addAll(races.realm.opened(each, person, RaceRealm.PORTAL, races.nodes.both())));
        Collections.shuffle(signIns, new Random(time));
        CountDownLatch answered = new CountDownLatch(answersBefore);
        Thread killer = new Thread(() -> {
            try {
                // Should so many not come, the killing comes too late, and the test says so.
                answered.await(1, TimeUnit.MINUTES);
                races.nodes.second().kill();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        killer.start();
        List<State> states = AtOnce.each(signIns, signIn -> {
            State state = signIn.send();
            if (state != NO_ANSWER && signIn.isOn(races.nodes.second())) {
                answered.countDown();
            }
            return state;
        });
        try {
            killer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        long unanswered = Collections.frequency(states, NO_ANSWER);
        assertThat(unanswered).as("unanswered: too late").isPositive();
        assertThat(unanswered)
                .as("unanswered: too early")
                .isLessThanOrEqualTo(each * people.size() / 2 - answersBefore);
        return states;
    }
}
