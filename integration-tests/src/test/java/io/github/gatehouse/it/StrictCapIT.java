package io.github.gatehouse.it;

import static io.github.gatehouse.it.ScriptedSignIn.State.DENIED;
import static io.github.gatehouse.it.ScriptedSignIn.State.FAILED;
import static io.github.gatehouse.it.ScriptedSignIn.State.NO_ANSWER;
import static io.github.gatehouse.it.ScriptedSignIn.State.SIGNED_IN;
import static io.github.gatehouse.it.ScriptedSignIn.State.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.ScriptedSignIn.State;
import io.github.gatehouse.it.support.LiveRows;
import io.github.gatehouse.it.support.LongTest;
import io.github.gatehouse.it.support.Node;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.ServerClock;
import io.github.gatehouse.it.support.TwoNodes;
import io.github.gatehouse.localserver.LimitedRealm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.admin.client.resource.RealmResource;

/**
 * The cap when sign-ins of one person meet: on one node, on two nodes of one database, at pages that wait, and when a
 * node dies. Live sign-ins are the rows of the database, counted every 20 milliseconds. Prints what it saw.
 */
class StrictCapIT {

    private static final int CAP = 3;
    private static final int AT_ONCE = 40;
    private static final int PARKED = 10;
    private static final int FEW_ROUNDS = 1;
    private static final int MANY_ROUNDS = 20;
    /** However slow the machine: the counting went on while the race did. */
    private static final int LEAST_SAMPLES = 3;

    private static TwoNodes nodes;
    private static RaceRealm realm;

    /** What a sign-in waits for before it has a session. */
    enum Wait {
        FORCED_CHANGE(RaceRealm.PORTAL, "UPDATE_PASSWORD"),
        CONSENT(RaceRealm.WITH_CONSENT),
        PROFILE_UPDATE(RaceRealm.PORTAL, "UPDATE_PROFILE");

        private final String clientId;
        private final String[] actions;

        Wait(String clientId, String... actions) {
            this.clientId = clientId;
            this.actions = actions;
        }
    }

    @BeforeAll
    static void start() {
        nodes = TwoNodes.joined();
        realm = new RaceRealm(nodes);
    }

    @AfterAll
    static void end() {
        if (nodes != null) {
            nodes.close();
        }
    }

    /** The control: where this holds too, the sign-ins did not meet, and the other tests prove nothing. */
    @Test
    void aBareCountLetsMoreInThanTheCapSoTheSignInsDoMeet() {
        RealmResource counted = LimitedRealm.make(
                nodes.first().admin(),
                "counted",
                LimitedRealm.CHEAP_HASH,
                "user-session-limits",
                Map.of("userRealmLimit", Integer.toString(CAP), "behavior", "Deny new session"));
        List<Integer> live = new ArrayList<>();
        for (int round = 0; round < 5 && live.stream().noneMatch(sessions -> sessions > CAP); round++) {
            String userName = "counted" + round;
            String id = LimitedRealm.addPerson(counted, userName);
            String realmUrl = nodes.first().baseUrl() + "/realms/counted";
            List<ScriptedSignIn> signIns = IntStream.range(0, AT_ONCE)
                    .mapToObj(
                            i -> new ScriptedSignIn(realmUrl, userName, LimitedRealm.PASSWORD, LimitedRealm.CLIENT, i))
                    .toList();
            AtOnce.each(signIns, ScriptedSignIn::open);
            AtOnce.each(signIns, ScriptedSignIn::send);
            live.add(counted.users().get(id).getUserSessions().size());
        }
        System.out.printf("Control: a bare count, cap %d, %d at once: %s live%n", CAP, AT_ONCE, live);

        assertThat(live)
                .as("the race did not happen: not even a bare count let more than the cap in")
                .anyMatch(sessions -> sessions > CAP);
    }

    @ParameterizedTest
    @CsvSource({"deny, 1", "deny, 2", "end-oldest, 1", "end-oldest, 2", "ask, 1", "ask, 2"})
    void ofFortyAtOnceNoMoreThanTheCapAreEverLive(String atLimit, int nodeCount) {
        race(atLimit, nodeCount, FEW_ROUNDS);
    }

    @LongTest
    @ParameterizedTest
    @CsvSource({"deny, 1", "deny, 2", "end-oldest, 1", "end-oldest, 2", "ask, 1", "ask, 2"})
    void ofFortyAtOnceTwentyTimesNoMoreThanTheCapAreEverLive(String atLimit, int nodeCount) {
        race(atLimit, nodeCount, MANY_ROUNDS);
    }

