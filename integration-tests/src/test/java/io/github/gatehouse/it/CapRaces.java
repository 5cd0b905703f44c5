package io.github.gatehouse.it;

import static io.github.gatehouse.it.ScriptedSignIn.State.DENIED;
import static io.github.gatehouse.it.ScriptedSignIn.State.FAILED;
import static io.github.gatehouse.it.ScriptedSignIn.State.SIGNED_IN;
import static io.github.gatehouse.it.ScriptedSignIn.State.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.ScriptedSignIn.State;
import io.github.gatehouse.it.support.LiveRows;
import io.github.gatehouse.it.support.Node;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.TwoNodes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Sign-ins that meet, on one and on two nodes with one PostgreSQL, and what is to come out of them. Live sign-ins are
 * the rows of the database, counted every 20 milliseconds. Prints what it saw.
 */
final class CapRaces implements AutoCloseable {

    static final int CAP = 3;
    static final int AT_ONCE = 40;
    private static final int PARKED = 10;
    /** However slow the machine: the counting went on while the race did. */
    private static final int LEAST_SAMPLES = 3;

    final TwoNodes nodes;
    final RaceRealm realm;

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

    /** Starts the nodes. */
    CapRaces() {
        nodes = TwoNodes.joined();
        try {
            realm = new RaceRealm(nodes);
        } catch (RuntimeException e) {
            nodes.close();
            throw e;
        }
    }

    @Override
    public void close() {
        nodes.close();
    }

    /** Forty sign-ins of one person, in each round of another one; the cap is the user's. */
    void ofOnePerson(String atLimit, int nodeCount, int rounds) {
        race(Map.of("userLimit", Integer.toString(CAP), "atLimit", atLimit), atLimit, nodeCount, rounds);
    }

    /** The same where the cap is that of their client. */
    void ofOneClient(String atLimit, int nodeCount, int rounds) {
        race(
                Map.of("userLimit", "0", "clientLimit", Integer.toString(CAP), "atLimit", atLimit),
                atLimit,
                nodeCount,
                rounds);
    }

    /** Of ten people four sign-ins each; one at least can end one of his own, whoever comes first. */
    void ofTheRealm(String atLimit, int nodeCount, int rounds) {
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

    private State newcomerOn(List<Node> on) {
        return realm.opened(1, realm.person(), RaceRealm.PORTAL, on).get(0).sendAndChoose();
    }

    private void race(Map<String, String> settings, String atLimit, int nodeCount, int rounds) {
        realm.set(settings);
        List<Node> on = nodes.both().subList(0, nodeCount);
        List<Integer> most = new ArrayList<>();
        List<Integer> live = new ArrayList<>();
        List<String> came = new ArrayList<>();
        List<Long> stillSignedIn = new ArrayList<>();
        int samples = 0;
        for (int round = 0; round < rounds; round++) {
            // By turns somebody who has signed in before and somebody who has no gate yet.
            Person person = round % 2 == 0 ? realm.personWithGate() : realm.person();
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
    private long stillSignedIn(List<ScriptedSignIn> signIns) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        long count;
        do {
            count = signIns.stream().filter(ScriptedSignIn::isSignedInStill).count();
        } while (count != CAP && System.nanoTime() < deadline);
        return count;
    }

    /**
     * Ten sign-ins of one person wait at a page behind the step, and go on then.
     *
     * @param atOnce all in the same instant; false: one after the other
     */
    void parked(Wait wait, String atLimit, boolean atOnce) {
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
    void signOutAndIn(int times) {
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
