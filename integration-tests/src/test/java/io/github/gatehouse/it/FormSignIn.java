package io.github.gatehouse.it;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.Person;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The sign-in page without a browser: where a name and a password lead. Asks for the account console, an application
 * that every realm has.
 */
final class FormSignIn {

    /** To the page that asks for a new password. */
    static final String CHOOSES_PASSWORD = "UPDATE_PASSWORD";

    /** Back to the sign-in page. */
    static final String REFUSED = "refused";

    private static final Pattern FORM = Pattern.compile("action=\"([^\"]*login-actions/authenticate[^\"]*)\"");
    private static final Pattern REQUIRED_ACTION = Pattern.compile("required-action\\?.*execution=([^&]+)");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private FormSignIn() {}

    /** Where it leads in the shipped realm. */
    static String leadsTo(KeycloakUnderTest keycloak, Person person, String password) {
        return leadsTo(keycloak.realmUrl(), person.userName(), password);
    }

    /** Where it leads in a realm. */
    static String leadsTo(String realmUrl, String userName, String password) {
        return leadsTo(realmUrl, userName, password, "");
    }

    /**
     * Where it leads.
     *
     * @param parameters what the application asks for besides, with {@code &} in front; may be empty
     * @return the required action that comes first, {@link #REFUSED}, or the application's address
     */
    static String leadsTo(String realmUrl, String userName, String password, String parameters) {
        HttpResponse<String> answer = send(address(realmUrl, parameters), userName, password);
        if (answer.statusCode() != 302) {
            return REFUSED;
        }
        String location = answer.headers().firstValue("Location").orElseThrow();
        Matcher action = REQUIRED_ACTION.matcher(location);
        return action.find() ? action.group(1) : location;
    }

    /** What the application opens to have somebody signed in. */
    static String address(String realmUrl, String parameters) {
        return realmUrl + "/protocol/openid-connect/auth?client_id=account-console&response_type=code&scope=openid"
                + "&redirect_uri=" + encoded(realmUrl + "/account/")
                + "&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM" + parameters;
    }

    /** The answer to the form that is at an address. */
    static HttpResponse<String> send(String address, String userName, String password) {
        HttpResponse<String> page = send(HttpRequest.newBuilder(URI.create(address)));
        Matcher form = FORM.matcher(page.body());
        if (!form.find()) {
            throw new IllegalStateException("no sign-in form: " + page.body());
        }
        // By hand: Java's own store does not send a secure cookie to http, not even to this machine.
        String cookies = page.headers().allValues("Set-Cookie").stream()
                .map(cookie -> cookie.replaceFirst(";.*", ""))
                .collect(Collectors.joining("; "));
        return send(HttpRequest.newBuilder(URI.create(form.group(1).replace("&amp;", "&")))
                .header("Cookie", cookies)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "username=" + encoded(userName) + "&password=" + encoded(password))));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
