package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.github.gatehouse.it.EndpointCalls.adminToken;
import static io.github.gatehouse.it.EndpointCalls.assertDone;
import static io.github.gatehouse.it.EndpointCalls.assertRefused;
import static io.github.gatehouse.it.EndpointCalls.call;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Portal;
import io.github.gatehouse.it.support.SignInTest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.representations.idm.CredentialRepresentation;

/** A temporary password issued to somebody who has one, or a password of his own. */
@SignInTest
class IssuedAgainIT {

    private static final String RANDOM = "{\"mode\": \"random\"}";

    @BeforeAll
    static void allowTheDirectGrant(KeycloakUnderTest keycloak) {
        TemporaryPasswordCalls.allowTheDirectGrant(keycloak);
    }

    @Test
    void aRandomOneReplacesAnyOtherAndOnlyTheRealOneStaysInTheHistory(KeycloakUnderTest keycloak, People people) {
        Person person = people.withPassword(People.PASSWORD);
        String first = issue(keycloak, person, RANDOM);
        String second = issue(keycloak, person, RANDOM);
        issue(keycloak, person, "");
        String last = issue(keycloak, person, RANDOM);

        assertThat(List.of(first, second, last)).doesNotHaveDuplicates().allMatch(value -> value.length() == 16);
        assertThat(historyOf(keycloak, person)).isEqualTo(1);
        assertThat(TemporaryPasswordCalls.refusalOfReset(keycloak, person, People.PASSWORD))
                .contains("invalidPasswordHistoryMessage");
        NewUsers.assertTemporaryPassword(keycloak, person.userName(), last);
        for (String gone : List.of(first, second, person.temporaryPassword())) {
            assertThat(FormSignIn.leadsTo(keycloak, person, gone)).isEqualTo(FormSignIn.REFUSED);
        }
        assertThat(keycloak.logText()).doesNotContain(first, second, last);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "digits(3)",
                "specialChars(2)",
                "upperCase(4)",
                "digits(10)",
                "digits(5) and specialChars(5) and upperCase(5)",
                "regexPattern(^[a-zA-Z0-9]+$)",
                "notUsername and notEmail and notContainsUsername",
                "maxLength(16) and length(16)",
                "agentSafe"
            })
    void aRandomOneKeepsTheOtherRulesOfTheRealm(String rules, KeycloakUnderTest keycloak, People people) {
        Person person = people.add();
        TemporaryPasswordCalls.withPolicy(keycloak, policy -> policy + " and " + rules, () -> {
            String value = issue(keycloak, person, RANDOM);
            assertThat(value).hasSize(16).doesNotContainPattern("[0O1lI]");
            // A reset names every rule that is broken.
            assertThat(TemporaryPasswordCalls.refusalOfReset(keycloak, person, value))
                    .contains("\"error_description\":\"Invalid password: must not be equal to any of last 24 passwords."
                            + "\\nThe temporary password cannot be the new one.\"");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"maxLength(12)", "length(17)", "regexPattern(^[a-z]+$)"})
    void whereNoRandomOneKeepsARuleItIsNamed(String rule, KeycloakUnderTest keycloak, People people) {
        Person person = people.withPassword(People.PASSWORD);
        TemporaryPasswordCalls.withPolicy(keycloak, policy -> policy + " and " + rule, () -> {
            Map<String, Object> refusal =
                    assertRefused(call(keycloak, "POST", person.id(), RANDOM), 422, "no_temporary_password");
            assertThat(refusal)
                    .containsEntry("missing", List.of())
                    .containsEntry("broken", List.of(rule.replaceFirst("\\(.*", "")));
        });
        assertThat(NewUsers.state(keycloak, person.id())).isEqualTo("none");
    }

    /** Also for somebody without any password: the database must not take two. */
    @Test
    void ofTwoAtTheSameInstantOneIsRefusedAndTheOtherShowsAPasswordThatWorks(
            KeycloakUnderTest keycloak, People people) {
        String nothingYet = NewUsers.add(keycloak, NewUsers.user("instant-none", user -> user.setAttributes(Map.of())));
        Person own = people.withPassword(People.PASSWORD);
        Person temporary = people.add();
        for (String id : List.of(nothingYet, own.id(), temporary.id())) {
            CyclicBarrier together = new CyclicBarrier(3);
            String token = adminToken(keycloak);
            List<HttpResponse<String>> answers = IntStream.range(0, 3)
                    .parallel()
                    .mapToObj(i -> callAt(together, keycloak, id, token))
                    .toList();

            assertThat(answers)
                    .extracting(HttpResponse::statusCode)
                    .contains(200)
                    .containsOnly(200, 409);
            answers.stream()
                    .filter(answer -> answer.statusCode() == 409)
                    .forEach(answer -> assertRefused(answer, 409, "being_issued"));
            assertThat(NewUsers.credentials(keycloak, KeycloakUnderTest.REALM, id))
                    .filteredOn(credential -> credential.getType().equals("password"))
                    .hasSize(1);
            String name = keycloak.realm().users().get(id).toRepresentation().getUsername();
            assertThat(answers)
                    .filteredOn(answer -> answer.statusCode() == 200)
                    .map(answer -> assertDone(answer).get("value").toString())
                    .filteredOn(value ->
                            FormSignIn.leadsTo(keycloak.realmUrl(), name, value).equals(FormSignIn.CHOOSES_PASSWORD))
                    .hasSize(1);
        }
        assertThat(historyOf(keycloak, own)).isEqualTo(1);
        assertThat(historyOf(keycloak, temporary)).isZero();
    }

    @Test
    void whoIsSignedInStaysSoUntilAnApplicationAsksKeycloakAgain(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        Device device = browsers.newDevice();
        device.open(portal.url("/")).signIn(person.userName(), People.PASSWORD);
        device.awaitPortal(portal.url("/"));

        issue(keycloak, person, RANDOM);

        assertThat(keycloak.realm().users().get(person.id()).getUserSessions()).hasSize(1);
        device.open(portal.url("/reports?id=7&tab=calls"))
                .page()
                .locator("#password-new")
                .waitFor();
        assertThat(keycloak.realm().users().get(person.id()).getUserSessions()).hasSize(1);
    }

    @Test
    void aSignInThatWaitsWithTheEarlierOneChoosesNothingAnyMore(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        Person person = people.add();
        Device device = browsers.newDevice();
        device.open(portal.url("/")).signIn(person.userName(), person.temporaryPassword());
        Page page = device.page();
        page.locator("#password-new").waitFor();

        String issued = issue(keycloak, person, RANDOM);
        page.locator("#password-new").fill(People.PASSWORD);
        page.locator("#password-confirm").fill(People.PASSWORD);
        page.locator("input[name=login]").click();

        assertThat(page.locator("#password-new")).hasCount(0);
        assertThat(NewUsers.state(keycloak, person.id())).isEqualTo("active");
        assertThat(keycloak.realm().users().get(person.id()).getUserSessions()).isEmpty();
        NewUsers.assertTemporaryPassword(keycloak, person.userName(), issued);
    }

    @Test
    void aSignInThatWaitsWithTheOwnPasswordThatWasReplacedChoosesNothingEither(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        FirstSignInSteps.require(keycloak, person, "UPDATE_PROFILE");
        Device device = browsers.newDevice();
        device.open(portal.url("/")).signIn(person.userName(), People.PASSWORD);
        Page page = device.page();
        page.locator("#firstName").waitFor();

        String issued = issue(keycloak, person, RANDOM);
        page.locator("form [type=submit]").first().click();

        assertThat(page.getByText("Sign in again with the new password.")).isVisible();
        assertThat(page.locator("#password-new")).hasCount(0);
        assertThat(NewUsers.state(keycloak, person.id())).isEqualTo("active");
        NewUsers.assertTemporaryPassword(keycloak, person.userName(), issued);
    }

    private static HttpResponse<String> callAt(
            CyclicBarrier together, KeycloakUnderTest keycloak, String id, String token) {
        try {
            together.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
        return call(keycloak, "POST", id, RANDOM, token, "Content-Type", "application/json");
    }

    private static String issue(KeycloakUnderTest keycloak, Person person, String body) {
        return assertDone(call(keycloak, "POST", person.id(), body))
                .get("value")
                .toString();
    }

    private static long historyOf(KeycloakUnderTest keycloak, Person person) {
        return NewUsers.credentials(keycloak, KeycloakUnderTest.REALM, person.id()).stream()
                .map(CredentialRepresentation::getType)
                .filter("password-history"::equals)
                .count();
    }
}
