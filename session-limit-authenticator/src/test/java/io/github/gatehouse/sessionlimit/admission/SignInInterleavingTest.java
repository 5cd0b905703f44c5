package io.github.gatehouse.sessionlimit.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every order in which the statements of two and three sign-ins of one user can follow one another, with each of them
 * dying after any of its statements and with the lease running out at any moment, over the code that decides. After
 * every single step there are no more live sessions than the cap.
 *
 * <p>A sign-in is run again from its beginning for each step: what its statements answered before is answered again,
 * the next one is carried out, and then it is stopped. States that were met before are not gone into twice; the number
 * of schedules is counted through them.
 */
class SignInInterleavingTest {

    /** How a sign-in goes about. */
    enum Kind {
        /** Gets a place and begins in the same request. */
        ASK(AtLimit.ASK, false),
        DENY(AtLimit.DENY, false),
        /** Waits at a page behind the step. */
        ASK_PARKED(AtLimit.ASK, true),
        DENY_PARKED(AtLimit.DENY, true),
        /** Holds no place. */
        END_OLDEST(AtLimit.END_OLDEST, false);

        private final AtLimit atLimit;
        private final boolean parked;

        Kind(AtLimit atLimit, boolean parked) {
            this.atLimit = atLimit;
            this.parked = parked;
        }
    }

    /** All that is kept of a sign-in that is through; of another that is over, nothing is. */
    private static final List<Object> BEGUN = List.of("begun");

    private static BigInteger all = BigInteger.ZERO;

    @AfterAll
    static void sayHowManyThereWere() {
        System.out.printf("Interleavings of sign-ins that were gone through: %,d%n", all);
    }

    @ParameterizedTest(name = "cap {0}, live {1}, parked {2}: {3}, choosing {4}: at most {5} get in")
    @CsvSource(
            nullValues = "-",
            value = {
                "1, -,   -,   DENY DENY,                            -, 1",
                "1, -,   -,   DENY_PARKED DENY_PARKED,              -, 1",
                "1, -,   -,   DENY DENY_PARKED,                     -, 1",
                "1, -,   P,   DENY DENY,                            -, 1",
                "1, -,   P,   DENY_PARKED DENY_PARKED,              -, 1",
                "1, a,   -,   ASK ASK,                              a, 1",
                "1, a,   -,   ASK_PARKED ASK_PARKED,                a, 1",
                "1, a,   -,   ASK_PARKED END_OLDEST,                a, 2",
                "1, a,   -,   END_OLDEST END_OLDEST,                -, 2",
                "1, -,   P,   END_OLDEST END_OLDEST,                -, 2",
                "2, a b, -,   ASK ASK_PARKED,                       a, 1",
                "2, a,   P,   ASK ASK_PARKED,                       a P, 2",
                "2, a b, P>a, ASK ASK_PARKED,                       b P, 2",
                "2, a,   P,   DENY_PARKED END_OLDEST,               -, 1",
                "2, a,   -,   DENY DENY DENY,                       -, 1",
                "1, -,   -,   DENY DENY DENY,                       -, 1",
                "1, -,   -,   DENY DENY DENY_PARKED,                -, 1",
                // nobody can come for X any more
                "1, -,   X,   DENY DENY_PARKED,                     -, 1",
                "2, a,   X,   ASK DENY_PARKED,                      -, 1",
                "2, a,   X,   END_OLDEST DENY,                      -, 2",
                "1, a,   -,   ASK ASK DENY,                         a, 1",
                "2, a b, -,   ASK ASK_PARKED END_OLDEST,            a, 2",
                "2, a b, -,   ASK_PARKED ASK_PARKED ASK,            a b, 2",
                "1, -,   P,   END_OLDEST DENY_PARKED END_OLDEST,    -, 3",
                "2, a b, -,   END_OLDEST END_OLDEST END_OLDEST,     -, 3",
            })
    void neverMoreLiveThanTheCap(int cap, String live, String parked, String kinds, String choosing, int most) {
        ModelDatabase database = new ModelDatabase();
        words(live).forEach(id -> database.addSession(signIn(id, database.now(), 100)));
        words(parked)
                .forEach(name -> database.addPlace(new PendingSignIn(
                        name.substring(0, 1),
                        database.now(),
                        true,
                        database.now().plusSeconds(1800),
                        name.length() == 1 ? List.of() : List.of(name.substring(2)))));
        List<Kind> signIns = words(kinds).stream().map(Kind::valueOf).toList();
        Exploration exploration = new Exploration(cap, signIns, Set.copyOf(words(choosing)));

        BigInteger schedules = exploration.from(new State(database, signIns));

        all = all.add(schedules);
        assertThat(exploration.mostThrough).as("sign-ins that get in").isEqualTo(most);
    }