    @ParameterizedTest
    @CsvSource({"deny, 2", "end-oldest, 2", "ask, 1"})
    void ofFortyAtOnceNoMoreThanTheCapOfTheirClientAreEverLive(String atLimit, int nodeCount) {
        race(
                Map.of("userLimit", "0", "clientLimit", Integer.toString(CAP), "atLimit", atLimit),
                atLimit,
                nodeCount,
                FEW_ROUNDS);
    }

    /** Of ten people four sign-ins each; one at least can end one of his own, whoever comes first. */
    @ParameterizedTest
    @CsvSource({"deny, 1", "deny, 2", "end-oldest, 2", "ask, 2"})
    void ofFortyAtOnceNoMoreThanTheCapOfTheRealmAreEverLive(String atLimit, int nodeCount) {
        ofTheRealm(atLimit, nodeCount, FEW_ROUNDS);
    }

    @LongTest
    @ParameterizedTest
    @CsvSource({"deny, 1", "deny, 2", "end-oldest, 1", "end-oldest, 2", "ask, 1", "ask, 2"})
    void ofFortyAtOnceTwentyTimesNoMoreThanTheCapOfTheRealmAreEverLive(String atLimit, int nodeCount) {
        ofTheRealm(atLimit, nodeCount, MANY_ROUNDS);
    }

    @ParameterizedTest
    @EnumSource(Wait.class)
    void signInsThatWaitAndAreFinishedAtOncePassTheCapNeither(Wait wait) {
        parked(wait, "deny", true);
    }

    @LongTest
    @ParameterizedTest
    @CsvSource({
        "FORCED_CHANGE, deny", "FORCED_CHANGE, end-oldest", "FORCED_CHANGE, ask",
        "CONSENT, deny", "CONSENT, end-oldest", "CONSENT, ask",
        "PROFILE_UPDATE, deny", "PROFILE_UPDATE, end-oldest", "PROFILE_UPDATE, ask"
    })
    void signInsThatWaitPassTheCapNeitherOneByOneNorAtOnce(Wait wait, String atLimit) {
        parked(wait, atLimit, false);
        parked(wait, atLimit, true);
    }

    @Test
    void withACapOfOneSignOutAndAnotherSignInAtOnceWorkTwentyTimes() {
        signOutAndIn(20);
    }

    @LongTest
    @Test
    void withACapOfOneSignOutAndAnotherSignInAtOnceWorkTwoHundredTimes() {
        signOutAndIn(200);
    }

    @LongTest
    @Test
    void aNodeKilledInTheMiddleOfTwoHundredSignInsTakesNoPlaceAlongForMoreThanAMinute() {
        int times = 5;
        int persons = 20;
        realm.cap(CAP, "deny");
        List<String> seen = new ArrayList<>();
        for (int time = 0; time < times; time++) {
            List<Person> people =
                    IntStream.range(0, persons).mapToObj(i -> realm.person()).toList();
            try (LiveRows rows = LiveRows.of(nodes)) {
                List<State> states = killedInTheMiddle(people, time);
                people.forEach(person ->
                        assertThat(rows.most(person)).as("live at one instant").isLessThanOrEqualTo(CAP));

                // Leases are by the servers' clock; the one that is left has a minute more.
                ServerClock clock = nodes.first().clock();
                clock.advance(Duration.ofSeconds(61));
                for (Person person : people) {
                    State last = SIGNED_IN;
                    for (int i = 0; i <= CAP && last == SIGNED_IN; i++) {
                        last = new ScriptedSignIn(nodes.first(), person, RaceRealm.PORTAL, i).signIn();
                    }
                    assertThat(last).as("one more than the cap").isEqualTo(DENIED);
                    assertThat(rows.now(person)).as("live a minute later").isEqualTo(CAP);
                    assertThat(rows.most(person)).as("live at one instant").isLessThanOrEqualTo(CAP);
                }
                clock.advance(Duration.ofSeconds(-61));
                seen.add(counted(states));
            }
            nodes.startAgain(nodes.second());
        }
        System.out.printf("One of two nodes killed in the middle of 200 sign-ins, cap %d: %s%n", CAP, seen);
    }

