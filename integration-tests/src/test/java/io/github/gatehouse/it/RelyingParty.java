package io.github.gatehouse.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.keycloak.representations.idm.ClientRepresentation;

/** An application that Keycloak tells of the end of a session (OpenID Connect Back-Channel Logout 1.0), until it is closed. */
final class RelyingParty implements AutoCloseable {

    /** What it does when it is told. */
    enum Answer {
        OK,
        ERROR,
        /** Takes the call and says nothing before it is closed. */
        NONE
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KeycloakUnderTest keycloak;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Answer answer;
    private final String clientId;

    private RelyingParty(KeycloakUnderTest keycloak, String clientId, Answer answer) {
        this.keycloak = keycloak;
        this.clientId = clientId;
        this.answer = answer;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/backchannel-logout", this::listen);
        server.start();
    }

    /** Registers the client, in the shipped realm: public, for direct grants. */
    static RelyingParty start(KeycloakUnderTest keycloak, String clientId, Answer answer) {
        RelyingParty party = new RelyingParty(keycloak, clientId, answer);
        ClientRepresentation client = new ClientRepresentation();
        client.setClientId(clientId);
        client.setPublicClient(true);
        client.setDirectAccessGrantsEnabled(true);
        client.setRedirectUris(List.of("http://127.0.0.1/*"));
        client.setAttributes(Map.of(
                "backchannel.logout.url",
                "http://127.0.0.1:" + party.server.getAddress().getPort() + "/backchannel-logout",
                "backchannel.logout.session.required",
                "true"));
        keycloak.realm().clients().create(client).close();
        return party;
    }

    String clientId() {
        return clientId;
    }

    private void listen(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        told.add(form.replaceFirst(".*?logout_token=([^&]*).*", "$1"));
        if (answer == Answer.NONE) {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        exchange.sendResponseHeaders(answer == Answer.ERROR ? 500 : 200, -1);
        exchange.close();
    }

    /**
     * The claims of the logout token that comes next, once its signature has been found right with the keys that the
     * realm publishes.
     *
     * @return null if none comes in time
     */
    JsonNode awaitLogoutToken(Duration patience) throws InterruptedException {
        String token = told.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        return token == null ? null : verified(URLDecoder.decode(token, StandardCharsets.UTF_8));
    }

    private JsonNode verified(String token) {
        String[] parts = token.split("\\.");
        try {
            JsonNode header = JSON.readTree(Base64.getUrlDecoder().decode(parts[0]));
            if (!"logout+jwt".equals(header.path("typ").asText())
                    || !"RS256".equals(header.path("alg").asText())) {
                throw new IllegalStateException("no logout token: " + header);
            }
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(key(header.path("kid").asText()));
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            if (!signature.verify(Base64.getUrlDecoder().decode(parts[2]))) {
                throw new IllegalStateException("not signed by the realm: " + token);
            }
            return JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private PublicKey key(String id) throws IOException, GeneralSecurityException {
        String keys = keycloak.realmUrl() + "/protocol/openid-connect/certs";
        try (InputStream published = URI.create(keys).toURL().openStream()) {
            for (JsonNode key : JSON.readTree(published).path("keys")) {
                if (key.path("kid").asText().equals(id)) {
                    return KeyFactory.getInstance("RSA")
                            .generatePublic(new RSAPublicKeySpec(number(key.path("n")), number(key.path("e"))));
                }
            }
        }
        throw new IllegalStateException("the realm has no key " + id);
    }

    private static BigInteger number(JsonNode text) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(text.asText()));
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
        keycloak.realm()
                .clients()
                .get(keycloak.realm().clients().findByClientId(clientId).get(0).getId())
                .remove();
    }
}
