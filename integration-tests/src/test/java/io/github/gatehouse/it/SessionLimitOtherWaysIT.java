package io.github.gatehouse.it;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.ProtocolMapperRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserRepresentation;
import org.keycloak.representations.idm.UserSessionRepresentation;

/** Ways to a session that have no flow with the step, and to tokens without one: each with a cap of one. */
@SignInTest
class SessionLimitOtherWaysIT {

    private static final String SECRET = "kept-by-the-application";
    private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String TOKEN_TYPE = "urn:ietf:params:oauth:token-type:";
    private static final String CIBA = "urn:openid:params:grant-type:ciba";

    private final KeycloakUnderTest keycloak;
    private final ConfirmingPhone phone;
    private final Portal portal;
    private final CappedRealm cap;
    private final Person person;
    private final List<String> clients = new ArrayList<>();

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
        clients.forEach(id -> keycloak.realm().clients().get(id).remove());
        changeRealm(realm -> realm.setRegistrationAllowed(false));
        cap.asShipped();
    }

    @ParameterizedTest
    @CsvSource({"deny, DENIED", "ask, ASKED", "end-oldest, SIGNED_IN"})
    void whoRegistersIsSignedInAndCounted(String atLimit, State next) {
        capOfOne(atLimit, "deny");
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
        capOfOne("deny", "end-oldest");
        String live = cap.signInElsewhere(person);
        WaitingDevice television = WaitingDevice.begin(keycloak);

        assertThat(signInFor(television).send()).isEqualTo(State.DENIED);

        assertThat(television.poll()).contains("authorization_pending");
        assertThatOnly(live);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ask", "end-oldest"})
    void aDeviceIsSignedInWithThePersonsOneSession(String atLimit) {
        capOfOne(atLimit, "deny");
        String live = cap.signInElsewhere(person);
        WaitingDevice television = WaitingDevice.begin(keycloak);
        ScriptedSignIn browser = signInFor(television);
        assertThat(browser.sendAndChoose()).isEqualTo(State.WAITING);
        assertThatOnly(live);

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

    @ParameterizedTest
    @ValueSource(strings = {"ask", "deny", "end-oldest"})
    void exchangedAndRefreshedTokensAreOfTheSessionThatThereIs(String atLimit) {
        capOfOne(atLimit, atLimit.equals("end-oldest") ? "end-oldest" : "deny");
        addClient("reports", client -> {
            client.setSecret(SECRET);
            client.setAttributes(Map.of(
                    "standard.token.exchange.enabled",
                    "true",
                    "standard.token.exchange.enableRefreshRequestedTokenType",
                    "SAME_SESSION"));
        });
        addClient("desk", client -> {
            client.setPublicClient(true);
            client.setDirectAccessGrantsEnabled(true);
            client.setProtocolMappers(List.of(audience("reports")));
        });
        JsonNode tokens = tokens(cap.grant("desk", person));
        String live = cap.sessions(person).get(0).getId();

        JsonNode exchanged = tokens(exchange(tokens, "access_token"));
        assertThat(exchanged.path("access_token").asText()).isNotEmpty();
        JsonNode withRefresh = tokens(exchange(tokens, "refresh_token"));
        tokens(refresh("reports", withRefresh, "client_secret", SECRET));
        tokens(refresh("desk", tokens));

        assertThatOnly(live);
        assertThat(cap.events("LOGOUT", person)).isEmpty();
        cap.signOutEverywhere(person);
        assertThat(exchange(tokens, "access_token").statusCode()).isEqualTo(400);
    }

    @Test
    void anApplicationThatAsksThePhoneIsRefusedAndHasToBeginAnew() {
        capOfOne("ask", "deny");
        addCibaClient();
        String live = cap.signInElsewhere(person);
        String request = beginOnPhone();

        HttpResponse<String> refused = finishOnPhone(request);

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
        assertThat(refused.body())
                .contains("\"error\":\"access_denied\"", "Your organization allows 1 at once, and all are in use.");
        assertThatOnly(live);
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
        capOfOne("ask", "end-oldest");
        addCibaClient();
        String live = cap.signInElsewhere(person);

        tokens(finishOnPhone(beginOnPhone()));

        assertThat(cap.sessions(person))
                .singleElement()
                .extracting(UserSessionRepresentation::getId)
                .isNotEqualTo(live);
        assertThat(cap.events("LOGOUT", person)).hasSize(1);
    }

    @Test
    void anOfflineTokenNeedsAPlaceOnceAndHoldsNone() {
        capOfOne("ask", "deny");
        addClient("collector", client -> {
            client.setPublicClient(true);
            client.setDirectAccessGrantsEnabled(true);
            client.setOptionalClientScopes(List.of("offline_access"));
        });
        String[] offline = {
            "grant_type",
            "password",
            "client_id",
            "collector",
            "scope",
            "offline_access",
            "username",
            person.userName(),
            "password",
            People.PASSWORD
        };
        JsonNode tokens = tokens(keycloak.tokens(offline));
        assertThat(cap.sessions(person)).isEmpty();

        String live = cap.signInElsewhere(person);
        tokens(refresh("collector", tokens));
        assertThatOnly(live);
        HttpResponse<String> refused = keycloak.tokens(offline);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("Your organization allows 1 at once");
        assertThatOnly(live);
    }

    @Test
    void aServiceAccountHasAsManySessionsAsItBegins() {
        capOfOne("ask", "deny");
        addClient("night-job", client -> {
            client.setSecret(SECRET);
            client.setServiceAccountsEnabled(true);
            client.setAttributes(Map.of("client_credentials.use_refresh_token", "true"));
        });
        for (int i = 0; i < 3; i++) {
            tokens(keycloak.tokens(
                    "grant_type", "client_credentials", "client_id", "night-job", "client_secret", SECRET));
        }
        assertThat(keycloak.realm().clients().get(clients.get(0)).getUserSessions(0, 10))
                .hasSize(3);
    }

    private void capOfOne(String atLimit, String atLimitWithoutPage) {
        cap.set(Map.of("userLimit", "1", "atLimit", atLimit, "atLimitWithoutPage", atLimitWithoutPage));
    }

    private void assertThatOnly(String live) {
        assertThat(cap.sessions(person))
                .extracting(UserSessionRepresentation::getId)
                .containsExactly(live);
    }

    private ScriptedSignIn signInFor(WaitingDevice device) {
        return new ScriptedSignIn(keycloak, person, "portal", 0).open(device.address());
    }

    private static JsonNode tokens(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Http.read(answer);
    }

    private HttpResponse<String> exchange(JsonNode tokens, String wanted) {
        return keycloak.tokens(
                "grant_type",
                EXCHANGE,
                "client_id",
                "reports",
                "client_secret",
                SECRET,
                "subject_token",
                tokens.get("access_token").asText(),
                "subject_token_type",
                TOKEN_TYPE + "access_token",
                "requested_token_type",
                TOKEN_TYPE + wanted);
    }

    private HttpResponse<String> refresh(String client, JsonNode tokens, String... more) {
        List<String> fields = new ArrayList<>(List.of(
                "grant_type",
                "refresh_token",
                "client_id",
                client,
                "refresh_token",
                tokens.get("refresh_token").asText()));
        fields.addAll(List.of(more));
        return keycloak.tokens(fields.toArray(String[]::new));
    }

    private void addCibaClient() {
        addClient("call-desk", client -> {
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

    private void addClient(String clientId, Consumer<ClientRepresentation> settings) {
        ClientRepresentation client = new ClientRepresentation();
        client.setClientId(clientId);
        settings.accept(client);
        clients.add(CreatedResponseUtil.getCreatedId(keycloak.realm().clients().create(client)));
    }

    private static ProtocolMapperRepresentation audience(String client) {
        ProtocolMapperRepresentation mapper = new ProtocolMapperRepresentation();
        mapper.setName("for " + client);
        mapper.setProtocol("openid-connect");
        mapper.setProtocolMapper("oidc-audience-mapper");
        mapper.setConfig(Map.of("included.client.audience", client, "access.token.claim", "true"));
        return mapper;
    }

    private void changeRealm(Consumer<RealmRepresentation> change) {
        RealmRepresentation realm = keycloak.realm().toRepresentation();
        change.accept(realm);
        keycloak.realm().update(realm);
    }
}
