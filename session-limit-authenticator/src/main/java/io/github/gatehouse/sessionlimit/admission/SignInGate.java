package io.github.gatehouse.sessionlimit.admission;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The steps by which a sign-in gets a place and its session begins, such that there are never more live sessions than
 * places, whatever happens at the same time and wherever a node dies. So it is for each cap that counts sign-ins of one
 * user.
 *
 * <ul>
 *   <li>Who decides holds the user's gate, so decisions about one user follow one another.
 *   <li>The session begins in the transaction that gives its place up, so there is no moment in which neither counts.
 *       That transaction needs no gate, and for that reason places are read before sessions: one that begins between
 *       the two readings is then seen twice, never not at all.
 *   <li>Most sign-ins are far from the cap: for them reading and holding is one statement, and what it reads is of one
 *       instant.
 *   <li>A place that is given away is given up only as it was read ({@link SignInStore#drop}). Who comes for it
 *       afterwards finds none, and decides again. So no clock and no lease has to be trusted.
 * </ul>
 */
public final class SignInGate {

    /** How long a request may take from its place to its session before the place is anybody's. */
    public static final Duration LEASE = Duration.ofSeconds(30);

    /** Others can change a place without the gate only by finishing it, so a decision is made again seldom. */
    private static final int ATTEMPTS = 10;

    private final SignInStore store;
    private final Instant now;

    /**
     * @param store of the user, in the transaction in which the steps are taken
     * @param now the server's clock
     */
    public SignInGate(SignInStore store, Instant now) {
        this.store = store;
        this.now = now;
    }

    /**
     * What was decided, and what it was decided from.
     *
     * @param live all live sign-ins, unless their number alone let the sign-in in
     * @param pending the places of the user's other unfinished sign-ins
     */
    public record Answer(Decision decision, List<LiveSignIn> live, List<PendingSignIn> pending) {}

    /**
     * Decides about a sign-in and holds a place for it, in a transaction of its own. A sign-in that has a place already
     * keeps it, for the replaced ones that it chooses now.
     *
     * @param id that the session will have
     * @throws BusyException the gate did not open in time
     */
    public Answer admit(String id, int limit, AtLimit atLimit, Set<String> chosen) {
        store.lock();
        if (chosen.isEmpty() && store.reserveIfFree(first(id), limit, now)) {
            return new Answer(Decision.Admit.freely(), List.of(), List.of());
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Reading reading = read(id);
            if (reading.count == SignInStore.LIVE) {
                return reading.answer(Decision.Admit.freely());
            }
            Decision decision = reading.decide(limit, atLimit, chosen);
            if (!(decision instanceof Decision.Admit admit)) {
                return reading.answer(decision);
            }
            PendingSignIn place = new PendingSignIn(
                    id, reading.own.map(PendingSignIn::started).orElse(now), false, now.plus(LEASE), admit.ending());
            if (admit.dropping().stream().allMatch(store::drop) && hold(place, reading.own)) {
                return reading.answer(decision);
            }
        }
        throw new BusyException("Places of this user kept changing while it was decided about them");
    }

    /**
     * Holds a place for a sign-in that has none yet, without a look at who else is there; it needs no transaction.
     *
     * @return false: nothing was held, and {@link #admit} is to decide
     * @throws BusyException the gate did not open in time
     */
    public boolean admitAtOnce(String id, int limit) {
        return store.reserveAtOnceIfFree(first(id), limit, now);
    }

    private PendingSignIn first(String id) {
        return new PendingSignIn(id, now, false, now.plus(LEASE), List.of());
    }

    private boolean hold(PendingSignIn place, Optional<PendingSignIn> own) {
        if (own.isPresent()) {
            return store.replace(own.get(), place);
        }
        store.reserve(place);
        return true;
    }

    /**
     * A sign-in that was parked goes on: its place is held a while longer. If it was given away meanwhile, it is decided
     * again, by refusing at the limit: there is no page any more on which a person could choose.
     */
    public Answer renew(String id, int limit) {
        return store.renew(id, now.plus(LEASE))
                ? new Answer(Decision.Admit.freely(), List.of(), List.of())
                : admit(id, limit, AtLimit.DENY, Set.of());
    }

    /**
     * A session begins, in the transaction that writes it: its place is given up and the ones it replaces are removed.
     * Without a place it is decided here and now.
     *
     * @param atLimit {@link AtLimit#END_OLDEST} or {@link AtLimit#DENY}: here nobody can be asked
     * @return what ended, or nothing if the session must not begin
     */
    public Optional<List<String>> pass(String id, int limit, AtLimit atLimit) {
        // Ending the oldest holds no place: the oldest are those of the moment in which the session begins.
        if (atLimit != AtLimit.END_OLDEST && store.take(id)) {
            return Optional.of(List.of());
        }
        store.lock();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Reading reading = read(id);
            if (reading.count == SignInStore.LIVE) {
                return Optional.of(List.of());
            }
            if (reading.own.isPresent()) {
                if (!store.drop(reading.own.get())) {
                    continue;
                }
                return removed(reading.own.get().replaces());
            }
            if (!(reading.decide(limit, atLimit, Set.of()) instanceof Decision.Admit admit)) {
                return Optional.empty();
            }
            if (admit.dropping().stream().allMatch(store::drop)) {
                return removed(admit.ending());
            }
        }
        throw new BusyException("Places of this user kept changing while it was decided about them");
    }

    private Optional<List<String>> removed(List<String> ids) {
        store.remove(ids);
        return Optional.of(ids);
    }

    /** First the places, then the sessions: see the class. */
    private Reading read(String id) {
        List<PendingSignIn> pending = new ArrayList<>();
        Optional<PendingSignIn> own = Optional.empty();
        for (PendingSignIn place : store.pending(id)) {
            if (place.id().equals(id)) {
                own = Optional.of(place);
            } else if (place.expires().isAfter(now) || !store.drop(place)) {
                // One that changed while it was to be dropped still counts as it was; it is no less now.
                pending.add(place);
            }
        }
        return new Reading(own, pending, store.count(id));
    }

    private final class Reading {
        private final Optional<PendingSignIn> own;
        private final int count;
        private List<PendingSignIn> pending;
        /** Read when their number does not tell what is to be decided. */
        private List<LiveSignIn> live = List.of();

        private Reading(Optional<PendingSignIn> own, List<PendingSignIn> pending, int count) {
            this.own = own;
            this.pending = pending;
            this.count = count;
        }

        /** At the limit, places that nobody can come for any more are given up first. */
        private Decision decide(int limit, AtLimit atLimit, Set<String> chosen) {
            // A place counts for one, or for the live ones that it replaces: never for more than all of them together.
            if (chosen.isEmpty() && count + pending.size() < limit) {
                return Decision.Admit.freely();
            }
            live = store.live();
            Decision decision = Admission.decide(limit, live, pending, atLimit, chosen);
            if (decision.equals(Decision.Admit.freely())) {
                return decision;
            }
            List<PendingSignIn> left = pending.stream()
                    .filter(place -> !(place.parked() && store.isAbandoned(place) && store.drop(place)))
                    .toList();
            if (left.size() == pending.size()) {
                return decision;
            }
            pending = left;
            return Admission.decide(limit, live, pending, atLimit, chosen);
        }

        private Answer answer(Decision decision) {
            return new Answer(decision, live, pending);
        }
    }
}