    private static void ofTheRealm(String atLimit, int nodeCount, int rounds) {
        int limit = 12;
        int persons = 10;
        realm.set(Map.of("userLimit", "0", "realmLimit", Integer.toString(limit), "atLimit", atLimit));
        List<Node> on = nodes.both().subList(0, nodeCount);
        List<Integer> most = new ArrayList<>();
        List<Integer> live = new ArrayList<>();
        List<String> came = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            realm.signEverybodyOut();
            List<ScriptedSignIn> signIns = new ArrayList<>();
            for (int i = 0; i < persons; i++) {
                signIns.addAll(realm.opened(AT_ONCE / persons, realm.person(), RaceRealm.PORTAL, on));
            }
            try (LiveRows rows = LiveRows.of(nodes)) {
                assertThat(rows.nowOfAll()).as("live before").isZero();
                List<State> states = AtOnce.each(signIns, ScriptedSignIn::sendAndChoose);
                sayFailed(signIns);
                came.add(counted(states));
                most.add(rows.mostOfAll());
                live.add(rows.nowOfAll());
                assertThat(states).as("how the sign-ins ended").containsOnly(SIGNED_IN, DENIED);
                if (atLimit.equals("deny")) {
                    assertThat(Collections.frequency(states, SIGNED_IN)).isEqualTo(limit);
                }
                // Who comes at the same instant can have one more of his own ended than it took in the end: no place is
                // lost by it.
                IntStream.range(live.get(round), limit)
                        .forEach(i -> assertThat(newcomerOn(on)).isEqualTo(SIGNED_IN));
                assertThat(newcomerOn(on)).as("one more").isEqualTo(DENIED);
                assertThat(rows.nowOfAll()).as("live in the end").isEqualTo(limit);
            }
        }
        System.out.printf(
                "%d at once of %d people, cap of the realm %d, %s, nodes %d: most live %s, at the end %s, %s%n",
                AT_ONCE, persons, limit, atLimit, nodeCount, rounds(most), rounds(live), rounds(came));

