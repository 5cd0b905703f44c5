package io.github.gatehouse.localserver;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** Answers one request of the small servers here. */
final class HttpAnswer {

    private HttpAnswer() {}

    /**
     * @param contentType without charset; null for an answer without a body
     */
    static void send(HttpExchange exchange, int status, String contentType, byte[] body) throws IOException {
        try (exchange) {
            if (contentType != null) {
                boolean text = contentType.startsWith("text/") || contentType.contains("javascript");
                exchange.getResponseHeaders().set("Content-Type", text ? contentType + "; charset=utf-8" : contentType);
            }
            exchange.getResponseHeaders().set("Cache-Control", "no-cache");
            boolean withoutBody =
                    contentType == null || exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, withoutBody ? -1 : body.length);
            if (!withoutBody) {
                exchange.getResponseBody().write(body);
            }
        }
    }
}
