package io.github.gatehouse.it.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** On which somebody confirms the sign-in that an application began (OpenID Connect CIBA). Keycloak calls it. */
public final class ConfirmingPhone implements AutoCloseable {

    /** The server's setting with the address at which it is called. */
    static final String SETTING = "KC_SPI_CIBA_AUTH_CHANNEL__CIBA_HTTP_AUTH_CHANNEL__HTTP_AUTHENTICATION_CHANNEL_URI";

    private static final long PATIENCE_SECONDS = 10;

    private final HttpServer server;
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

    private ConfirmingPhone(HttpServer server) {
        this.server = server;
        server.createContext("/", this::ring);
        server.start();
    }

    /** Listens on a free port of that address of this machine. */
    static ConfirmingPhone start(String host) {
        try {
            return new ConfirmingPhone(HttpServer.create(new InetSocketAddress(host, 0), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void ring(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestHeaders().getFirst("Authorization").replaceFirst("^Bearer ", ""));
        exchange.sendResponseHeaders(201, -1);
        exchange.close();
    }

    /** Confirms the sign-in that was asked for. */
    public void confirm(KeycloakUnderTest keycloak) {
        try {
            String token = asked.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (token == null) {
                throw new IllegalStateException("Keycloak did not call");
            }
            String address = keycloak.realmUrl() + "/protocol/openid-connect/ext/ciba/auth/callback";
            int status = Http.send(Http.json("POST", address, token, Map.of("status", "SUCCEED")))
                    .statusCode();
            if (status != 200) {
                throw new IllegalStateException("the confirmation was answered by " + status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
