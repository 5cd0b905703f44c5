package io.github.gatehouse.it;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.localserver.FormBrowser;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sign-in page without a browser: where a name and a password lead. Asks for the account console, an application
 * that every realm has.
 */
final class FormSignIn {

    /** To the page that asks for a new password. */
    static final String CHOOSES_PASSWORD = "UPDATE_PASSWORD";

    /** Back to the sign-in page. */
    static final String REFUSED = "refused";

    private static final Pattern REQUIRED_ACTION = Pattern.compile("required-action\\?.*execution=([^&]+)");

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
        FormBrowser.Answer answer = send(address(realmUrl, parameters), userName, password);
        if (answer.status() != 302) {
            return REFUSED;
        }
        Matcher action = REQUIRED_ACTION.matcher(answer.location());
        return action.find() ? action.group(1) : answer.location();
    }

    /** What the application opens to have somebody signed in. */
    static String address(String realmUrl, String parameters) {
        return FormBrowser.authorization(realmUrl, "account-console", realmUrl + "/account/", parameters);
    }

    /** The answer to the form that is at an address. */
    static FormBrowser.Answer send(String address, String userName, String password) {
        FormBrowser browser = new FormBrowser();
        FormBrowser.Answer page = browser.open(address);
        if (page.form() == null) {
            throw new IllegalStateException("no sign-in form: " + page.body());
        }
        return browser.send(page.form(), List.of("username", userName, "password", password));
    }
}
