package io.github.gatehouse.it;

import static io.github.gatehouse.it.CappedRealm.tokens;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.gatehouse.it.ScriptedSignIn.State;
import io.github.gatehouse.it.support.ConfirmingPhone;
import io.github.gatehouse.it.support.Http;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Portal;
import io.github.gatehouse.it.support.SignInTest;
import io.github.gatehouse.localserver.FormBrowser;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserRepresentation;
import org.keycloak.representations.idm.UserSessionRepresentation;

/** Ways to a session that have no flow with the step, each with a cap of one. */
@SignInTest
class SessionLimitOtherWaysIT {

    private static final String SECRET = "kept-by-the-application";
    private static final String CIBA = "urn:openid:params:grant-type:ciba";

    private final KeycloakUnderTest keycloak;
    private final ConfirmingPhone phone;
    private final Portal portal;
    private final CappedRealm cap;
    private final Person person;

    SessionLimitOtherWaysIT(KeycloakUnderTest keycloak, ConfirmingPhone phone, Portal portal, People people) {
        this.keycloak = keycloak;
        this.phone = phone;
        this.portal = portal;
        this.cap = new CappedRealm(keycloak);
        this.person = people.withPassword(People.PASSWORD);
    }

    @BeforeEach
    void prepare() {
        cap.prepare();
    }

    @AfterEach
    void asShipped() {
        changeRealm(realm -> realm.setRegistrationAllowed(false));
        cap.asShipped();
    }

    @ParameterizedTest
    @CsvSource({"deny, DENIED", "ask, ASKED", "end-oldest, SIGNED_IN"})
    void whoRegistersIsSignedInAndCounted(String atLimit, State next) {
        cap.setToOne(atLimit, "deny");
        changeRealm(realm -> realm.setRegistrationAllowed(true));
        String userName = "registered-" + atLimit;
        FormBrowser browser = new FormBrowser();
        FormBrowser.Answer form = browser.follow(cap.authorizationUrl(portal.url("/")) + "&prompt=create");

        FormBrowser.Answer answer = browser.send(
                form.form(),
                List.of(
                        "username",
                        userName,
                        "email",
                        userName + "@example.com",
                        "firstName",
                        "Mara",
                        "lastName",
                        "Quist",
                        "password",
                        People.PASSWORD,
                        "password-confirm",
                        People.PASSWORD));

        assertThat(answer.location()).as(answer.body()).contains("code=");
        UserRepresentation user =
                keycloak.realm().users().searchByUsername(userName, true).get(0);
        Person registered = new Person(user.getId(), userName, "Mara", "Quist", null, user.getEmail());
        String first = cap.sessions(registered).get(0).getId();
        ScriptedSignIn elsewhere = new ScriptedSignIn(keycloak, registered, "portal", 0);
        assertThat(elsewhere.open(cap.authorizationUrl(portal.url("/"))).send()).isEqualTo(next);
        assertThat(cap.sessions(registered)).hasSize(1);
        assertThat(cap.sessions(registered).get(0).getId().equals(first)).isEqualTo(next != State.SIGNED_IN);
    }

    @Test
    void aDeviceGetsNothingWhereThePersonIsRefused() {
        cap.setToOne("deny", "end-oldest");
        String live = cap.signInElsewhere(person);
        WaitingDevice television = WaitingDevice.begin(keycloak);

        assertThat(signInFor(television).send()).isEqualTo(State.DENIED);

        assertThat(television.poll()).contains("authorization_pending");
        cap.isOnly(live, person);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ask", "end-oldest"})
    void aDeviceIsSignedInWithThePersonsOneSession(String atLimit) {
        cap.setToOne(atLimit, "deny");
        String live = cap.signInElsewhere(person);
        WaitingDevice television = WaitingDevice.begin(keycloak);
        ScriptedSignIn browser = signInFor(television);
        assertThat(browser.sendAndChoose()).isEqualTo(State.WAITING);
        cap.isOnly(live, person);

        browser.finish();

        assertThat(television.poll()).contains("\"access_token\"");
        assertThat(cap.sessions(person)).singleElement().satisfies(session -> {
            assertThat(session.getId()).isNotEqualTo(live);
            assertThat(session.getClients()).containsValue("television");
        });
        assertThat(cap.events("LOGOUT", person))
                .singleElement()
                .satisfies(event -> assertThat(event.getSessionId()).isEqualTo(live));
    }

    @Test
    void anApplicationThatAsksThePhoneIsRefusedAndHasToBeginAnew() {
        cap.setToOne("ask", "deny");
        addCibaClient();
        String live = cap.signInElsewhere(person);
        String request = beginOnPhone();

        HttpResponse<String> refused = finishOnPhone(request);

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
        assertThat(refused.body())
                .contains("\"error\":\"access_denied\"", "Your organization allows 1 at once, and all are in use.");
        cap.isOnly(live, person);
        assertThat(cap.events("LOGIN_ERROR", person)).singleElement().satisfies(event -> {
            assertThat(event.getError()).isEqualTo("session_limit_reached");
            assertThat(event.getClientId()).isEqualTo("call-desk");
            assertThat(event.getDetails()).containsEntry("limit", "1").containsEntry("live", "1");
        });
        cap.signOutEverywhere(person);
        assertThat(finishOnPhone(request).body()).contains("invalid_grant");
        tokens(finishOnPhone(beginOnPhone()));
        assertThat(cap.sessions(person)).hasSize(1);
    }

    @Test
    void anApplicationThatAsksThePhoneEndsTheOldestWhereTheRealmSaysSo() {
        cap.setToOne("ask", "end-oldest");
        addCibaClient();
        String live = cap.signInElsewhere(person);

        tokens(finishOnPhone(beginOnPhone()));

        assertThat(cap.sessions(person))
                .singleElement()
                .extracting(UserSessionRepresentation::getId)
                .isNotEqualTo(live);
        assertThat(cap.events("LOGOUT", person)).hasSize(1);
    }

    private ScriptedSignIn signInFor(WaitingDevice device) {
        return new ScriptedSignIn(keycloak, person, "portal", 0).open(device.address());
    }

    private void addCibaClient() {
        cap.addClient("call-desk", client -> {
            client.setSecret(SECRET);
            client.setAttributes(Map.of("oidc.ciba.grant.enabled", "true"));
        });
    }

    /** What names the sign-in that the person has confirmed. */
    private String beginOnPhone() {
        JsonNode begun = tokens(Http.post(
                keycloak.realmUrl() + "/protocol/openid-connect/ext/ciba/auth",
                "client_id",
                "call-desk",
                "client_secret",
                SECRET,
                "scope",
                "openid",
                "login_hint",
                person.userName()));
        phone.confirm(keycloak);
        return begun.get("auth_req_id").asText();
    }

    private HttpResponse<String> finishOnPhone(String request) {
        return keycloak.tokens(
                "grant_type", CIBA, "client_id", "call-desk", "client_secret", SECRET, "auth_req_id", request);
    }

    private void changeRealm(Consumer<RealmRepresentation> change) {
        RealmRepresentation realm = keycloak.realm().toRepresentation();
        change.accept(realm);
        keycloak.realm().update(realm);
    }
}
