package io.github.gatehouse.sessionlimit.admission;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Who may come in: the rule of the cap over plain values, with an answer for every input. */
public final class Admission {

    private Admission() {}

    /**
     * Decides about one more sign-in of a user.
     *
     * @param limit how many sign-ins may be live at once, the new one included; 0 or less: any number
     * @param live the user's live sign-ins, in any order, without the one that is asked for
     * @param atLimit what happens when there is no place
     * @param chosen ids that the person chose to end; counts with {@link AtLimit#ASK} only, and ids that are not in
     *     {@code live} count for nothing: they ended meanwhile or belong to somebody else
     */
    public static Decision decide(int limit, Collection<LiveSignIn> live, AtLimit atLimit, Set<String> chosen) {
        int toEnd = limit <= 0 ? 0 : Math.max(0, live.size() - limit + 1);
        List<String> oldestFirst = live.stream()
                .sorted(LiveSignIn.OLDEST_FIRST)
                .map(LiveSignIn::id)
                .toList();
        // Chosen ones end even if a place became free meanwhile: the person was told that they end.
        List<String> ending = atLimit == AtLimit.ASK
                ? oldestFirst.stream().filter(chosen::contains).toList()
                : List.of();
        if (ending.size() >= toEnd) {
            return ending.isEmpty() ? new Decision.Admit() : new Decision.End(ending);
        }
        return switch (atLimit) {
            case ASK -> new Decision.Ask(toEnd);
            case END_OLDEST -> new Decision.End(oldestFirst.subList(0, toEnd));
            case DENY -> new Decision.Deny();
        };
    }
}
