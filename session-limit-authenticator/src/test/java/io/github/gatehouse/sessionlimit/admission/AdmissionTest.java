package io.github.gatehouse.sessionlimit.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.sessionlimit.admission.Decision.Admit;
import io.github.gatehouse.sessionlimit.admission.Decision.Ask;
import io.github.gatehouse.sessionlimit.admission.Decision.Deny;
import io.github.gatehouse.sessionlimit.admission.Decision.End;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AdmissionTest {

    @ParameterizedTest(name = "limit {0}, {1} live, {2}, chosen {3}: {4}")
    @CsvSource(
            nullValues = "-",
            value = {
                // below the limit nobody is asked and nothing ends
                "3, 0, ask,        -,     admit",
                "3, 2, ask,        -,     admit",
                "3, 2, end-oldest, -,     admit",
                "3, 2, deny,       -,     admit",
                // at the limit
                "3, 3, ask,        -,     ask 1",
                "3, 3, end-oldest, -,     end a",
                "3, 3, deny,       -,     deny",
                "1, 1, ask,        -,     ask 1",
                "1, 1, end-oldest, -,     end a",
                "1, 1, deny,       -,     deny",
                // the limit was lowered from 5 to 3 while 5 were live
                "3, 5, ask,        -,     ask 3",
                "3, 5, end-oldest, -,     end a b c",
                "3, 5, deny,       -,     deny",
                // what the person chose
                "3, 3, ask,        c,     end c",
                "3, 3, ask,        b c,   end b c",
                "3, 5, ask,        e d,   ask 3",
                "3, 5, ask,        e d c, end c d e",
                // a place became free meanwhile: the chosen one still ends
                "3, 2, ask,        b,     end b",
                // ids of others, and of sign-ins that ended meanwhile
                "3, 3, ask,        x,     ask 1",
                "3, 3, ask,        x b,   end b",
                "3, 2, ask,        x,     admit",
                // a choice is no way round the other behaviours
                "3, 3, deny,       a,     deny",
                "3, 3, end-oldest, c,     end a",
                // no cap
                "0, 9, ask,        -,     admit",
                "0, 9, end-oldest, -,     admit",
                "0, 9, deny,       -,     admit",
                "-1, 9, deny,      -,     admit",
            })
    void theDecisionFollowsTheTable(int limit, int live, String atLimit, String chosen, String expected) {
        Decision decision =
                Admission.decide(limit, live(live), AtLimit.ofId(atLimit).orElseThrow(), words(chosen));

        assertThat(decision).isEqualTo(parse(expected));
    }

    @ParameterizedTest(name = "{0}: every limit up to 5, up to 6 live, every choice")
    @EnumSource
    void whoeverComesInLeavesNoMoreThanTheLimit(AtLimit atLimit) {
        for (int limit = 0; limit <= 5; limit++) {
            for (int count = 0; count <= 6; count++) {
                List<LiveSignIn> live = live(count);
                for (Set<String> chosen : subsets(live)) {
                    Decision decision = Admission.decide(limit, live, atLimit, chosen);

                    int after =
                            count + 1 - (decision instanceof End end ? end.ids().size() : 0);
                    boolean fits = limit == 0 || after <= limit;
                    if (decision instanceof Ask ask) {
                        assertThat(atLimit).isEqualTo(AtLimit.ASK);
                        assertThat(chosen).hasSizeLessThan(ask.toEnd());
                        assertThat(count - ask.toEnd() + 1).isEqualTo(limit);
                    } else if (decision instanceof Deny) {
                        assertThat(atLimit).isEqualTo(AtLimit.DENY);
                        assertThat(count + 1).isGreaterThan(limit);
                    } else {
                        assertThat(fits).isTrue();
                    }
                    if (decision instanceof End end) {
                        assertThat(end.ids())
                                .isNotEmpty()
                                .doesNotHaveDuplicates()
                                .isSubsetOf(ids(live));
                        if (atLimit == AtLimit.ASK) {
                            assertThat(end.ids()).containsExactlyInAnyOrderElementsOf(chosen);
                        } else {
                            assertThat(after).isEqualTo(limit);
                        }
                    }
                }
            }
        }
    }

    @Test
    void theOldestIsTheLeastRecentlyUsedThenTheFirstStartedThenTheFirstById() {
        LiveSignIn recentlyUsed = signIn("a", 1, 30);
        LiveSignIn startedLater = signIn("b", 3, 20);
        LiveSignIn sameSecondLaterId = signIn("d", 2, 20);
        LiveSignIn sameSecond = signIn("c", 2, 20);
        LiveSignIn leastRecentlyUsed = signIn("e", 9, 10);
        List<LiveSignIn> live = List.of(recentlyUsed, startedLater, sameSecondLaterId, sameSecond, leastRecentlyUsed);

        assertThat(Admission.decide(2, live, AtLimit.END_OLDEST, Set.of()))
                .isEqualTo(new End(List.of("e", "c", "d", "b")));
    }

    @Test
    void theOrderInWhichTheStoreNamesThemDoesNotMatter() {
        List<LiveSignIn> live = new ArrayList<>(live(6));
        Random random = new Random(20261124);
        for (int i = 0; i < 50; i++) {
            Collections.shuffle(live, random);

            assertThat(Admission.decide(4, live, AtLimit.END_OLDEST, Set.of()))
                    .isEqualTo(new End(List.of("a", "b", "c")));
        }
    }

    private static List<LiveSignIn> live(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> signIn(String.valueOf((char) ('a' + i)), i, 100 + i))
                .toList();
    }

    private static LiveSignIn signIn(String id, int started, int lastUsed) {
        return new LiveSignIn(
                id,
                Instant.ofEpochSecond(started),
                Instant.ofEpochSecond(lastUsed),
                "192.0.2.1",
                Device.UNKNOWN,
                List.of());
    }

    private static List<String> ids(List<LiveSignIn> live) {
        return live.stream().map(LiveSignIn::id).toList();
    }

    private static List<Set<String>> subsets(List<LiveSignIn> live) {
        return IntStream.range(0, 1 << live.size())
                .mapToObj(bits -> {
                    Set<String> subset = new HashSet<>();
                    for (int i = 0; i < live.size(); i++) {
                        if ((bits & 1 << i) != 0) {
                            subset.add(live.get(i).id());
                        }
                    }
                    return subset;
                })
                .toList();
    }

    private static Set<String> words(String text) {
        return text == null ? Set.of() : Set.of(text.split(" "));
    }

    private static Decision parse(String text) {
        List<String> words = List.of(text.split(" "));
        return switch (words.get(0)) {
            case "admit" -> new Admit();
            case "ask" -> new Ask(Integer.parseInt(words.get(1)));
            case "end" -> new End(words.subList(1, words.size()));
            case "deny" -> new Deny();
            default -> throw new IllegalArgumentException(text);
        };
    }
}
