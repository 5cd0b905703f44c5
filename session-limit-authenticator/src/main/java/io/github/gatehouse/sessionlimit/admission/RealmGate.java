package io.github.gatehouse.sessionlimit.admission;

import io.github.gatehouse.sessionlimit.admission.SignInGate.Answer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The steps by which the cap of a whole realm holds without a gate through which everybody has to go.
 *
 * <ul>
 *   <li>Far from the cap, a sign-in holds a place before it counts, in a transaction that is through by then. Of all that
 *       come in, the one that was the last to announce itself therefore counted all others: if that was not too many, it
 *       is not.
 *   <li>Near the cap it is decided at the realm's gate, so that of many that come at once as many get in as there are
 *       places, and not fewer.
 *   <li>Who is decided about at the gate holds no place until that transaction is through. Who counts at that moment
 *       without the gate may miss it, and no more than it: for that there is one place between near and full.
 * </ul>
 *
 * <p>Only sign-ins of the user himself ever end for his new one.
 */
public final class RealmGate {

    private final RealmStore store;
    private final Instant now;

    /**
     * @param store of the user, in the transaction in which the step is taken
     * @param now the server's clock
     */
    public RealmGate(RealmStore store, Instant now) {
        this.store = store;
        this.now = now;
    }

    /** Holds a place, to be looked at again in a later transaction, if that looks far from the cap; false if not. */
    public boolean announce(String id, int limit) {
        if (store.occupied() >= near(limit)) {
            return false;
        }
        store.announce(new PendingSignIn(id, now, false, now.plus(SignInGate.LEASE), List.of()));
        return true;
    }

    /** Whether the announced place stays, whoever else comes. If not, {@link #admit} decides. */
    public boolean isFarFrom(int limit) {
        return store.occupied() <= near(limit);
    }

    private static int near(int limit) {
        return limit - Math.max(1, limit / 10);
    }

    /** Decides near the cap. When the sign-in is refused, a place that it had announced is still there. */
    public Answer admit(String id, int limit, AtLimit atLimit, Set<String> chosen) {
        store.lock();
        int others = occupiedByOthers();
        Answer answer = new SignInGate(store, now).admit(id, limit - others, atLimit, chosen);
        return answer.decision() instanceof Decision.Deny deny
                ? new Answer(new Decision.Deny(others + deny.occupied()), answer.live(), answer.pending())
                : answer;
    }

    /** A session begins, in the transaction that writes it; as {@link SignInGate#pass}. */
    public Optional<List<String>> pass(String id, int limit, AtLimit atLimit) {
        if (store.take(id)) {
            return Optional.of(List.of());
        }
        store.lock();
        return new SignInGate(store, now).pass(id, limit - occupiedByOthers(), atLimit);
    }

    /** A place and those it replaces count as one, or as many as are live of those. */
    private int occupiedByOthers() {
        store.dropExpired(now);
        List<List<String>> replaced = store.replacedByOthers();
        int occupied = store.occupiedByOthers();
        if (replaced.isEmpty()) {
            return occupied;
        }
        Set<String> live =
                store.liveAmong(replaced.stream().flatMap(List::stream).toList());
        return occupied
                + (int) replaced.stream()
                        .filter(ids -> ids.stream().noneMatch(live::contains))
                        .count();
    }
}