    /** Where everything is: the database, and what each sign-in was answered so far. */
    private record State(ModelDatabase database, List<List<Object>> answers, List<Boolean> over, int ticks) {
        State(ModelDatabase database, List<Kind> signIns) {
            this(
                    database,
                    signIns.stream().map(kind -> List.<Object>of()).toList(),
                    signIns.stream().map(kind -> false).toList(),
                    1);
        }

        String key() {
            return database.content() + answers + over + ticks;
        }

        State with(ModelDatabase after, int who, List<Object> answered, boolean isOver) {
            List<List<Object>> newAnswers = new ArrayList<>(answers);
            newAnswers.set(who, answered);
            List<Boolean> newOver = new ArrayList<>(over);
            newOver.set(who, isOver);
            return new State(after, newAnswers, newOver, ticks);
        }
    }

    private static final class Exploration {
        private final int cap;
        private final List<Kind> signIns;
        private final Set<String> choosing;
        private final Map<String, BigInteger> schedules = new HashMap<>();
        private long mostThrough;

        private Exploration(int cap, List<Kind> signIns, Set<String> choosing) {
            this.cap = cap;
            this.signIns = signIns;
            this.choosing = choosing;
        }

        /** How many schedules there are from here on. */
        private BigInteger from(State state) {
            assertThat(state.database().liveIds())
                    .as("after %s", state.answers())
                    .hasSizeLessThanOrEqualTo(cap);
            BigInteger known = schedules.get(state.key());
            if (known != null) {
                return known;
            }
            BigInteger sum = BigInteger.ZERO;
            boolean waiting = false;
            boolean moved = false;
            for (int who = 0; who < signIns.size(); who++) {
                if (!state.over().get(who)) {
                    Optional<State> next = step(state, who);
                    waiting |= next.isEmpty();
                    moved |= next.isPresent();
                    if (next.isPresent()) {
                        sum = sum.add(from(next.get()));
                        sum = sum.add(from(dead(state, who)));
                    }
                }
            }
            assertThat(moved || !waiting)
                    .as("nobody can go on: %s", state.answers())
                    .isTrue();
            if (state.ticks() > 0 && moved) {
                ModelDatabase later = state.database().copy();
                later.passTime(SignInGate.LEASE.plusSeconds(1).toSeconds());
                sum = sum.add(from(new State(later, state.answers(), state.over(), state.ticks() - 1)));
            }
            if (!moved) {
                mostThrough = Math.max(
                        mostThrough,
                        state.answers().stream().filter(BEGUN::equals).count());
                sum = BigInteger.ONE;
            }
            schedules.put(state.key(), sum);
            return sum;
        }

        /** The node of this sign-in is gone: what it had not committed is undone. */
        private State dead(State state, int who) {
            ModelDatabase after = state.database().copy();
            after.rollback(who);
            return state.with(after, who, List.of(), true);
        }

        /** The next statement of this sign-in; nothing while it waits for a row. */
        private Optional<State> step(State state, int who) {
            ModelDatabase after = state.database().copy();
            OneStep step = new OneStep(after, who, state.answers().get(who));
            try {
                run(step, who);
            } catch (Stopped stopped) {
                return step.waits ? Optional.empty() : Optional.of(state.with(after, who, step.answers, false));
            }
            return Optional.of(state.with(after, who, step.answers.contains("begun") ? BEGUN : List.of(), true));
        }

