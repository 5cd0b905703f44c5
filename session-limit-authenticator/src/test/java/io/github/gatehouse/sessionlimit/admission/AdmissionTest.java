package io.github.gatehouse.sessionlimit.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.sessionlimit.admission.Decision.Admit;
import io.github.gatehouse.sessionlimit.admission.Decision.Ask;
import io.github.gatehouse.sessionlimit.admission.Decision.Deny;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AdmissionTest {

    @ParameterizedTest(name = "limit {0}, live {1}, pending {2}, {3}, chosen {4}: {5}")
    @CsvSource(
            nullValues = "-",
            value = {
                // below the limit nobody is asked and nothing ends
                "3, -,         -,         ask,        -,     admit",
                "3, a b,       -,         ask,        -,     admit",
                "3, a b,       -,         end-oldest, -,     admit",
                "3, a b,       -,         deny,       -,     admit",
                // at the limit
                "3, a b c,     -,         ask,        -,     ask 1",
                "3, a b c,     -,         end-oldest, -,     end a",
                "3, a b c,     -,         deny,       -,     deny 3",
                "1, a,         -,         ask,        -,     ask 1",
                "1, a,         -,         end-oldest, -,     end a",
                "1, a,         -,         deny,       -,     deny 1",
                // the limit was lowered from 5 to 3 while 5 were live
                "3, a b c d e, -,         ask,        -,     ask 3",
                "3, a b c d e, -,         end-oldest, -,     end a b c",
                "3, a b c d e, -,         deny,       -,     deny 5",
                // what the person chose
                "3, a b c,     -,         ask,        c,     end c",
                "3, a b c,     -,         ask,        b c,   end b c",
                "3, a b c d e, -,         ask,        e d,   ask 3",
                "3, a b c d e, -,         ask,        e d c, end c d e",
                // a place became free meanwhile: the chosen one still ends
                "3, a b,       -,         ask,        b,     end b",
                // ids of others, and of sign-ins that ended meanwhile
                "3, a b c,     -,         ask,        x,     ask 1",
                "3, a b c,     -,         ask,        x b,   end b",
                "3, a b,       -,         ask,        x,     admit",
                // a choice is no way round the other behaviours
                "3, a b c,     -,         deny,       a,     deny 3",
                "3, a b c,     -,         end-oldest, c,     end a",
                // unfinished sign-ins take places; P is parked, I on its way
                "3, a b,       P,         ask,        -,     ask 1",
                "3, a b,       P,         deny,       -,     deny 3",
                "3, a b,       P,         end-oldest, -,     end a",
                "3, a b,       P,         ask,        P,     drop P",
                "3, a b,       P,         ask,        P b,   end b drop P",
                "3, a b,       I,         ask,        I,     ask 1",
                "3, a b,       I,         ask,        I b,   end b",
                "3, -,         P Q,       deny,       -,     admit",
                // only unfinished ones: nobody is locked out of an empty account, by none that is on its way either
                "3, -,         P Q R,     deny,       -,     drop P",
                "3, -,         I P Q,     deny,       -,     drop P",
                "1, -,         P Q R,     deny,       -,     drop P Q R",
                "3, -,         I J K,     deny,       -,     deny 3",
                "3, a,         P Q,       deny,       -,     deny 3",
                "3, -,         I J K,     end-oldest, -,     drop I",
                "2, -,         I P,       end-oldest, -,     drop P",
                "2, a,         I P,       end-oldest, -,     end a drop P",
                // an unfinished one and those it replaces count as one, or as many as are live of those
                "3, a b c,     P>a,       ask,        -,     ask 1",
                "3, a b c,     P>a,       ask,        a,     ask 1",
                "3, a b c,     P>a,       ask,        b,     end b",
                "3, a b c,     P>a,       ask,        P,     end a drop P",
                "3, a b c,     P>a,       end-oldest, -,     end b",
                "3, a b c,     P>a+b,     ask,        P,     end a b drop P",
                "2, a b,       P>a Q>b,   end-oldest, -,     end a drop P",
                "3, b c,       P>a,       deny,       -,     deny 3",
                // chosen, it frees as many
                "1, a b c,     P>a+b+c,   ask,        -,     ask 1",
                "1, a b c,     P>a+b,     ask,        -,     ask 2",
                "2, a b c d,   P>a+b,     ask,        -,     ask 3",
                "2, a b c d,   P>a+b,     ask,        P c,   end c a b drop P",
                "1, a b c,     I>a+b+c,   ask,        -,     ask 3",
                // two can not replace the same one: the second counts for itself
                "3, a b,       P>a Q>a,   deny,       -,     deny 3",
                // its session began between the two readings
                "3, a P,       P,         deny,       -,     admit",
                "3, a b P,     P>a,       ask,        a,     end a",
                // others have all places: whatever ends here, there is none
                "0, a b c,     P,         ask,        a b c, deny 4",
                "0, a b c,     P,         end-oldest, -,     deny 4",
                "0, -,         P Q,       deny,       -,     deny 2",
                "-1, -,        -,         end-oldest, -,     deny 0",
            })
    void theDecisionFollowsTheTable(
            int limit, String live, String pending, String atLimit, String chosen, String expected) {
        Decision decision = Admission.decide(
                limit, live(live), pending(pending), AtLimit.ofId(atLimit).orElseThrow(), Set.copyOf(words(chosen)));

        assertThat(text(decision)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: every limit up to 4, up to 4 live, up to 2 unfinished, every choice")
    @EnumSource
    void whoeverComesInLeavesNoMoreThanTheLimitHoweverTheUnfinishedOnesGoOn(AtLimit atLimit) {
        List<String> pendings = Arrays.asList(null, "P", "I", "P>a", "P Q", "I P>b", "P>a Q>b", "P>a+b Q", "P>x");
        for (int limit = 1; limit <= 4; limit++) {
            for (String alive : Arrays.asList(null, "a", "a b", "a b c", "a b c d")) {
                for (String unfinished : pendings) {
                    List<LiveSignIn> live = live(alive);
                    List<PendingSignIn> pending = pending(unfinished);
                    for (Set<String> chosen : subsets(live, pending)) {
                        Decision decision = Admission.decide(limit, live, pending, atLimit, chosen);

                        if (decision instanceof Admit admit) {
                            assertThat(atLimit == AtLimit.ASK
                                            || chosen.isEmpty()
                                            || admit.equals(Admission.decide(limit, live, pending, atLimit, Set.of())))
                                    .isTrue();
                            if (most(live, pending) <= limit) {
                                assertThat(mostAfter(live, pending, admit))
                                        .as("%d, %s, %s, %s, %s", limit, alive, unfinished, chosen, text(admit))
                                        .isLessThanOrEqualTo(limit);
                            }
                        } else if (decision instanceof Ask) {
                            assertThat(atLimit).isEqualTo(AtLimit.ASK);
                        } else {
                            assertThat(atLimit).isEqualTo(AtLimit.DENY);
                            assertThat(live.size() + pending.size()).isGreaterThanOrEqualTo(limit);
                        }
                    }
                }
            }
        }
    }

    /** The most sessions that can be live at once, if the unfinished ones begin in any order or never. */
    private static int most(List<LiveSignIn> live, List<PendingSignIn> pending) {
        return most(ids(live), pending);
    }

    private static int mostAfter(List<LiveSignIn> live, List<PendingSignIn> pending, Admit admit) {
        List<PendingSignIn> left = new ArrayList<>(pending);
        left.removeAll(admit.dropping());
        left.add(new PendingSignIn("new", Instant.EPOCH, false, Instant.MAX, admit.ending()));
        return most(ids(live), left);
    }

    private static int most(Set<String> live, List<PendingSignIn> pending) {
        int most = live.size();
        for (PendingSignIn next : pending) {
            Set<String> afterwards = new HashSet<>(live);
            next.replaces().forEach(afterwards::remove);
            afterwards.add(next.id());
            List<PendingSignIn> left = new ArrayList<>(pending);
            left.remove(next);
            most = Math.max(most, most(afterwards, left));
        }
        return most;
    }

    @Test
    void theOldestIsTheLeastRecentlyUsedThenTheFirstStartedThenTheFirstById() {
        LiveSignIn recentlyUsed = signIn("a", 1, 30);
        LiveSignIn startedLater = signIn("b", 3, 20);
        LiveSignIn sameSecondLaterId = signIn("d", 2, 20);
        LiveSignIn sameSecond = signIn("c", 2, 20);
        LiveSignIn leastRecentlyUsed = signIn("e", 9, 10);
        List<LiveSignIn> live = List.of(recentlyUsed, startedLater, sameSecondLaterId, sameSecond, leastRecentlyUsed);

        assertThat(text(Admission.decide(2, live, List.of(), AtLimit.END_OLDEST, Set.of())))
                .isEqualTo("end e c d b");
    }

    @Test
    void theOrderInWhichTheStoreNamesThemDoesNotMatter() {
        List<LiveSignIn> live = new ArrayList<>(live("a b c d e f"));
        List<PendingSignIn> pending = new ArrayList<>(pending("P>a Q I>b"));
        Random random = new Random(20261124);
        for (int i = 0; i < 50; i++) {
            Collections.shuffle(live, random);
            Collections.shuffle(pending, random);

            assertThat(text(Admission.decide(6, live, pending, AtLimit.END_OLDEST, Set.of())))
                    .isEqualTo("end c d");
        }
    }

    private static List<LiveSignIn> live(String names) {
        return words(names).stream()
                .map(name -> signIn(name, name.charAt(0), 100 + name.charAt(0)))
                .toList();
    }

    /** {@code P>a+b}: P replaces a and b. I, J and K are on their way, all others parked. */
    private static List<PendingSignIn> pending(String names) {
        return words(names).stream()
                .map(name -> new PendingSignIn(
                        name.substring(0, 1),
                        Instant.ofEpochSecond(name.charAt(0)),
                        !"IJK".contains(name.substring(0, 1)),
                        Instant.MAX,
                        name.length() == 1
                                ? List.of()
                                : List.of(name.substring(2).split("\\+"))))
                .toList();
    }

    private static LiveSignIn signIn(String id, int started, int lastUsed) {
        return new LiveSignIn(id, Instant.ofEpochSecond(started), Instant.ofEpochSecond(lastUsed));
    }

    private static Set<String> ids(List<LiveSignIn> live) {
        return live.stream().map(LiveSignIn::id).collect(Collectors.toSet());
    }

    private static List<Set<String>> subsets(List<LiveSignIn> live, List<PendingSignIn> pending) {
        List<String> ids = Stream.concat(
                        live.stream().map(LiveSignIn::id), pending.stream().map(PendingSignIn::id))
                .toList();
        return IntStream.range(0, 1 << ids.size())
                .mapToObj(bits -> IntStream.range(0, ids.size())
                        .filter(i -> (bits & 1 << i) != 0)
                        .mapToObj(ids::get)
                        .collect(Collectors.toSet()))
                .toList();
    }

    private static List<String> words(String text) {
        return text == null ? List.of() : List.of(text.split(" "));
    }

    private static String text(Decision decision) {
        if (decision instanceof Ask ask) {
            return "ask " + ask.toChoose();
        }
        if (decision instanceof Deny deny) {
            return "deny " + deny.occupied();
        }
        Admit admit = (Admit) decision;
        String ending = admit.ending().isEmpty() ? "" : " end " + String.join(" ", admit.ending());
        String dropping = admit.dropping().stream().map(PendingSignIn::id).collect(Collectors.joining(" "));
        String all = (ending + (dropping.isEmpty() ? "" : " drop " + dropping)).strip();
        return all.isEmpty() ? "admit" : all;
    }
}
