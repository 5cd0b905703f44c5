package io.github.gatehouse.it;

import static io.github.gatehouse.it.CapRaces.counted;
import static io.github.gatehouse.it.CapRaces.rounds;
import static io.github.gatehouse.it.ScriptedSignIn.State.BUSY;
import static io.github.gatehouse.it.ScriptedSignIn.State.DENIED;
import static io.github.gatehouse.it.ScriptedSignIn.State.SIGNED_IN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.ScriptedSignIn.State;
import io.github.gatehouse.it.support.LiveRows;
import io.github.gatehouse.it.support.LongTest;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.TwoNodes;
import io.github.gatehouse.localserver.LimitedRealm;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.admin.client.resource.RealmResource;

/** The cap when something around it fails: caches, a node, connections, the database. Prints what it saw. */
@LongTest
class StrictCapFaultsIT {

    private static final int CAP = 3;
    private static final int AT_ONCE = 40;
    private static final int ROUNDS = 20;
    /** How long somebody waits for a node that does not go on; a second more for the machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    /** How long a place is held for a request, and a second. */
    private static final Duration LEASE = Duration.ofSeconds(31);

    /** In a transaction of the second node that has locked the gate of somebody and waits for its next statement. */
    private static final String SECOND_HOLDS_A_GATE = "select count(*) from pg_locks l join pg_stat_activity a"
            + " on a.pid = l.pid where a.application_name = 'second' and a.state = 'idle in transaction'"
            + " and l.relation = 'gatehouse_sign_in_gate'::regclass and l.mode = 'RowExclusiveLock' and l.granted";