        assertThat(most).as("live at one instant").allMatch(sessions -> sessions <= limit);
    }

    private static State newcomerOn(List<Node> on) {
        return realm.opened(1, realm.person(), RaceRealm.PORTAL, on).get(0).sendAndChoose();
    }

    private static void race(String atLimit, int nodeCount, int rounds) {
        race(Map.of("userLimit", Integer.toString(CAP), "atLimit", atLimit), atLimit, nodeCount, rounds);
    }

    private static void race(Map<String, String> settings, String atLimit, int nodeCount, int rounds) {
        realm.set(settings);
        List<Node> on = nodes.both().subList(0, nodeCount);
        List<Integer> most = new ArrayList<>();
        List<Integer> live = new ArrayList<>();
        List<String> came = new ArrayList<>();
        List<Long> stillSignedIn = new ArrayList<>();
        int samples = 0;
        for (int round = 0; round < rounds; round++) {
            Person person = realm.person();
            List<ScriptedSignIn> signIns = realm.opened(AT_ONCE, person, RaceRealm.PORTAL, on);
            try (LiveRows rows = LiveRows.of(nodes)) {
                came.add(counted(AtOnce.each(signIns, ScriptedSignIn::sendAndChoose)));
                sayFailed(signIns);
                most.add(rows.most(person));
                live.add(rows.now(person));
                samples += rows.samples();
                assertThat(rows.failures()).isZero();
            }
            stillSignedIn.add(stillSignedIn(signIns));
        }
        System.out.printf(
                "%d at once, cap %d%s, %s, nodes %d: most live %s (= rounds), at the end %s, %s, still signed in %s, %d samples%n",
                AT_ONCE,
                CAP,
                settings.containsKey("clientLimit") ? " of the client" : "",
                atLimit,
                nodeCount,
                rounds(most),
                rounds(live),
                rounds(came),
                rounds(stillSignedIn),
                samples);

        assertThat(most).as("live at one instant").allMatch(sessions -> sessions <= CAP);
        assertThat(live).as("live at the end").allMatch(sessions -> sessions == CAP);
        assertThat(came)
                .as("how the sign-ins ended")
                .containsOnly(
                        atLimit.equals("deny")
                                ? CAP + " " + SIGNED_IN + ", " + (AT_ONCE - CAP) + " " + DENIED
                                : AT_ONCE + " " + SIGNED_IN);
        assertThat(stillSignedIn).as("not displaced").allMatch(browsers -> browsers == CAP);
        assertThat(samples).isGreaterThanOrEqualTo(LEAST_SAMPLES * rounds);
    }

    /** What a node puts into the cache for a session that ended while it began is taken out again a moment later. */
    private static long stillSignedIn(List<ScriptedSignIn> signIns) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        long count;
        do {
            count = signIns.stream().filter(ScriptedSignIn::isSignedInStill).count();
        } while (count != CAP && System.nanoTime() < deadline);
        return count;
    }

    private static void parked(Wait wait, String atLimit, boolean atOnce) {
        realm.cap(CAP, atLimit);
        Person person = realm.person();
        FirstSignInSteps.require(nodes.first(), person, wait.actions);
        List<ScriptedSignIn> signIns = realm.opened(PARKED, person, wait.clientId, nodes.both());
        signIns.forEach(ScriptedSignIn::sendAndChoose);
        List<State> before = signIns.stream().map(ScriptedSignIn::state).toList();
        try (LiveRows rows = LiveRows.of(nodes)) {
            List<State> finished =
                    atOnce ? AtOnce.each(signIns, ScriptedSignIn::finish) : each(signIns, ScriptedSignIn::finish);
            sayFailed(signIns);
            // Keycloak has errors of its own for those of one person that are finished in the same instant.
            List<ScriptedSignIn> again = signIns.stream()
                    .filter(signIn -> signIn.state() == FAILED || signIn.state() == WAITING)
                    .toList();
            List<State> afterAll = again.isEmpty() ? List.of() : AtOnce.each(again, ScriptedSignIn::signIn);
            System.out.printf(
                    "%d parked (%s), cap %d, %s, finished %s: most live %d, live at the end %d; %s, then %s, again %s%n",
                    PARKED,
                    wait,
                    CAP,
                    atLimit,
                    atOnce ? "at once" : "one by one",
                    rows.most(person),
                    rows.now(person),
                    counted(before),
                    counted(finished),
                    counted(afterAll));

            assertThat(before).as("parked").containsOnly(WAITING);
            assertThat(rows.most(person)).as("live at one instant").isLessThanOrEqualTo(CAP);
            assertThat(rows.now(person)).as("live at the end").isEqualTo(CAP);
            assertThat(afterAll).doesNotContain(FAILED, WAITING);
        }
    }

    /** Each cycle signs out on one node and in on the other. */
    private static void signOutAndIn(int times) {
        realm.cap(1, "deny");
        Person person = realm.person();
        List<State> states = new ArrayList<>();
        try (LiveRows rows = LiveRows.of(nodes)) {
            for (int i = 0; i < times; i++) {
                ScriptedSignIn signIn = new ScriptedSignIn(nodes.both().get(i % 2), person, RaceRealm.PORTAL, i).open();
                states.add(signIn.send());
                if (signIn.state() == SIGNED_IN) {
                    signIn.signOut();
                }
            }
            System.out.printf(
                    "Sign out and in at once, cap 1, %d times: %s, most live %d%n",
                    times, counted(states), rows.most(person));
            assertThat(states).containsOnly(SIGNED_IN);
            assertThat(rows.most(person)).isEqualTo(1);
        }
    }

    /** Ten sign-ins of each person, half of them on the node that is killed when some have been answered. */
    private static List<State> killedInTheMiddle(List<Person> people, int time) {
        int each = 10;
        int answersBefore = 20;
        List<ScriptedSignIn> signIns = new ArrayList<>();
        people.forEach(person -> signIns.addAll(realm.opened(each, person, RaceRealm.PORTAL, nodes.both())));
        Collections.shuffle(signIns, new Random(time));
        CountDownLatch answered = new CountDownLatch(answersBefore);
        Thread killer = new Thread(() -> {
            try {
                // Should so many not come, the killing comes too late, and the test says so.
                answered.await(1, TimeUnit.MINUTES);
                nodes.second().kill();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        killer.start();
        List<State> states = AtOnce.each(signIns, signIn -> {
            State state = signIn.send();
            if (state != NO_ANSWER && signIn.isOn(nodes.second())) {
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

    private static void sayFailed(List<ScriptedSignIn> signIns) {
        signIns.stream()
                .filter(signIn -> signIn.state() == FAILED)
                .collect(Collectors.groupingBy(ScriptedSignIn::saw, TreeMap::new, Collectors.counting()))
                .forEach((saw, count) -> System.out.printf("  failed: %d x %s%n", count, saw));
    }

    private static <T, R> List<R> each(List<T> things, Function<T, R> what) {
        return things.stream().map(what).toList();
    }

    /** What came out in how many rounds. */
    static Map<?, Long> rounds(List<?> results) {
        return results.stream()
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }

    /** As in "3 SIGNED_IN, 37 DENIED". */
    static String counted(List<State> states) {
        return Arrays.stream(State.values())
                .filter(states::contains)
                .map(state -> Collections.frequency(states, state) + " " + state)
                .collect(Collectors.joining(", "));
    }
}
