package io.github.gatehouse.it;

import static io.github.gatehouse.it.ScriptedSignIn.State.DENIED;
import static io.github.gatehouse.it.ScriptedSignIn.State.FAILED;
import static io.github.gatehouse.it.ScriptedSignIn.State.SIGNED_IN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.ServerClock;
import io.github.gatehouse.localserver.FormBrowser;
import io.github.gatehouse.localserver.LimitedRealm;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.admin.client.resource.RealmResource;

/** The cap when sign-ins of one person meet, many at once, and those that wait at a page: {@link CapRaces}, once. */
class StrictCapIT {

    private static final int ONCE = 1;
    private static final Duration A_WHILE = Duration.ofSeconds(10);

    /** As soon as a place in the cap of a client is held, it is lost: each other session of that user has the client. */
    private static final String OTHERS_GET_THE_PLACE = """
            create function others_get_the_place() returns trigger language plpgsql as $$
            begin
              delete from gatehouse_pending_sign_in
                where session_id = new.session_id and limit_scope = new.limit_scope;
              insert into offline_client_session
                select (jsonb_populate_record(c, jsonb_build_object('client_id', substring(new.limit_scope from 8)))).*
                from offline_client_session c join offline_user_session s using (user_session_id, offline_flag)
                where s.user_id = new.user_id and s.user_session_id <> new.session_id;
              return null;
            end $$;
            create trigger others_get_the_place after insert on gatehouse_pending_sign_in
              for each row when (new.limit_scope like 'client:%') execute function others_get_the_place()""";

    private static CapRaces races;

    @BeforeAll
    static void start() {
        races = new CapRaces();
    }

    @AfterAll
    static void end() {
        if (races != null) {
            races.close();
        }
    }

    /** The control: where this holds too, the sign-ins did not meet, and the other tests prove nothing. */
    @Test
    void aBareCountLetsMoreInThanTheCapSoTheSignInsDoMeet() {
        RealmResource counted = LimitedRealm.make(
                races.nodes.first().admin(),
                "counted",
                LimitedRealm.CHEAP_HASH,
                "user-session-limits",
                Map.of("userRealmLimit", Integer.toString(CapRaces.CAP), "behavior", "Deny new session"));
        List<Integer> live = new ArrayList<>();
        for (int round = 0; round < 5 && live.stream().noneMatch(sessions -> sessions > CapRaces.CAP); round++) {
            String userName = "counted" + round;
            String id = LimitedRealm.addPerson(counted, userName);
            String realmUrl = races.nodes.first().baseUrl() + "/realms/counted";
            List<ScriptedSignIn> signIns = IntStream.range(0, CapRaces.AT_ONCE)
                    .mapToObj(
                            i -> new ScriptedSignIn(realmUrl, userName, LimitedRealm.PASSWORD, LimitedRealm.CLIENT, i))
                    .toList();
            AtOnce.each(signIns, ScriptedSignIn::open);
            AtOnce.each(signIns, ScriptedSignIn::send);
            live.add(counted.users().get(id).getUserSessions().size());
        }
        System.out.printf("Control: a bare count, cap %d, %d at once: %s live%n", CapRaces.CAP, CapRaces.AT_ONCE, live);

        assertThat(live)
                .as("the race did not happen: not even a bare count let more than the cap in")
                .anyMatch(sessions -> sessions > CapRaces.CAP);
    }

    @ParameterizedTest
    @CsvSource({"deny, 1", "deny, 2", "end-oldest, 1", "end-oldest, 2", "ask, 1", "ask, 2"})
    void ofFortyAtOnceNoMoreThanTheCapAreEverLive(String atLimit, int nodeCount) {
        races.ofOnePerson(atLimit, nodeCount, ONCE);
    }

    @ParameterizedTest
    @CsvSource({"deny, 2", "end-oldest, 2", "ask, 1"})
    void ofFortyAtOnceNoMoreThanTheCapOfTheirClientAreEverLive(String atLimit, int nodeCount) {
        races.ofOneClient(atLimit, nodeCount, ONCE);
    }

    @ParameterizedTest
    @CsvSource({"deny, 1", "deny, 2", "end-oldest, 2", "ask, 2"})
    void ofFortyAtOnceNoMoreThanTheCapOfTheRealmAreEverLive(String atLimit, int nodeCount) {
        races.ofTheRealm(atLimit, nodeCount, ONCE);
    }

    @ParameterizedTest
    @EnumSource
    void signInsThatWaitAndAreFinishedAtOncePassTheCapNeither(CapRaces.Wait wait) {
        races.parked(wait, "deny", true);
    }

    @Test
    void withACapOfOneSignOutAndAnotherSignInAtOnceWorkTwentyTimes() {
        races.signOutAndIn(20);
    }

