package io.github.gatehouse.sessionlimit.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.sessionlimit.admission.Interleavings.Script;
import io.github.gatehouse.sessionlimit.admission.Interleavings.Steps;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All {@link Interleavings} of sign-ins of several users at the cap of their realm, and the number of them printed. */
class RealmInterleavingTest {

    /** How a sign-in goes about. */
    enum Kind {
        DENY(AtLimit.DENY, true, false),
        /** Waits at a page behind the step. */
        PARKED(AtLimit.DENY, true, true),
        /** Chooses to end sign-in {@code a} of the same user. */
        ASK(AtLimit.ASK, true, false),
        END_OLDEST(AtLimit.END_OLDEST, true, false),
        /** By a way that holds no place beforehand. */
        AT_ONCE(AtLimit.DENY, false, false);

        private final AtLimit atLimit;
        private final boolean announced;
        private final boolean parked;

        Kind(AtLimit atLimit, boolean announced, boolean parked) {
            this.atLimit = atLimit;
            this.announced = announced;
            this.parked = parked;
        }
    }

    private static BigInteger all = BigInteger.ZERO;

    @AfterAll
    static void sayHowManyThereWere() {
        System.out.printf("Interleavings of sign-ins at the cap of a realm that were gone through: %,d%n", all);
    }

    @ParameterizedTest(name = "cap {0}, live {1}: {2}: at most {3} get in, at least {4} if nothing fails")
    @CsvSource(
            nullValues = "-",
            value = {
                "1, -,       u:DENY v:DENY,                  1, 1",
                "1, -,       u:DENY u:DENY,                  1, 1",
                "1, u:a,     v:DENY v:END_OLDEST,            0, 0",
                "1, u:a,     u:ASK v:DENY,                   1, 1",
                "1, u:a,     u:ASK u:ASK,                    1, 1",
                "1, u:a,     u:END_OLDEST v:AT_ONCE,         1, 1",
                "1, u:a,     u:END_OLDEST u:END_OLDEST,      2, 2",
                "1, -,       u:AT_ONCE v:AT_ONCE,            1, 1",
                "1, -,       u:AT_ONCE v:DENY,               1, 1",
                "1, -,       u:PARKED v:AT_ONCE,             1, 1",
                "2, u:a,     u:PARKED v:DENY,                1, 1",
                "2, u:a v:b, u:ASK v:END_OLDEST,             2, 2",
                // far from the cap nobody needs the gate, and still nobody is missed
                "3, u:a,     u:DENY v:AT_ONCE,               2, 2",
                "2, x:c,     u:DENY v:DENY w:DENY,           1, 1",
                "2, -,       u:DENY v:AT_ONCE w:AT_ONCE,     2, 2",
                "2, -,       u:DENY v:DENY w:AT_ONCE,        2, 2",
                "3, u:a,     u:DENY v:AT_ONCE w:DENY,        2, 2",
                "2, u:a,     u:ASK v:DENY w:AT_ONCE,         2, 2",
            })
    void neverMoreLiveThanTheCapAndNoPlaceStaysEmpty(int cap, String live, String signIns, long most, long least) {
        ModelDatabase database = new ModelDatabase();
        words(live)
                .forEach(id -> database.addSession(
                        new LiveSignIn(id, database.now(), database.now().plusSeconds(100))));
        List<Script> scripts = words(signIns).stream()
                .map(signIn -> script(Kind.valueOf(signIn.substring(2)), cap))
                .toList();
        List<String> users =
                words(signIns).stream().map(signIn -> signIn.substring(0, 2)).toList();
        Interleavings withFaults = new Interleavings(cap, scripts, users);
        Interleavings withoutFaults = new Interleavings(cap, scripts, users);

        all = all.add(withFaults.withFaults(database)).add(withoutFaults.withoutFaults(database));

        assertThat(withFaults.mostThrough()).as("sign-ins that get in").isEqualTo(most);
        assertThat(withoutFaults.leastThrough()).as("if nothing fails").isEqualTo(least);
    }

    /** A sign-in, as the authenticator, the listener and the fence take it through. */
    private static Script script(Kind kind, int cap) {
        return steps -> {
            Instant now = steps.now();
            if (kind.announced && !isAdmitted(steps, now, cap, kind.atLimit)) {
                return;
            }
            if (kind.parked) {
                steps.transaction(store -> {
                    store.park(steps.id(), now.plus(Duration.ofMinutes(30)));
                    return "parked";
                });
                Instant later = steps.now();
                if (!steps.transaction(store -> store.renew(steps.id(), later.plus(SignInGate.LEASE)))
                        && !isAdmitted(steps, later, cap, AtLimit.DENY)) {
                    return;
                }
            }
            Instant atInsert = steps.now();
            AtLimit atFence = kind.atLimit == AtLimit.ASK ? AtLimit.DENY : kind.atLimit;
            steps.begin(atInsert, store -> new RealmGate(store, atInsert).pass(steps.id(), cap, atFence));
        };
    }

    private static boolean isAdmitted(Steps steps, Instant now, int cap, AtLimit atLimit) {
        return steps.transaction(store -> new RealmGate(store, now).announce(steps.id(), cap))
                        && steps.transaction(store -> new RealmGate(store, now).isFarFrom(cap))
                || steps.transaction(store -> {
                    boolean admitted = new RealmGate(store, now)
                                    .admit(steps.id(), cap, atLimit, Set.of("u:a"))
                                    .decision()
                            instanceof Decision.Admit;
                    if (!admitted) {
                        store.release(steps.id());
                    }
                    return admitted;
                });
    }

    private static List<String> words(String text) {
        return text == null ? List.of() : Arrays.asList(text.split(" "));
    }
}
