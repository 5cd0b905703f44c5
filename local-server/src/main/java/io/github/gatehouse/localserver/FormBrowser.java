package io.github.gatehouse.localserver;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A browser that knows pages, forms and cookies and no more: quick enough for forty at once. Each has cookies of its
 * own. Not for several threads at a time.
 */
public final class FormBrowser {

    /** RFC 7636, appendix B: clients want PKCE, and the code is not redeemed. */
    private static final String PKCE =
            "&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private static final Pattern FORM = Pattern.compile("<form[^>]*\\saction=\"([^\"]*)\"");
    private static final Pattern FIELD = Pattern.compile("<input([^>]*)>");
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();

    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final Map<String, String> headers;

    public FormBrowser() {
        this(Map.of());
    }

    /** @param headers what a proxy in front of the server adds to every request */
    public FormBrowser(Map<String, String> headers) {
        this.headers = headers;
    }

    /**
     * What a server answered.
     *
     * @param address that was asked
     * @param headers by name in lower case
     * @param body empty where there is none
     */
    public record Answer(URI address, int status, Map<String, List<String>> headers, String body) {

        /** Where it leads, or null when it is a page. */
        public String location() {
            return headers.containsKey("location") ? headers.get("location").get(0) : null;
        }

        /** Where the first form of the page is sent, or null when it has none. */
        public String form() {
            Matcher form = FORM.matcher(body);
            return form.find() ? address.resolve(plain(form.group(1))).toString() : null;
        }

        /** The values of all fields of that name, in the order of the page. */
        public List<String> values(String name) {
            return FIELD.matcher(body)
                    .results()
                    .map(field -> field.group(1))
                    .filter(field -> name.equals(attribute(field, "name")))
                    .map(field -> attribute(field, "value"))
                    .toList();
        }

        private static String attribute(String field, String name) {
            return Pattern.compile("\\s" + name + "=\"([^\"]*)\"")
                    .matcher(field)
                    .results()
                    .findFirst()
                    .map((MatchResult found) -> plain(found.group(1)))
                    .orElse(null);
        }

        private static String plain(String html) {
            return html.replace("&amp;", "&");
        }
    }

    /**
     * What an application opens to have somebody signed in.
     *
     * @param realmUrl {@code …/realms/<name>}
     * @param parameters what it asks for besides, with {@code &} in front; may be empty
     */
    public static String authorization(String realmUrl, String clientId, String redirectUri, String parameters) {
        return realmUrl + "/protocol/openid-connect/auth?client_id=" + encoded(clientId)
                + "&response_type=code&scope=openid&redirect_uri=" + encoded(redirectUri) + PKCE + parameters;
    }

    /** Opens an address; redirects are not followed. */
    public Answer open(String address) {
        return send(HttpRequest.newBuilder(URI.create(address)));
    }

    /** Opens an address, and follows redirects as long as they stay on that server. */
    public Answer follow(String address) {
        Answer answer = open(address);
        String server = address.replaceFirst("^(https?://[^/]+/).*", "$1");
        while (answer.location() != null && answer.location().startsWith(server)) {
            answer = open(answer.location());
        }
        return answer;
    }

    /**
     * Sends a form.
     *
     * @param fields name and value by turns
     */
    public Answer send(String address, List<String> fields) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < fields.size(); i += 2) {
            body.append(i == 0 ? "" : "&")
                    .append(encoded(fields.get(i)))
                    .append('=')
                    .append(encoded(fields.get(i + 1)));
        }
        return sendAsItStands(address, body.toString());
    }

    /**
     * Sends a form as no browser would write it.
     *
     * @param body each character is one byte: from U+0000 to U+00FF
     */
    public Answer sendAsItStands(String address, String body) {
        return send(HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.ISO_8859_1)));
    }

    private Answer send(HttpRequest.Builder request) {
        if (!cookies.isEmpty()) {
            // By hand: Java's own store does not send a secure cookie to http, not even to this machine.
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        headers.forEach(request::header);
        try {
            HttpResponse<String> response =
                    HTTP.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
            response.headers().allValues("Set-Cookie").forEach(this::keep);
            return new Answer(
                    response.uri(), response.statusCode(), response.headers().map(), response.body());
        } catch (IOException e) {
            throw new NoAnswer(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswer(e);
        }
    }

    private void keep(String setCookie) {
        String[] nameAndValue = setCookie.replaceFirst(";.*", "").split("=", 2);
        if (nameAndValue[1].isEmpty() || setCookie.contains("Max-Age=0")) {
            cookies.remove(nameAndValue[0]);
        } else {
            cookies.put(nameAndValue[0], nameAndValue[1]);
        }
    }

    /** The server did not answer: it is gone, or takes too long. */
    public static final class NoAnswer extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NoAnswer(Exception cause) {
            super(cause);
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
