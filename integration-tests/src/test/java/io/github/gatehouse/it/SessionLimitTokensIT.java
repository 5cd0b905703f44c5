package io.github.gatehouse.it;

import static io.github.gatehouse.it.CappedRealm.tokens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.gatehouse.it.support.Http;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.SignInTest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.representations.idm.ProtocolMapperRepresentation;

/** Ways to tokens and assertions that begin no session of a person, or none that is kept: each with a cap of one. */
@SignInTest
class SessionLimitTokensIT {

    private static final String SECRET = "kept-by-the-application";
    private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String TOKEN_TYPE = "urn:ietf:params:oauth:token-type:";

    /** As {@code AssertionConsumerServiceURL} anything goes: nobody is sent there. */
    private static final String ENVELOPE = """
            <S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body>
            <samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_1" Version="2.0"
                IssueInstant="%s" AssertionConsumerServiceURL="http://localhost/files"
                ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:PAOS">
              <saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">files</saml:Issuer>
            </samlp:AuthnRequest></S:Body></S:Envelope>""";

    private final KeycloakUnderTest keycloak;
    private final CappedRealm cap;
    private final Person person;

    SessionLimitTokensIT(KeycloakUnderTest keycloak, People people) {
        this.keycloak = keycloak;
        this.cap = new CappedRealm(keycloak);
        this.person = people.withPassword(People.PASSWORD);
    }

    @BeforeEach
    void prepare() {
        cap.prepare();
    }

