package io.github.gatehouse.sessionlimit.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All {@link Interleavings} of two and three sign-ins of one user, and the number of them printed. */
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
        Interleavings interleavings = new Interleavings(
                cap,
                signIns.stream()
                        .map(kind -> script(kind, cap, Set.copyOf(words(choosing))))
                        .toList(),
                signIns.stream().map(kind -> "").toList());

        all = all.add(interleavings.withFaults(database));

        assertThat(interleavings.mostThrough()).as("sign-ins that get in").isEqualTo(most);
    }

    /** A sign-in, as the authenticator, the listener and the fence take it through. */
    private static Interleavings.Script script(Kind kind, int cap, Set<String> choosing) {
        return steps -> {
            String id = steps.id();
            Instant now = steps.now();
            if (kind.atLimit != AtLimit.END_OLDEST) {
                // As the form's request does it; what is chosen comes with the one after it.
                boolean admitted = steps.alone(store -> new SignInGate(store, now).admitAtOnce(id, cap));
                if (!admitted) {
                    Decision decision = steps.transaction(store -> new SignInGate(store, now)
                            .admit(id, cap, kind.atLimit, choosing)
                            .decision());
                    if (!(decision instanceof Decision.Admit)) {
                        return;
                    }
                }
                if (kind.parked) {
                    steps.transaction(store -> {
                        store.park(id, now.plus(Duration.ofMinutes(30)));
                        return "parked";
                    });
                    Instant later = steps.now();
                    Decision again = steps.transaction(
                            store -> new SignInGate(store, later).renew(id, cap).decision());
                    if (!(again instanceof Decision.Admit)) {
                        return;
                    }
                }
            }
            Instant atInsert = steps.now();
            AtLimit atFence = kind.atLimit == AtLimit.ASK ? AtLimit.DENY : kind.atLimit;
            steps.begin(atInsert, store -> new SignInGate(store, atInsert).pass(id, cap, atFence));
        };
    }

    private static LiveSignIn signIn(String id, Instant started, int used) {
        return new LiveSignIn(id, started, started.plusSeconds(used));
    }

    private static List<String> words(String text) {
        return text == null ? List.of() : Arrays.asList(text.split(" "));
    }
}
