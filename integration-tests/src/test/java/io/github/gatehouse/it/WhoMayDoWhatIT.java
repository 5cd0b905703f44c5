package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.SignInTest;
import io.github.gatehouse.it.support.Sources;
import io.github.gatehouse.it.support.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What supervisors, managers and administrators can do over Admin REST, and to whom: everything of {@link AdminAction}
 * by everybody on everybody. The table of {@code docs/temporary-passwords.md} is what is seen here.
 */
@SignInTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WhoMayDoWhatIT {

    private static final List<Rank> COLUMNS = List.of(Rank.SUPERVISOR, Rank.MANAGER, Rank.ADMINISTRATOR);
    private static final List<Rank> FOUR_GROUPS =
            List.of(Rank.AGENT, Rank.SUPERVISOR, Rank.MANAGER, Rank.ADMINISTRATOR);

    /** By what is done, then by who does it: the groups to whose people it was done. */
    private static final Map<String, Map<Rank, TreeSet<String>>> SEEN = new LinkedHashMap<>();

    private static RankedPeople people;
    private static String realmBefore;

    @BeforeAll
    static void makeThePeople(KeycloakUnderTest keycloak) {
        people = new RankedPeople(keycloak);
        people.make();
        realmBefore = people.snapshotOfTheRealm();
    }

    @AfterAll
    static void removeThem() {
        people.remove();
    }

    static Stream<Rank> actors() {
        return Rank.actors().stream();
    }

    @ParameterizedTest
    @MethodSource("actors")
    @Order(1)
    void onesJobIsDoneForThePeopleBelow(Rank actor) {
        for (Rank rank : Rank.values()) {
            if (!actor.mayManage(rank)) {
                continue;
            }
            String id = people.fresh(rank);
            Map<String, Integer> answers = new LinkedHashMap<>();
            Map<String, Integer> expected = new LinkedHashMap<>();
            String before = null;
            for (AdminAction action : AdminAction.onAPerson()) {
                if (action.isForNobody() && before == null) {
                    before = people.snapshot(id);
                } else if (!action.isForNobody() && before != null) {
                    assertThat(people.snapshot(id)).as(actor + " to " + rank).isEqualTo(before);
                    assertThat(people.sessions(id)).isEmpty();
                }
                answers.put(action.what(), people.status(actor, action, id));
                expected.put(action.what(), action.isForNobody() ? 403 : action.status());
                if (FOUR_GROUPS.contains(rank)) {
                    see(action.what(), actor, answers.get(action.what()) < 300, rank);
                }
            }
            assertThat(answers).as(actor + " to " + rank).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("actors")
    @Order(2)
    void nobodyAboveOrBesideIsReachedAndNoRealmAdmin(Rank actor) {
        Map<String, String> targets = new LinkedHashMap<>();
        for (Rank rank : Rank.values()) {
            if (!actor.mayManage(rank)) {
                targets.put(rank.name(), people.target(rank));
            }
        }
        if (!actor.mayManage(actor)) {
            targets.put("oneself", people.actor(actor));
        }
        targets.forEach((target, id) -> {
            String before = people.snapshot(id);
            Map<String, Integer> done = new LinkedHashMap<>();
            for (AdminAction action : AdminAction.onAPerson()) {
                int status = people.status(actor, action, id);
                if (status != 403) {
                    done.put(action.what(), status);
                }
            }
            assertThat(done).as(actor + " to " + target).isEmpty();
            assertThat(people.snapshot(id)).as(actor + " to " + target).isEqualTo(before);
        });
    }

    @ParameterizedTest
    @MethodSource("actors")
    @Order(3)
    void peopleAreAddedToOnesGroupsOnlyAndWithoutMoreRights(Rank actor) {
        for (Rank rank : Rank.values()) {
            Map<String, Object> user = people.user(rank.groups());
            user.put("realmRoles", List.of("administrator"));
            user.put("clientRoles", Map.of("realm-management", List.of("realm-admin")));
            var answer = people.add(actor, user);
            boolean may = !rank.groups().isEmpty() && actor.mayManage().containsAll(rank.groups());
            assertThat(answer.statusCode()).as(actor + " adds " + rank).isEqualTo(may ? 201 : 403);
            if (may) {
                String address = answer.headers().firstValue("Location").orElseThrow();
                String id = address.substring(address.lastIndexOf('/') + 1);
                assertThat(people.snapshot(id)).doesNotContain("realm-admin");
                assertThat(people.realmRoles(id)).containsExactly("default-roles-contact-center");
            }
            if (FOUR_GROUPS.contains(rank)) {
                see("add somebody", actor, may, rank);
            }
        }
    }

    /** Who stands in one's group and in a higher one too is found, but cannot be opened: stock's search does so. */
    @ParameterizedTest
    @MethodSource("actors")
    @Order(4)
    void theSearchFindsThePeopleOfOnesGroups(Rank actor) throws IOException {
        var answer = people.search(actor);
        if (actor.mayManage().isEmpty()) {
            assertThat(answer.statusCode()).isEqualTo(403);
            return;
        }
        List<String> found = new ArrayList<>();
        for (JsonNode user : new ObjectMapper().readTree(answer.body())) {
            found.add(user.get("id").asText());
        }
        for (Rank rank : Rank.values()) {
            assertThat(found.contains(people.target(rank)))
                    .as(actor + " finds " + rank)
                    .isEqualTo(rank.groups().stream().anyMatch(actor.mayManage()::contains));
        }
    }

    @ParameterizedTest
    @MethodSource("actors")
    @Order(5)
    void theRealmIsNobodysButTheRealmAdmins(Rank actor) {
        Map<String, Integer> done = new LinkedHashMap<>();
        for (AdminAction action : AdminAction.onTheRealm()) {
            int status = people.status(actor, action, "");
            if (status < 400 || status >= 500) {
                done.put(action.what(), status);
            }
        }
        assertThat(done).as(actor.name()).isEmpty();
        assertThat(people.snapshotOfTheRealm()).as(actor.name()).isEqualTo(realmBefore);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void theDocumentationHasTheTable() {
        Map<String, List<String>> rows = new TreeMap<>();
        SEEN.forEach((what, byActor) ->
                rows.computeIfAbsent(cells(byActor), cells -> new ArrayList<>()).add(what));
        String expected = rows.entrySet().stream()
                        .sorted(Map.Entry.<String, List<String>>comparingByKey().reversed())
                        .map(row -> "| " + String.join(", ", row.getValue()) + " | " + row.getKey() + " |")
                        .collect(Collectors.joining(
                                "\n", "| what | supervisor | manager | administrator |\n|---|---|---|---|\n", ""))
                + "\n\nOf the realm none of them reaches anything: "
                + AdminAction.onTheRealm().stream().map(AdminAction::what).collect(Collectors.joining(", "))
                + ".\n";
        String page = Sources.read(Tree.root().resolve("docs/temporary-passwords.md"));

        assertThat(page)
                .as("docs/temporary-passwords.md has to have, as seen in this run:\n%s", expected)
                .contains(expected);
    }

    private static void see(String what, Rank actor, boolean done, Rank target) {
        TreeSet<String> groups = SEEN.computeIfAbsent(what, key -> new EnumMap<>(Rank.class))
                .computeIfAbsent(actor, key -> new TreeSet<>());
        if (done) {
            groups.add(target.groups().get(0));
        }
    }

    private static String cells(Map<Rank, TreeSet<String>> byActor) {
        return COLUMNS.stream()
                .map(column -> switch (byActor.get(column).size()) {
                    case 0 -> "nobody";
                    case 4 -> "people of all four groups";
                    default -> "people of " + String.join(", ", byActor.get(column));
                })
                .collect(Collectors.joining(" | "));
    }
}