    @AfterEach
    void asShipped() {
        cap.asShipped();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ask", "deny", "end-oldest"})
    void exchangedAndRefreshedTokensAreOfTheSessionThatThereIs(String atLimit) {
        cap.setToOne(atLimit, atLimit.equals("end-oldest") ? "end-oldest" : "deny");
        addExchangingClients();
        JsonNode tokens = tokens(cap.grant("desk", person));
        String live = cap.sessions(person).get(0).getId();

        JsonNode exchanged = tokens(exchange(tokens, "access_token"));
        assertThat(exchanged.path("access_token").asText()).isNotEmpty();
        JsonNode withRefresh = tokens(exchange(tokens, "refresh_token"));
        tokens(refresh("reports", withRefresh, "client_secret", SECRET));
        tokens(refresh("desk", tokens));

        cap.isOnly(live, person);
        assertThat(cap.events("LOGOUT", person)).isEmpty();
        cap.signOutEverywhere(person);
        assertThat(exchange(tokens, "access_token").statusCode()).isEqualTo(400);
    }

    @Test
    void aRefreshTokenByExchangeNeedsAPlaceInTheCapOfItsClient() {
        cap.set(Map.of("userLimit", "0"));
        addExchangingClients();
        JsonNode first = cap.tokensElsewhere("desk", person);
        JsonNode second = cap.tokensElsewhere("desk", person);
        cap.set(Map.of("userLimit", "0", "clientLimit", "1"));

        tokens(exchange(first, "refresh_token"));
        HttpResponse<String> refused = exchange(second, "refresh_token");

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
        assertThat(refused.body()).contains("Your organization allows 1 at once for reports, and all are in use.");
        tokens(exchange(second, "access_token"));
        assertThat(cap.sessions(person))
                .hasSize(2)
                .filteredOn(session -> session.getClients().containsValue("reports"))
                .hasSize(1);
    }

    @Test
    void anOfflineTokenNeedsAPlaceOnceAndHoldsNone() {
        cap.setToOne("ask", "deny");
        cap.addClient("collector", client -> {
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
        cap.isOnly(live, person);
        HttpResponse<String> refused = keycloak.tokens(offline);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("Your organization allows 1 at once");
        cap.isOnly(live, person);
    }

    @Test
    void aServiceAccountHasAsManySessionsAsItBegins() {
        cap.setToOne("ask", "deny");
        String id = cap.addClient("night-job", client -> {
            client.setSecret(SECRET);
            client.setServiceAccountsEnabled(true);
            client.setAttributes(Map.of("client_credentials.use_refresh_token", "true"));
        });
        for (int i = 0; i < 3; i++) {
            tokens(keycloak.tokens(
                    "grant_type", "client_credentials", "client_id", "night-job", "client_secret", SECRET));
        }
        assertThat(keycloak.realm().clients().get(id).getUserSessions(0, 10)).hasSize(3);
    }

    /** Keycloak's own grant: an issuer whom the realm trusts says by a signed token who it is. */
    @Test
    void whomATrustedIssuerVouchesForGetsATokenAndNoSession() {
        // In 26.5 it is a preview, and off.
        assumeTrue(
                keycloak.admin().serverInfo().getInfo().getFeatures().stream()
                        .anyMatch(
                                feature -> feature.getName().equals("JWT_AUTHORIZATION_GRANT") && feature.isEnabled()),
                "JWT authorization grants are off");
        cap.setToOne("ask", "deny");
        String live = cap.signInElsewhere(person);
        try (TrustedIssuer issuer = TrustedIssuer.of(keycloak, person)) {
            cap.addClient("reports", client -> {
                client.setSecret(SECRET);
                client.setAttributes(issuer.trustedBy());
            });

            JsonNode tokens = tokens(keycloak.tokens(
                    "grant_type",
                    "urn:ietf:params:oauth:grant-type:jwt-bearer",
                    "client_id",
                    "reports",
                    "client_secret",
                    SECRET,
                    "assertion",
                    issuer.assertion()));

            assertThat(tokens.path("access_token").asText()).isNotEmpty();
            assertThat(tokens.has("refresh_token")).isFalse();
        }
        cap.isOnly(live, person);
        assertThat(cap.events("LOGOUT", person)).isEmpty();
    }

    /** Name and password go with the request, the assertion comes back with the answer. */
    @Test
    void aSamlClientThatIsNoBrowserGetsAnAssertionAndNoSession() {
        cap.setToOne("ask", "deny");
        String live = cap.signInElsewhere(person);
        String id = cap.addClient("files", client -> {
            client.setProtocol("saml");
            client.setRedirectUris(List.of("*"));
            client.setAttributes(Map.of("saml.allow.ecp.flow", "true", "saml.client.signature", "false"));
        });

        HttpResponse<String> answer =
                Http.send(Http.basic(keycloak.realmUrl() + "/protocol/saml", person.userName(), People.PASSWORD)
                        .header("Content-Type", "text/xml")
                        .POST(HttpRequest.BodyPublishers.ofString(ENVELOPE.formatted(Instant.now()))));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("status:Success", "<saml:Assertion", person.userName());
        cap.isOnly(live, person);
        assertThat(keycloak.realm().clients().get(id).getUserSessions(0, 10)).isEmpty();
        assertThat(cap.events("LOGOUT", person)).isEmpty();
    }

    /** Desk has people sign in, reports exchanges its tokens. */
    private void addExchangingClients() {
        cap.addClient("reports", client -> {
            client.setSecret(SECRET);
            client.setAttributes(Map.of(
                    "standard.token.exchange.enabled",
                    "true",
                    "standard.token.exchange.enableRefreshRequestedTokenType",
                    "SAME_SESSION"));
        });
        cap.addClient("desk", client -> {
            client.setPublicClient(true);
            client.setDirectAccessGrantsEnabled(true);
            client.setProtocolMappers(List.of(audience("reports")));
        });
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

    private static ProtocolMapperRepresentation audience(String client) {
        ProtocolMapperRepresentation mapper = new ProtocolMapperRepresentation();
        mapper.setName("for " + client);
        mapper.setProtocol("openid-connect");
        mapper.setProtocolMapper("oidc-audience-mapper");
        mapper.setConfig(Map.of("included.client.audience", client, "access.token.claim", "true"));
        return mapper;
    }
}
