package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.support.LongTest;
import io.github.gatehouse.it.support.OwnKeycloak;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Tree;
import io.github.gatehouse.localserver.FormBrowser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The time of an answer does not tell whether a name is known, and as what. On a server of production's speed, warm, the
 * kinds of names one after the other in an order of chance. Prints the medians.
 */
@LongTest
class AgentIdTimeIT {

    private static final int PEOPLE = 25;
    private static final int TRIES = 200;
    private static final int WARM_UP = 25;
    private static final Duration MOST_APART = Duration.ofMillis(5);
    private static final String WRONG = "Wr0ngPassword!";

    private static OwnKeycloak keycloak;
    private static final Map<Kind, List<String>> NAMES = new EnumMap<>(Kind.class);

    /** What a typed name is. */
    enum Kind {
        UNKNOWN_NAME,
        UNKNOWN_ID,
        USER_NAME,
        AGENT_ID,
        ID_OF_TWO_PEOPLE
    }

    /** Where it is typed, with a wrong password. */
    enum Way {
        SIGN_IN_PAGE {
            @Override
            Duration answer(String name) {
                FormBrowser browser = new FormBrowser();
                FormBrowser.Answer page = OddInput.signInPage(browser, keycloak.realmUrl());
                return timed(() -> OddInput.send(browser, page, name, WRONG), OddInput.NOT_RIGHT);
            }
        },
        DIRECT_GRANT {
            @Override
            Duration answer(String name) {
                return timed(() -> OddInput.grant(keycloak, name, WRONG), "Invalid user credentials");
            }
        },
        FORGOT_PASSWORD {
            @Override
            Duration answer(String name) {
                FormBrowser browser = new FormBrowser();
                FormBrowser.Answer page = OddInput.signInPage(browser, keycloak.realmUrl());
                return timed(() -> OddInput.forgot(browser, page, name), OddInput.CONFIRM);
            }
        };

        abstract Duration answer(String name);

        private static Duration timed(Supplier<FormBrowser.Answer> call, String sentence) {
            long began = System.nanoTime();
            FormBrowser.Answer answer = call.get();
            Duration time = Duration.ofNanos(System.nanoTime() - began);
            assertThat(answer.body()).contains(sentence);
            return time;
        }
    }

    @BeforeAll
    static void makeThePeople() {
        keycloak = OwnKeycloak.withTheBundle("agent-id-time")
                .startAtFullSpeed(Tree.root().resolve("realm-export.json"));
        TemporaryPasswordCalls.allowTheDirectGrant(keycloak);
        for (Kind kind : Kind.values()) {
            NAMES.put(kind, new ArrayList<>());
        }
        for (int i = 0; i < PEOPLE; i++) {
            NAMES.get(Kind.UNKNOWN_NAME).add("agentx" + i);
            NAMES.get(Kind.UNKNOWN_ID).add("8" + i);
            NAMES.get(Kind.USER_NAME).add(person().userName());
            NAMES.get(Kind.AGENT_ID).add(agentId(person()));
            String twice = agentId(person());
            keycloak.people().imported("twin" + i, People.PASSWORD, twice);
            NAMES.get(Kind.ID_OF_TWO_PEOPLE).add(twice);
        }
    }

    @AfterAll
    static void deleteIt() {
        keycloak.close();
    }

    @BeforeEach
    void unlock() {
        unlockEverybody();
    }

    private static void unlockEverybody() {
        keycloak.realm().attackDetection().clearAllBruteForce();
    }

    @Test
    void atTheSignInPageEveryNameIsAnsweredInTheSameTime() {
        measure(Way.SIGN_IN_PAGE);
    }

    @Test
    void inTheDirectGrantEveryNameIsAnsweredInTheSameTime() {
        measure(Way.DIRECT_GRANT);
    }

    @Test
    void forAForgottenPasswordEveryNameIsAnsweredInTheSameTime() {
        measure(Way.FORGOT_PASSWORD);
    }

    private static void measure(Way way) {
        Map<Kind, List<Duration>> times = new EnumMap<>(Kind.class);
        List<Kind> order = new ArrayList<>(List.of(Kind.values()));
        Random random = new Random(1);
        order.forEach(kind -> times.put(kind, new ArrayList<>()));
        for (int i = -WARM_UP; i < TRIES; i++) {
            if (i % PEOPLE == 0) {
                unlockEverybody();
            }
            Collections.shuffle(order, random);
            for (Kind kind : order) {
                String name = NAMES.get(kind).get(Math.floorMod(i, PEOPLE));
                // The quicker of two: what else the machine does is of no use to whoever measures.
                Duration time = Collections.min(List.of(way.answer(name), way.answer(name)));
                if (i >= 0) {
                    times.get(kind).add(time);
                }
            }
        }

        List<Duration> medians =
                times.values().stream().map(AgentIdTimeIT::median).sorted().toList();
        StringBuilder table = new StringBuilder();
        times.forEach((kind, all) ->
                table.append(String.format(" %s %.2f", kind, median(all).toNanos() / 1e6)));
        System.out.printf("%s, ms, medians of %d:%s%n", way, TRIES, table);
        assertThat(medians.get(medians.size() - 1).minus(medians.get(0))).isLessThanOrEqualTo(MOST_APART);
    }

    private static Person person() {
        return keycloak.people().withPassword(People.PASSWORD);
    }

    private static String agentId(Person person) {
        return keycloak.realm().users().get(person.id()).toRepresentation().firstAttribute("agentId");
    }

    private static Duration median(List<Duration> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }
}