        /** A sign-in, as the authenticator, the listener and the fence take it through. */
        private void run(OneStep step, int who) {
            Kind kind = signIns.get(who);
            String id = "new" + who;
            Instant now = step.answer(db -> db.now());
            if (kind.atLimit != AtLimit.END_OLDEST) {
                Decision decision = step.transaction(store -> new SignInGate(store, now)
                        .admit(id, cap, kind.atLimit, choosing)
                        .decision());
                if (!(decision instanceof Decision.Admit)) {
                    return;
                }
                if (kind.parked) {
                    step.transaction(store -> {
                        store.park(id, now.plus(Duration.ofMinutes(30)));
                        return "parked";
                    });
                    Instant later = step.answer(db -> db.now());
                    Decision again = step.transaction(
                            store -> new SignInGate(store, later).renew(id, cap).decision());
                    if (!(again instanceof Decision.Admit)) {
                        return;
                    }
                }
            }
            Instant atInsert = step.answer(db -> db.now());
            AtLimit atFence = kind.atLimit == AtLimit.ASK ? AtLimit.DENY : kind.atLimit;
            step.transaction(store -> {
                boolean passed =
                        new SignInGate(store, atInsert).pass(id, cap, atFence).isPresent();
                if (passed) {
                    step.insert(signIn(id, atInsert, who));
                }
                return passed;
            });
        }
    }

    /** Runs a sign-in up to one statement beyond those that were answered before. */
    private static final class OneStep {
        private final ModelDatabase database;
        private final int who;
        private final List<Object> answers;
        private int position;
        private boolean waits;

        private OneStep(ModelDatabase database, int who, List<Object> answers) {
            this.database = database;
            this.who = who;
            this.answers = new ArrayList<>(answers);
        }

        private <T> T transaction(Function<SignInStore, T> steps) {
            T result = steps.apply(statements());
            boolean inserted = Boolean.TRUE.equals(result);
            answer(db -> {
                db.commit(who);
                return inserted ? "begun" : "committed";
            });
            return result;
        }

        private void insert(LiveSignIn session) {
            answer(db -> {
                db.insertSession(who, session);
                return "inserted";
            });
        }

        private SignInStore statements() {
            return (SignInStore) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {SignInStore.class}, (proxy, method, arguments) -> {
                        if (position == answers.size() && mustWait(method.getName(), arguments)) {
                            waits = true;
                            throw new Stopped();
                        }
                        return answer(db -> {
                            try {
                                return method.invoke(db.storeOf(who, Set.of("X")), arguments);
                            } catch (IllegalAccessException | InvocationTargetException e) {
                                throw new IllegalStateException(e);
                            }
                        });
                    });
        }

        /** Whether another transaction holds what the statement locks. */
        private boolean mustWait(String statement, Object... arguments) {
            return switch (statement) {
                case "lock" -> !database.gateIsFreeFor(who);
                case "drop", "replace", "reserve" -> !database.placeIsFreeFor(who, ((PendingSignIn) arguments[0]).id());
                case "renew", "park", "release", "take" -> !database.placeIsFreeFor(who, (String) arguments[0]);
                default -> false;
            };
        }

        @SuppressWarnings("unchecked") // What the same statement answered before.
        private <T> T answer(Function<ModelDatabase, T> statement) {
            if (position < answers.size()) {
                return (T) answers.get(position++);
            }
            if (position++ > answers.size()) {
                throw new IllegalStateException("Two statements in one step");
            }
            stopAfterOne();
            T answered = statement.apply(database);
            answers.add(answered);
            return answered;
        }

        private int carriedOut;

        private void stopAfterOne() {
            if (carriedOut++ > 0) {
                throw new Stopped();
            }
        }
    }

    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Stopped() {
            super(null, null, false, false);
        }
    }

    private static LiveSignIn signIn(String id, Instant started, int used) {
        return new LiveSignIn(id, started, started.plusSeconds(used));
    }

    private static List<String> words(String text) {
        return text == null ? List.of() : Arrays.asList(text.split(" "));
    }
}
