package io.github.gatehouse.sessionlimit.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RealmSetUpTest {

    private static final Map<String, String> THREE = Map.of("userLimit", "3", "atLimit", "ask");

    @Test
    void aRealmWithoutTheStepIsNotSpokenOf() {
        assertThat(finding()).isEmpty();
        assertThat(finding(way("browser flow 'b'"), way("direct grant flow 'd'")))
                .isEmpty();
    }

    @Test
    void theSameStepEverywhereIsNotSpokenOf() {
        assertThat(finding(way("browser flow 'b'", THREE), way("direct grant flow 'd'", Map.of("userLimit", "3"))))
                .isEmpty();
    }

    @Test
    void eachWayThatLacksTheStepIsNamedWithOneThatHasIt() {
        assertThat(finding(
                        way("browser flow 'b'", THREE),
                        way("direct grant flow 'd'"),
                        way("identity provider 'i', which has no post login flow")))
                .hasValueSatisfying(line -> assertThat(line)
                        .startsWith("Realm acme: the step session-limit is in browser flow 'b', but not in"
                                + " direct grant flow 'd', identity provider 'i', which has no post login flow. ")
                        .contains("Authentication > Flows", "Post login flow")
                        .doesNotContain("differ", "\n"));
    }

    @Test
    void theBrowserFlowIsNamedWhereOnlyAnotherOneHasTheStep() {
        assertThat(finding(way("browser flow 'b'"), way("direct grant flow 'd'", THREE)))
                .hasValueSatisfying(
                        line -> assertThat(line).contains("is in direct grant flow 'd', but not in browser flow 'b'."));
    }

    @Test
    void aWayThatNeedsNoStepIsNotMissedButHasToAgree() {
        WayToSignIn without = new WayToSignIn("registration flow 'r'", false, List.of());
        WayToSignIn other = new WayToSignIn("registration flow 'r'", false, List.of(Map.of("userLimit", "4")));

        assertThat(finding(way("browser flow 'b'", THREE), without)).isEmpty();
        assertThat(finding(way("browser flow 'b'", THREE), other))
                .hasValueSatisfying(line ->
                        assertThat(line).contains("userLimit is 3 in browser flow 'b' but 4 in registration flow 'r'"));
    }

    @Test
    void eachSettingThatDiffersIsNamedWithItsValuesAndWhereTheyAre() {
        assertThat(finding(
                        way("browser flow 'b'", THREE),
                        way("reset credentials flow 'r'", Map.of("userLimit", "5", "atLimit", "ask")),
                        way("identity provider 'i', post login flow 'p'", Map.of("userLimit", "5", "atLimit", "deny"))))
                .hasValueSatisfying(line -> assertThat(line)
                        .startsWith("Realm acme: the settings of the steps session-limit differ:"
                                + " atLimit is ask in browser flow 'b', reset credentials flow 'r'"
                                + " but deny in identity provider 'i', post login flow 'p';"
                                + " userLimit is 3 in browser flow 'b'"
                                + " but 5 in reset credentials flow 'r', identity provider 'i', post login flow 'p'. ")
                        .doesNotContain("\n"));
    }

    @Test
    void twoStepsInOneFlowCanDifferToo() {
        assertThat(finding(new WayToSignIn("browser flow 'b'", true, List.of(THREE, Map.of("userLimit", "4")))))
                .hasValueSatisfying(line ->
                        assertThat(line).contains("userLimit is 3 in browser flow 'b' but 4 in browser flow 'b'."));
    }

    private static Optional<String> finding(WayToSignIn... ways) {
        return RealmSetUp.finding("acme", List.of(ways));
    }

    private static WayToSignIn way(String name) {
        return new WayToSignIn(name, true, List.of());
    }

    private static WayToSignIn way(String name, Map<String, String> step) {
        return new WayToSignIn(name, true, List.of(step));
    }
}