    @ParameterizedTest
    @ValueSource(strings = {"deny", "end-oldest", "ask"})
    void nodesWhoseCachesDoNotSeeEachOtherNeverHaveMoreRowsThanTheCap(String atLimit) {
        try (TwoNodes nodes = TwoNodes.apart()) {
            RaceRealm realm = new RaceRealm(nodes);
            realm.cap(CAP, atLimit);
            List<Integer> most = new ArrayList<>();
            List<Integer> live = new ArrayList<>();
            List<String> came = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                Person person = realm.person();
                List<ScriptedSignIn> signIns = realm.opened(AT_ONCE, person, RaceRealm.PORTAL, nodes.both());
                try (LiveRows rows = LiveRows.of(nodes)) {
                    came.add(counted(AtOnce.each(signIns, ScriptedSignIn::sendAndChoose)));
                    most.add(rows.most(person));
                    live.add(rows.now(person));
                }
            }
            System.out.printf(
                    "Caches apart, %d at once, cap %d, %s: most rows %s, at the end %s, %s%n",
                    AT_ONCE, CAP, atLimit, rounds(most), rounds(live), rounds(came));

            assertThat(most).as("rows at one instant").allMatch(rows -> rows <= CAP);
            assertThat(live).as("rows at the end").allMatch(rows -> rows == CAP);
        }
    }

    /** Its caches are apart, so that nobody waits for the stopped node but at the gate. */
    @Test
    void whoMeetsANodeThatStoppedWhileItDecidedWaitsFiveSecondsAndReadsAClearPage() throws SQLException {
        try (TwoNodes nodes = TwoNodes.apart()) {
            RaceRealm realm = new RaceRealm(nodes);
            realm.cap(CAP, "deny");
            Person person = realm.person();
            Person other = realm.person();
            // Both nodes have done this before: what is slow is the gate, and not a class that is loaded.
            nodes.both().forEach(node -> new ScriptedSignIn(node, other, RaceRealm.PORTAL, 0).signIn());
            // There is a gate to be locked only for those who have signed in before.
            new ScriptedSignIn(nodes.second(), person, RaceRealm.PORTAL, 0).signIn();
            stopWithAGateInItsHands(nodes, person);

            List<ScriptedSignIn> waiting = realm.opened(CAP, person, RaceRealm.PORTAL, List.of(nodes.first()));
            List<Duration> waited = AtOnce.each(waiting, timed(ScriptedSignIn::send));
            ScriptedSignIn somebodyElse = new ScriptedSignIn(nodes.first(), other, RaceRealm.PORTAL, 1).open();
            Duration otherWaited = timed(ScriptedSignIn::send).apply(somebodyElse);
            nodes.second().resume();
            System.out.printf(
                    "A node stopped with a gate in its hands: %s after %s ms, somebody else %s after %d ms%n",
                    waiting.stream().map(ScriptedSignIn::saw).toList(),
                    waited.stream().map(Duration::toMillis).toList(),
                    somebodyElse.state(),
                    otherWaited.toMillis());

            assertThat(waited).allMatch(duration -> duration.compareTo(PATIENCE) < 0);
            assertThat(waiting).extracting(ScriptedSignIn::state).containsOnly(BUSY);
            assertThat(waiting).extracting(ScriptedSignIn::saw).allMatch(page -> page.contains("One moment, please"));
            assertThat(somebodyElse.state()).isEqualTo(SIGNED_IN);
            assertThat(otherWaited).isLessThan(Duration.ofSeconds(2));
            fillsToTheCap(nodes, person);
        }
    }

    /**
     * The pool that the documentation names holds a connection for each request and one more for each decision; Keycloak
     * is told how many requests it may serve at once.
     */
    @Test
    void fortyWhoComeForTheFirstTimeAtOnceTakeAtMostThreeTimesAsLongAsWithoutTheCap() {
        Map<String, String> settings = Map.of("KC_HTTP_POOL_MAX_THREADS", "44", "KC_DB_POOL_MAX_SIZE", "60");
        try (TwoNodes nodes = TwoNodes.joined(settings)) {
            RaceRealm realm = new RaceRealm(nodes);
            realm.cap(CAP, "deny");
            RealmResource unlimited =
                    LimitedRealm.make(nodes.first().admin(), "unlimited", LimitedRealm.CHEAP_HASH, null, Map.of());
            List<Long> without = new ArrayList<>();
            List<Long> with = new ArrayList<>();
            for (int round = 0; round < 6; round++) {
                with.add(coldWithCap(nodes, realm, round == 5));
                without.add(coldWithout(nodes, unlimited, round));
            }
            // The first round loads classes.
            long medianWithout = median(without.subList(1, without.size()));
            long medianWith = median(with.subList(1, with.size()));
            System.out.printf(
                    "40 cold users at once, pool 60: without a limiter %s ms, with the cap %s ms, ratio %.2f%n",
                    without, with, (double) medianWith / medianWithout);

            assertThat(medianWith).isLessThanOrEqualTo(3 * medianWithout);
        }
    }

    @Test
    void withASmallerPoolFortyWhoComeForTheFirstTimeAreSlowerButNeverStuck() {
        try (TwoNodes nodes = TwoNodes.joined(Map.of("KC_DB_POOL_MAX_SIZE", "10"))) {
            RaceRealm realm = new RaceRealm(nodes);
            realm.cap(CAP, "deny");
            List<Long> took = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                took.add(coldWithCap(nodes, realm, true));
            }
            System.out.printf("40 cold users at once, pool 10: %s ms%n", took);

            assertThat(took).allMatch(milliseconds -> milliseconds < 30_000);
        }
    }

    @Test
    void whileTheDatabaseRestartsThereIsAClearPageAndAfterwardsAllIsAsBefore() {
        try (TwoNodes nodes = TwoNodes.joined()) {
            RaceRealm realm = new RaceRealm(nodes);
            realm.cap(CAP, "deny");
            Person person = realm.person();
            List<ScriptedSignIn> before = realm.opened(AT_ONCE, person, RaceRealm.PORTAL, nodes.both());
            List<ScriptedSignIn> meanwhile = realm.opened(AT_ONCE, realm.person(), RaceRealm.PORTAL, nodes.both());
            AtomicBoolean ended = new AtomicBoolean();
            try (LiveRows rows = LiveRows.of(nodes)) {
                Thread end = new Thread(() -> {
                    nodes.database().end();
                    ended.set(true);
                });
                AtomicInteger answers = new AtomicInteger();
                List<State> inTheMiddle = AtOnce.each(before, signIn -> {
                    State state = signIn.send();
                    if (answers.incrementAndGet() == CAP) {
                        end.start();
                    }
                    return state;
                });
                join(end);
                assertThat(ended).isTrue();
                List<Duration> waited = AtOnce.each(meanwhile, timed(ScriptedSignIn::send));
                nodes.database().goOn();
                System.out.printf(
                        "PostgreSQL ended in the middle: %s; while it is away: %s, at most %d ms; %d counts failed%n",
                        counted(inTheMiddle),
                        meanwhile.stream().map(ScriptedSignIn::saw).distinct().toList(),
                        waited.stream().mapToLong(Duration::toMillis).max().orElseThrow(),
                        rows.failures());

                assertThat(meanwhile)
                        .extracting(ScriptedSignIn::saw)
                        .allMatch(page -> page.contains("Try again in a moment."), "a page that says what to do");
                assertThat(meanwhile).extracting(ScriptedSignIn::saw).noneMatch(page -> page.contains("xception"));
                // Who had a place when the database went away could not give it back.
                nodes.both().forEach(node -> node.clock().advance(LEASE));
                fillsToTheCap(nodes, person);
                assertThat(rows.most(person)).isLessThanOrEqualTo(CAP);
                AtOnce.each(meanwhile, ScriptedSignIn::signIn);
                assertThat(counted(meanwhile.stream().map(ScriptedSignIn::state).toList()))
                        .isEqualTo(CAP + " SIGNED_IN, " + (AT_ONCE - CAP) + " DENIED");
            }
        }
    }

    /** Goes on until the second node is stopped in the middle of a decision: it is quick, so most attempts miss it. */
    private static void stopWithAGateInItsHands(TwoNodes nodes, Person person) throws SQLException {
        AtomicBoolean stopped = new AtomicBoolean();
        List<Thread> signingIn = IntStream.range(0, 4)
                .mapToObj(i -> new Thread(() -> {
                    while (!stopped.get()) {
                        new ScriptedSignIn(nodes.second(), person, RaceRealm.PORTAL, i).signIn();
                    }
                }))
                .toList();
        signingIn.forEach(thread -> {
            thread.setDaemon(true);
            thread.start();
        });
        try (Connection connection = nodes.connect();
                Statement statement = connection.createStatement()) {
            for (int attempt = 0; attempt < 2_000; attempt++) {
                nodes.second().pause();
                // What the database was asked before is answered by then, or waits for the node itself.
                statement.execute("select pg_sleep(0.02)");
                try (ResultSet count = statement.executeQuery(SECOND_HOLDS_A_GATE)) {
                    count.next();
                    if (count.getInt(1) > 0) {
                        stopped.set(true);
                        return;
                    }
                }
                nodes.second().resume();
            }
        }
        stopped.set(true);
        throw new AssertionError("the second node never held a gate when it was stopped");
    }

    /** Whoever comes is let in as long as there are places, and then no more. */
    private static void fillsToTheCap(TwoNodes nodes, Person person) {
        State last = SIGNED_IN;
        for (int i = 0; i <= 2 * CAP && last != DENIED; i++) {
            last = new ScriptedSignIn(nodes.both().get(i % 2), person, RaceRealm.PORTAL, i).signIn();
        }
        assertThat(last).isEqualTo(DENIED);
        try (LiveRows rows = LiveRows.of(nodes)) {
            assertThat(rows.now(person)).isEqualTo(CAP);
        }
    }

    /** Forty people, none of whom has signed in before, each once; how long until the last is in. */
    private static long coldWithCap(TwoNodes nodes, RaceRealm realm, boolean patient) {
        List<Person> people =
                IntStream.range(0, AT_ONCE).mapToObj(i -> realm.person()).toList();
        List<ScriptedSignIn> signIns = people.stream()
                .map(person -> new ScriptedSignIn(nodes.first(), person, RaceRealm.PORTAL, 0).open())
                .toList();
        long took = millisecondsOf(signIns, patient);
        try (LiveRows rows = LiveRows.of(nodes)) {
            people.forEach(person -> assertThat(rows.now(person)).isEqualTo(1));
        }
        return took;
    }

    private static long coldWithout(TwoNodes nodes, RealmResource unlimited, int round) {
        List<ScriptedSignIn> signIns = IntStream.range(0, AT_ONCE)
                .mapToObj(i -> {
                    String userName = "cold" + round + "-" + i;
                    LimitedRealm.addPerson(unlimited, userName);
                    return new ScriptedSignIn(
                                    nodes.first().baseUrl() + "/realms/unlimited",
                                    userName,
                                    LimitedRealm.PASSWORD,
                                    LimitedRealm.CLIENT,
                                    i)
                            .open();
                })
                .toList();
        return millisecondsOf(signIns, false);
    }

    /** @param patient whoever reads that he may try again in a moment does so */
    private static long millisecondsOf(List<ScriptedSignIn> signIns, boolean patient) {
        long began = System.nanoTime();
        List<State> states = AtOnce.each(signIns, signIn -> {
            State state = signIn.send();
            while (patient && state == BUSY) {
                state = signIn.tryAgain();
            }
            return state;
        });
        long took = Duration.ofNanos(System.nanoTime() - began).toMillis();
        assertThat(counted(states)).as("after %d ms", took).isEqualTo(AT_ONCE + " SIGNED_IN");
        return took;
    }

    private static Function<ScriptedSignIn, Duration> timed(Function<ScriptedSignIn, State> step) {
        return signIn -> {
            long began = System.nanoTime();
            step.apply(signIn);
            return Duration.ofNanos(System.nanoTime() - began);
        };
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