    /** What one statement read before it had to wait is not what it decides from. */
    @ParameterizedTest
    @CsvSource({"true, DENIED", "false, SIGNED_IN"})
    void whoWaitsAtTheGateDecidesFromWhatItsHolderHasLeft(boolean holderGetsThePlace, ScriptedSignIn.State expected)
            throws SQLException {
        races.realm.cap(1, "deny");
        Person person = races.realm.personWithGate();
        ScriptedSignIn signIn = new ScriptedSignIn(races.nodes.first(), person, RaceRealm.PORTAL, 1).open();
        try (Connection holder = races.nodes.connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            String ofPerson = "user_id = '" + person.id() + "'";
            assertThat(statement.executeUpdate("update gatehouse_sign_in_gate set user_id = user_id where " + ofPerson))
                    .isOne();
            statement.executeUpdate("insert into gatehouse_pending_sign_in select user_id, 'user', realm_id, user_id,"
                    + " false, 0, 4000000000, null from gatehouse_sign_in_gate where " + ofPerson);
            CompletableFuture<ScriptedSignIn.State> decided = CompletableFuture.supplyAsync(signIn::send);
            awaitSomebodyAtTheGate();
            if (holderGetsThePlace) {
                holder.commit();
            } else {
                holder.rollback();
            }

            assertThat(decided.join()).isEqualTo(expected);
        }
    }

    private static void awaitSomebodyAtTheGate() throws SQLException {
        try (Connection connection = races.nodes.connect();
                Statement statement = connection.createStatement()) {
            boolean waits = false;
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
            while (!waits && System.nanoTime() < deadline) {
                try (ResultSet found = statement.executeQuery("select 1 from pg_stat_activity"
                        + " where wait_event_type = 'Lock' and query ilike '%gatehouse_sign_in_gate%'")) {
                    waits = found.next();
                }
            }
            assertThat(waits).as("somebody waits at the gate").isTrue();
        }
    }

    /**
     * Another sign-in gets the place that this one was given, after everything that could refuse with a page: only the
     * transaction that writes the session is left, and by then Keycloak has the client in its cache.
     */
    @Test
    void aFurtherClientWhosePlaceIsLostAtTheLastMomentIsNotKeptByTheSession() throws SQLException {
        races.realm.set(Map.of("userLimit", "0"));
        Person person = races.realm.person();
        ScriptedSignIn here = signedIn(person, 0);
        String id = races.realm.sessions(person).get(0).getId();
        signedIn(person, 1);
        races.realm.set(Map.of("userLimit", "0", "clientLimit", "1", "atLimit", "deny"));
        try (Connection connection = races.nodes.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(OTHERS_GET_THE_PLACE);
            try {
                assertThat(here.goOnTo(RaceRealm.DESK)).isEqualTo(FAILED);
            } finally {
                statement.execute("drop function others_get_the_place cascade");
            }
        }

        assertThat(races.realm.sessions(person))
                .filteredOn(session -> session.getId().equals(id))
                .singleElement()
                .satisfies(session -> assertThat(session.getClients()).doesNotContainValue(RaceRealm.DESK));
        assertThat(here.isSignedInStill(RaceRealm.DESK)).isFalse();
        assertThat(here.goOnTo(RaceRealm.DESK)).isEqualTo(DENIED);
        assertThat(here.isSignedInStill(RaceRealm.PORTAL)).isTrue();
    }

    /**
     * The row of a session is gone and Keycloak still has a copy in memory, with which another tab of its browser goes
     * on: no session begins, so nothing else would give the place up that the statement has held.
     */
    @Test
    void aSignInThatGoesOnWithACopyOfItsSessionHoldsNoPlace() throws SQLException {
        races.realm.cap(CapRaces.CAP, "deny");
        Person person = races.realm.person();
        List<String> nameAndPassword = List.of("username", person.userName(), "password", People.PASSWORD);
        String address = FormBrowser.authorization(
                races.nodes.first().realmUrl(), RaceRealm.PORTAL, ScriptedSignIn.REDIRECT_URI, "");
        FormBrowser browser = new FormBrowser();
        FormBrowser.Answer tab = browser.follow(address);
        FormBrowser.Answer otherTab = browser.follow(address);
        assertThat(browser.send(tab.form(), nameAndPassword).location()).contains("code=");
        // Away from the start of the session: one that has just begun is decided about where its sign-in ends.
        ServerClock clock = races.nodes.first().clock();
        clock.advance(A_WHILE);
        try (Connection connection = races.nodes.connect();
                Statement statement = connection.createStatement()) {
            String ofPerson = "user_id = '" + person.id() + "'";
            assertThat(statement.executeUpdate("delete from offline_user_session where " + ofPerson))
                    .isOne();

            assertThat(browser.send(otherTab.form(), nameAndPassword).location())
                    .contains("code=");

            assertThat(rows(statement, "offline_user_session where " + ofPerson))
                    .as("sessions begun")
                    .isZero();
            assertThat(rows(statement, "gatehouse_pending_sign_in where " + ofPerson))
                    .as("places held")
                    .isZero();
        } finally {
            clock.advance(A_WHILE.negated());
        }
    }

    private static int rows(Statement statement, String from) throws SQLException {
        try (ResultSet counted = statement.executeQuery("select count(*) from " + from)) {
            counted.next();
            return counted.getInt(1);
        }
    }

    private static ScriptedSignIn signedIn(Person person, int number) {
        ScriptedSignIn signIn = new ScriptedSignIn(races.nodes.first(), person, RaceRealm.PORTAL, number).open();
        assertThat(signIn.send()).isEqualTo(SIGNED_IN);
        return signIn;
    }
}
