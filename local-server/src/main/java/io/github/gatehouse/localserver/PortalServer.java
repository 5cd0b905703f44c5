package io.github.gatehouse.localserver;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves the sample portal: a single-page application, so every path that is no file is answered with its page.
 *
 * <p>{@code /config.json} tells the portal where Keycloak is.
 */
public final class PortalServer implements AutoCloseable {

    private static final String FILES = "gatehouse-portal";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html",
            "css", "text/css",
            "js", "text/javascript",
            "mjs", "text/javascript",
            "json", "application/json",
            "svg", "image/svg+xml",
            "ico", "image/x-icon");

    private final HttpServer web;
    private final ExecutorService threads;
    private final byte[] configuration;

    private PortalServer(HttpServer web, ExecutorService threads, byte[] configuration) {
        this.web = web;
        this.threads = threads;
        this.configuration = configuration;
    }

    /**
     * @param keycloakUrl base address of Keycloak as the browser sees it
     * @throws StartFailure when the port is taken
     */
    public static PortalServer start(LoopbackPort port, String keycloakUrl) {
        try {
            if (file(FILES + "/index.html") == null) {
                throw new StartFailure("The portal's files are missing. Run: mvn clean, and this again.");
            }
            byte[] configuration = new ObjectMapper()
                    .writeValueAsBytes(Map.of("url", keycloakUrl, "realm", "contact-center", "clientId", "portal"));
            HttpServer web = port.listen();
            ExecutorService threads = Executors.newFixedThreadPool(4);
            PortalServer portal = new PortalServer(web, threads, configuration);
            web.setExecutor(threads);
            web.createContext("/", portal::answer);
            web.start();
            return portal;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Address of the portal, without a slash at the end. */
    public String url() {
        return "http://localhost:" + web.getAddress().getPort();
    }

    @Override
    public void close() {
        web.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (!exchange.getRequestMethod().matches("GET|HEAD")) {
            HttpAnswer.send(exchange, 405, null, new byte[0]);
        } else if (path.equals("/config.json")) {
            HttpAnswer.send(exchange, 200, "application/json", configuration);
        } else if (!path.contains(".")) {
            HttpAnswer.send(exchange, 200, "text/html", file(FILES + "/index.html"));
        } else {
            String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
            byte[] content = path.contains("..") || type == null ? null : file(resource(path));
            HttpAnswer.send(exchange, content == null ? 404 : 200, content == null ? null : type, content);
        }
    }

    private static String resource(String path) {
        String adapter = "/keycloak-js/";
        return path.startsWith(adapter)
                ? "META-INF/resources/webjars/keycloak-js/" + adapterVersion() + "/" + path.substring(adapter.length())
                : FILES + path;
    }

    private static String adapterVersion() {
        try (InputStream properties =
                PortalServer.class.getResourceAsStream("/META-INF/maven/org.webjars.npm/keycloak-js/pom.properties")) {
            Properties read = new Properties();
            read.load(properties);
            return read.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Content of a file on the class path; null when it is not there. */
    private static byte[] file(String resource) throws IOException {
        try (InputStream in = PortalServer.class.getResourceAsStream("/" + resource)) {
            return in == null ? null : in.readAllBytes();
        }
    }
}
