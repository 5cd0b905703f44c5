package io.github.gatehouse.sessionlimit.admission;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who may come in: the rule of the cap over plain values, with an answer for every input.
 *
 * <p>A place and the live sign-ins that it replaces count as one, or as many as are live of those: that is the most
 * there can be of them at any moment. Each live sign-in is replaced by one place at most.
 */
public final class Admission {

    /** Not claimed by any pending sign-in, the oldest first. */
    private final List<String> free = new ArrayList<>();

    /** Each pending sign-in with the live ones that end with it. */
    private final Map<PendingSignIn, List<String>> places = new LinkedHashMap<>();

    private Admission(Collection<LiveSignIn> live, Collection<PendingSignIn> pending) {
        live.stream().sorted(LiveSignIn.OLDEST_FIRST).map(LiveSignIn::id).forEach(free::add);
        Set<String> liveIds = new HashSet<>(free);
        pending.stream()
                // Its session began between the two readings.
                .filter(place -> !liveIds.contains(place.id()))
                .sorted(Comparator.comparing(PendingSignIn::started).thenComparing(PendingSignIn::id))
                .forEach(place -> places.put(
                        place, place.replaces().stream().filter(free::remove).toList()));
    }

    /**
     * Decides about one more sign-in of a user.
     *
     * @param limit how many sign-ins may be live at once, the new one included; 0 or less: others have all places, so
     *     that there is none even if all of these end
     * @param live the user's live sign-ins, in any order, without the one that is asked for
     * @param pending the places held for other sign-ins of the user that are not finished yet, in any order; one whose
     *     id is live is passed over
     * @param atLimit what happens when there is no place
     * @param chosen ids of live and of pending sign-ins that the person chose to end; counts with {@link AtLimit#ASK}
     *     only. Ids that are neither count for nothing: they ended meanwhile or belong to somebody else
     */
    public static Decision decide(
            int limit,
            Collection<LiveSignIn> live,
            Collection<PendingSignIn> pending,
            AtLimit atLimit,
            Set<String> chosen) {
        Admission admission = new Admission(live, pending);
        int occupied = admission.occupied();
        if (limit <= 0) {
            return new Decision.Deny(occupied);
        }
        int toEnd = Math.max(0, occupied + 1 - limit);
        return switch (atLimit) {
            case ASK -> admission.ask(toEnd, chosen);
            case END_OLDEST -> admission.endOldest(toEnd);
            case DENY -> admission.deny(toEnd, occupied, live.isEmpty());
        };
    }

    /** The live sign-ins that a person can choose to end: those that do not end with an unfinished one anyway. */
    public static List<String> choosable(Collection<LiveSignIn> live, Collection<PendingSignIn> pending) {
        return List.copyOf(new Admission(live, pending).free);
    }

    private int occupied() {
        return free.size() + places.keySet().stream().mapToInt(this::counts).sum();
    }

    private int counts(PendingSignIn place) {
        return Math.max(1, places.get(place).size());
    }

    private Decision ask(int toEnd, Set<String> chosen) {
        // Chosen ones end even if a place became free meanwhile: the person was told that they end.
        Ending ending = new Ending();
        free.stream().filter(chosen::contains).forEach(ending::end);
        // One that is on its way has a session in a moment, under the same id; then it can be chosen.
        places.keySet().stream()
                .filter(place -> place.parked() && chosen.contains(place.id()))
                .forEach(ending::drop);
        return ending.freed >= toEnd ? ending.admit() : new Decision.Ask(toChoose(toEnd));
    }

    /** So many that enough end whichever they are: an unfinished one may stand for several. */
    private int toChoose(int toEnd) {
        List<Integer> fewestFirst = Stream.concat(
                        free.stream().map(id -> 1),
                        places.keySet().stream().filter(PendingSignIn::parked).map(this::counts))
                .sorted()
                .toList();
        int left = toEnd;
        int chosen = 0;
        while (left > 0 && chosen < fewestFirst.size()) {
            left -= fewestFirst.get(chosen++);
        }
        // Others are on their way: so many there will be to choose from in a moment.
        return left > 0 ? toEnd : chosen;
    }

    private Decision endOldest(int toEnd) {
        Ending ending = new Ending();
        free.stream().limit(toEnd).forEach(ending::end);
        dropUntil(toEnd, ending, places.keySet());
        return ending.admit();
    }

    /** An unfinished sign-in that somebody left behind never locks a person out who is signed in nowhere. */
    private Decision deny(int toEnd, int occupied, boolean nowhereSignedIn) {
        Ending ending = new Ending();
        if (nowhereSignedIn) {
            dropUntil(
                    toEnd,
                    ending,
                    places.keySet().stream().filter(PendingSignIn::parked).toList());
        }
        return ending.freed >= toEnd ? ending.admit() : new Decision.Deny(occupied);
    }

    private void dropUntil(int toEnd, Ending ending, Collection<PendingSignIn> candidates) {
        candidates.stream().sorted(PendingSignIn.FIRST_TO_DROP).forEach(place -> {
            if (ending.freed < toEnd) {
                ending.drop(place);
            }
        });
    }

    private final class Ending {
        private final List<String> ending = new ArrayList<>();
        private final List<PendingSignIn> dropping = new ArrayList<>();
        private int freed;

        private void end(String id) {
            ending.add(id);
            freed++;
        }

        /** With what it was to replace: without it those would count again. */
        private void drop(PendingSignIn place) {
            dropping.add(place);
            ending.addAll(places.get(place));
            freed += counts(place);
        }

        private Decision admit() {
            return new Decision.Admit(ending, dropping);
        }
    }
}
