package io.github.gatehouse.it;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.localserver.FormBrowser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What nobody types and anybody can send, and the three ways in that take a name, without a browser. */
final class OddInput {

    /** The sentence of a sign-in that failed, whatever was wrong. */
    static final String NOT_RIGHT = "User name or password is not right. Passwords are case sensitive.";

    /** The heading of the page with the masked address. */
    static final String CONFIRM = "Is this your e-mail address?";

    /** A value of a form that Keycloak refuses by itself. */
    static final String ABOVE_KEYCLOAKS_LIMIT = "x".repeat(132_000);

    /** As somebody types it: what would be more than text on a page that is careless. */
    static final List<String> MARKUP =
            List.of("\"><script>alert(1)</script>", "${7*7}", "<img src=x onerror=alert(1)>", "小明");

    private static final Pattern FORGOT = Pattern.compile("href=\"([^\"]*/login-actions/reset-credentials[^\"]*)\"");

    private static final Pattern ADDRESS = Pattern.compile("class=\"gatehouse-address\"[^>]*>([^<]*)<");

    private OddInput() {}

    /** By what it is: a value as it stands in the body of a form, each character one byte. */
    static Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("1 000 characters", "x".repeat(1_000));
        values.put("100 000 characters", "x".repeat(100_000));
        values.put("just below Keycloak's limit", "x".repeat(131_000));
        values.put("an address of 100 000 characters", "a%40" + "x".repeat(100_000));
        values.put("U+0000", "%00");
        values.put("U+0000 within", "agent%00one");
        values.put("half a surrogate pair", "agent%ED%A0%80");
        values.put("half a surrogate pair, not encoded", "agent\u00ed\u00a0\u0080");
        values.put("no UTF-8", "agent%C0%80%FF");
        values.put("markup", "%22%3E%3Cscript%3Ealert(1)%3C/script%3E");
        values.put("markup as an address", "a%40%3Cscript%3Ealert(1)%3C/script%3E");
        values.put("a template", "$%7B(1234*1001)?c%7D%3C%23assign%20x=1234*1001%3E$%7Bx?c%7D");
        values.put("SQL", "'%20or%20'1'='1'%20--");
        values.put("SQL's wild cards", "%25_*");
        values.put("a header", "agent%0D%0ASet-Cookie:%20planted=1%0D%0A%0D%0Aplanted");
        values.put("right to left", "%E2%80%AEagent");
        return values;
    }

    /** The sign-in page of a realm, in a browser of its own. */
    static FormBrowser.Answer signInPage(FormBrowser browser, String realmUrl) {
        return browser.open(FormSignIn.address(realmUrl, ""));
    }

    /** The answer to the sign-in form. */
    static FormBrowser.Answer signIn(String realmUrl, String name, String password) {
        FormBrowser browser = new FormBrowser();
        return send(browser, signInPage(browser, realmUrl), name, password);
    }

    /** The same from a page that is open. */
    static FormBrowser.Answer send(FormBrowser browser, FormBrowser.Answer page, String name, String password) {
        return browser.sendAsItStands(page.form(), "username=" + name + "&password=" + password);
    }

    /** The page that follows the forgot link with a name typed. */
    static FormBrowser.Answer forgot(FormBrowser browser, String realmUrl, String name) {
        return forgot(browser, signInPage(browser, realmUrl), name);
    }

    /** The same from a sign-in page that is open. */
    static FormBrowser.Answer forgot(FormBrowser browser, FormBrowser.Answer page, String name) {
        Matcher link = FORGOT.matcher(page.body());
        if (!link.find()) {
            throw new IllegalStateException("no forgot link: " + page.body());
        }
        String address =
                page.address().resolve(link.group(1).replace("&amp;", "&")).toString();
        FormBrowser.Answer answer = browser.sendAsItStands(address, "username=" + name);
        return answer.location() == null ? answer : browser.follow(answer.location());
    }

    /** On that page the masked address of whoever is meant; a look-alike where nobody is. */
    static String maskedAddress(FormBrowser.Answer page) {
        Matcher address = ADDRESS.matcher(page.body());
        if (!address.find()) {
            throw new IllegalStateException("no address: " + page.body());
        }
        return address.group(1);
    }

    /** The answer to a direct grant. */
    static FormBrowser.Answer grant(KeycloakUnderTest keycloak, String name, String password) {
        return new FormBrowser()
                .sendAsItStands(
                        keycloak.realmUrl() + "/protocol/openid-connect/token",
                        "grant_type=password&client_id=portal-cli&username=" + name + "&password=" + password);
    }
}
