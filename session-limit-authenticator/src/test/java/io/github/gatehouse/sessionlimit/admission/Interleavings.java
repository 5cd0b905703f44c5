package io.github.gatehouse.sessionlimit.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Every order in which the statements of sign-ins can follow one another, with each of them dying after any of its
 * statements and with the lease running out at any moment, over the code that decides. After every single step there are
 * no more live sessions than the cap.
 *
 * <p>A sign-in is run again from its beginning for each step: what its statements answered before is answered again,
 * the next one is carried out, and then it is stopped. States that were met before are not gone into twice; the number
 * of schedules is counted through them.
 */
final class Interleavings {

    /** How a sign-in goes about. */
    @FunctionalInterface
    interface Script {
        void run(Steps steps);
    }

    /** All that is kept of a sign-in that is through; of another that is over, nothing is. */
    private static final List<Object> BEGUN = List.of("begun");

    private final int cap;
    private final List<Script> signIns;
    private final List<String> users;
    private final Map<String, BigInteger> schedules = new HashMap<>();
    private long mostThrough;
    private long leastThrough = Long.MAX_VALUE;

    /**
     * @param cap how many may be live at any moment
     * @param users whose each sign-in is: what the ids of that user begin with
     */
    Interleavings(int cap, List<Script> signIns, List<String> users) {
        this.cap = cap;
        this.signIns = signIns;
        this.users = users;
    }

    /** How many there are, with deaths and with the lease running out once. */
    BigInteger withFaults(ModelDatabase database) {
        return from(new State(database, signIns.size(), 1), true);
    }

    /** How many there are if everybody comes to an end in time. */
    BigInteger withoutFaults(ModelDatabase database) {
        return from(new State(database, signIns.size(), 0), false);
    }

    /** Of how many sign-ins a session began at most. */
    long mostThrough() {
        return mostThrough;
    }

    long leastThrough() {
        return leastThrough;
    }

    /** Where everything is: the database, and what each sign-in was answered so far. */
    private record State(ModelDatabase database, List<List<Object>> answers, List<Boolean> over, int ticks) {
        State(ModelDatabase database, int signIns, int ticks) {
            this(
                    database,
                    new ArrayList<>(Collections.nCopies(signIns, List.of())),
                    new ArrayList<>(Collections.nCopies(signIns, false)),
                    ticks);
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

    /** How many schedules there are from here on. */
    private BigInteger from(State state, boolean faults) {
        assertThat(state.database().liveIds()).as("after %s", state.answers()).hasSizeLessThanOrEqualTo(cap);
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
                    sum = sum.add(from(next.get(), faults));
                    sum = faults ? sum.add(from(dead(state, who), true)) : sum;
                }
            }
        }
        assertThat(moved || !waiting)
                .as("nobody can go on: %s", state.answers())
                .isTrue();
        if (state.ticks() > 0 && moved) {
            ModelDatabase later = state.database().copy();
            later.passTime(SignInGate.LEASE.plusSeconds(1).toSeconds());
            sum = sum.add(from(new State(later, state.answers(), state.over(), state.ticks() - 1), faults));
        }
        if (!moved) {
            long through = state.answers().stream().filter(BEGUN::equals).count();
            mostThrough = Math.max(mostThrough, through);
            leastThrough = Math.min(leastThrough, through);
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
        Steps steps = new Steps(after, who, users.get(who), state.answers().get(who));
        try {
            signIns.get(who).run(steps);
        } catch (Stopped stopped) {
            return steps.waits ? Optional.empty() : Optional.of(state.with(after, who, steps.answers, false));
        }
        return Optional.of(state.with(after, who, steps.answers.contains("begun") ? BEGUN : List.of(), true));
    }

    /** What a script is made of. Runs a sign-in up to one statement beyond those that were answered before. */
    static final class Steps {
        private final ModelDatabase database;
        private final int who;
        private final String user;
        private final List<Object> answers;
        private int position;
        private boolean waits;
        private int carriedOut;

        private Steps(ModelDatabase database, int who, String user, List<Object> answers) {
            this.database = database;
            this.who = who;
            this.user = user;
            this.answers = new ArrayList<>(answers);
        }

        /** That the session of the sign-in will have. */
        String id() {
            return user + "new" + who;
        }

        /** What this sign-in reads on the server's clock at this step. */
        Instant now() {
            return answer(ModelDatabase::now);
        }

        /** A statement that is a transaction of its own. */
        <T> T alone(Function<RealmStore, T> statement) {
            return statement.apply(store());
        }

        /** A transaction, which ends with its commit. */
        <T> T transaction(Function<RealmStore, T> statements) {
            T result = statements.apply(store());
            commit("committed");
            return result;
        }

        /** The transaction that writes the session, if it is let pass. */
        void begin(Instant now, Function<RealmStore, Optional<List<String>>> fence) {
            if (fence.apply(store()).isPresent()) {
                answer(db -> {
                    db.insertSession(who, new LiveSignIn(id(), now, now.plusSeconds(who)));
                    return "inserted";
                });
                commit("begun");
            } else {
                commit("committed");
            }
        }

        private void commit(String said) {
            answer(db -> {
                db.commit(who);
                return said;
            });
        }

        private RealmStore store() {
            return (RealmStore) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {RealmStore.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("reserveAtOnceIfFree")) {
                            return reserveAtOnceIfFree(
                                    (PendingSignIn) arguments[0], (Integer) arguments[1], (Instant) arguments[2]);
                        }
                        waitWhile(mustWait(method.getName(), arguments));
                        return answer(db -> {
                            try {
                                return method.invoke(db.storeOf(who, user, Set.of(user + "X")), arguments);
                            } catch (IllegalAccessException | InvocationTargetException e) {
                                throw new IllegalStateException(e);
                            }
                        });
                    });
        }

        /** Others come between what a statement reads and what it locks, as long as that waits. */
        private boolean reserveAtOnceIfFree(PendingSignIn place, int limit, Instant now) {
            answer(db -> db.readAtOnce(who, user, place, limit, now));
            waitWhile(!database.gateIsFreeFor(who) || !database.placeIsFreeFor(who, place.id()));
            return answer(db -> db.reserveAtOnce(who, place));
        }

        /** If it is the next statement's turn. */
        private void waitWhile(boolean held) {
            if (held && carriedOut == 0 && position == answers.size()) {
                waits = true;
                throw new Stopped();
            }
        }

        /** Whether another transaction holds what the statement locks. */
        private boolean mustWait(String statement, Object... arguments) {
            return switch (statement) {
                case "lock" -> !database.gateIsFreeFor(who);
                case "drop", "replace", "reserve", "reserveIfFree", "announce" ->
                    !database.placeIsFreeFor(who, ((PendingSignIn) arguments[0]).id());
                case "renew", "park", "release", "take" -> !database.placeIsFreeFor(who, (String) arguments[0]);
                case "dropExpired" -> !database.expiredPlacesAreFreeFor(who, (Instant) arguments[0]);
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
            if (carriedOut++ > 0) {
                throw new Stopped();
            }
            T answered = statement.apply(database);
            answers.add(answered);
            return answered;
        }
    }

    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Stopped() {
            super(null, null, false, false);
        }
    }
}
