package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.ServerClock;
import io.github.gatehouse.it.support.SignInTest;
import io.github.gatehouse.localserver.FormBrowser;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.representations.idm.RealmRepresentation;

/** How long a temporary password lives, by the server's clock, and what is seen when it does no more. */
@SignInTest
class TemporaryPasswordLifeTimeIT {

    private static final String WRONG = "Wr0ngPassword!";

    /** The shortest and the longest that the realm can set, and the shipped realm's. */
    @ParameterizedTest
    @ValueSource(ints = {1, 72, 8760})
    void itLivesForTheRealmsHoursAndNoLonger(int hours, KeycloakUnderTest keycloak, People people, ServerClock clock) {
        Person person = people.withPassword(People.PASSWORD);
        withHours(keycloak, hours, () -> {
            Map<?, ?> issued = TemporaryPasswordCalls.issue(keycloak, person, "", 200);
            Map<String, Object> state = TemporaryPasswordCalls.state(keycloak, person);
            assertThat((String) issued.get("expiresAt")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
            assertThat(issued.get("expiresAt")).isEqualTo(state.get("expiresAt"));
            assertThat(Duration.between(instant(state, "issuedAt"), instant(state, "expiresAt")))
                    .isEqualTo(Duration.ofHours(hours));

            clock.advance(Duration.ofHours(hours).minusMinutes(1));
            assertThat(FormSignIn.leadsTo(keycloak, person, person.temporaryPassword()))
                    .isEqualTo(FormSignIn.CHOOSES_PASSWORD);
            clock.advance(Duration.ofMinutes(1));
            assertThat(FormSignIn.leadsTo(keycloak, person, person.temporaryPassword()))
                    .isEqualTo(FormSignIn.REFUSED);
            assertThat(TemporaryPasswordCalls.state(keycloak, person)).containsEntry("state", "expired");
        });
    }

    /** What was said when it was issued stays true. */
    @ParameterizedTest
    @ValueSource(ints = {1, 8760})
    void changedHoursLeaveWhatIsIssuedAsItIs(int hours, KeycloakUnderTest keycloak, People people, ServerClock clock) {
        Person person = people.add();
        Map<String, Object> before = TemporaryPasswordCalls.state(keycloak, person);
        withHours(keycloak, hours, () -> {
            assertThat(TemporaryPasswordCalls.state(keycloak, person)).isEqualTo(before);
            clock.advance(Duration.ofHours(71));
            assertThat(FormSignIn.leadsTo(keycloak, person, person.temporaryPassword()))
                    .isEqualTo(FormSignIn.CHOOSES_PASSWORD);
            clock.advance(Duration.ofHours(1));
            assertThat(FormSignIn.leadsTo(keycloak, person, person.temporaryPassword()))
                    .isEqualTo(FormSignIn.REFUSED);
        });
    }

    @Test
    void afterItsLifeTimePageAndEventAreThoseOfAWrongPassword(
            KeycloakUnderTest keycloak, People people, ServerClock clock) {
        Person person = people.add();
        clock.advance(Duration.ofHours(72));
        keepEvents(keycloak, true);
        try {
            Seen wrong = signIn(keycloak, person, WRONG);
            assertThat(wrong.page()).contains("User name or password is not right.");
            assertThat(wrong.events()).hasSize(1).allMatch(event -> event.startsWith("LOGIN_ERROR"));

            assertThat(signIn(keycloak, person, person.temporaryPassword())).isEqualTo(wrong);
            keycloak.awaitWrongPasswords(person, 2);
        } finally {
            keepEvents(keycloak, false);
            keycloak.realm().clearEvents();
        }
    }

    /** What the browser, and who reads the events, can tell apart. */
    private record Seen(int status, Map<String, List<String>> headers, String page, List<String> events) {}

    private static Seen signIn(KeycloakUnderTest keycloak, Person person, String password) {
        keycloak.realm().clearEvents();
        FormBrowser.Answer answer =
                FormSignIn.send(FormSignIn.address(keycloak.realmUrl(), ""), person.userName(), password);
        Map<String, List<String>> headers = new TreeMap<>(answer.headers());
        headers.remove("date");
        headers.remove("content-length");
        headers.computeIfPresent(
                "set-cookie",
                (name, cookies) -> cookies.stream()
                        .map(cookie -> cookie.replaceFirst("=[^;]*", "="))
                        .collect(Collectors.toList()));
        List<String> events = keycloak.realm().getEvents(null, null, null, null, null, null, null, null).stream()
                .map(event -> {
                    Map<String, String> details = new TreeMap<>(event.getDetails());
                    details.remove("code_id");
                    return event.getType() + " " + event.getError() + " " + event.getUserId() + " " + details;
                })
                .toList();
        return new Seen(answer.status(), headers, withoutTokens(answer.body()), events);
    }

    /** What differs from one page to the next whoever signs in. */
    private static String withoutTokens(String page) {
        return page.replaceAll("(session_code|tab_id|execution)=[^&\"]*", "$1=")
                .replaceAll("data-auth-session=\"[^\"]*\"", "data-auth-session");
    }

    private static void withHours(KeycloakUnderTest keycloak, int hours, Runnable test) {
        TemporaryPasswordCalls.withPolicy(
                keycloak,
                policy -> policy.replaceFirst(
                        "temporaryPasswordHours\\(\\d+\\)", "temporaryPasswordHours(" + hours + ")"),
                test);
    }

    private static Instant instant(Map<String, Object> state, String name) {
        return Instant.parse((String) state.get(name));
    }

    private static void keepEvents(KeycloakUnderTest keycloak, boolean kept) {
        RealmRepresentation realm = keycloak.realm().toRepresentation();
        realm.setEventsEnabled(kept);
        keycloak.realm().update(realm);
    }
}
