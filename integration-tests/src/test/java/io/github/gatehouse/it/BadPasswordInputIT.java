package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.Http;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Portal;
import io.github.gatehouse.it.support.SignInTest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Input that nobody types gets an answer that says what is wrong, never a status 500. */
@SignInTest
class BadPasswordInputIT {

    private static final int MEGABYTE = 1 << 20;

    private static final String TOO_LONG = "must not have more than 1024 characters";
    private static final String NOT_TEXT = "has a character that is not valid text";
    private static final String TOO_SHORT = "must have at least 8 characters";

    /** As they stand in a JSON text, and what the answer says. */
    private static final Map<String, String> REFUSED_PASSWORDS = Map.of(
            "Passw0rd?\\ud800",
            NOT_TEXT,
            "\\udc00\\ud800Passw0rd?",
            NOT_TEXT,
            "a\\u0000",
            TOO_SHORT,
            "\\u202e\\u05d0\\u0627",
            TOO_SHORT,
            "\\u0301\\u0316",
            TOO_SHORT,
            "x".repeat(MEGABYTE),
            TOO_LONG,
            "\\ud800".repeat(MEGABYTE / 4),
            TOO_LONG,
            "\\u0301".repeat(MEGABYTE / 4) + "\\u0316".repeat(MEGABYTE / 4),
            TOO_LONG);

    @Test
    void anAdministratorsResetRefusesThemWithASentence(KeycloakUnderTest keycloak, People people) {
        String path = "users/" + people.withPassword(People.PASSWORD).id() + "/reset-password";
        for (var row : REFUSED_PASSWORDS.entrySet()) {
            refuses(call(keycloak, "PUT", path, password(row.getKey())), row);
        }
        for (String odd : List.of("Passw0rd?\\u0000", "\\u202ePassw0rd?\\u05d0")) {
            assertThat(call(keycloak, "PUT", path, password(odd)).statusCode())
                    .as(odd)
                    .isEqualTo(204);
        }
    }

    @Test
    void anAdministratorsCreationRefusesThemWithASentence(KeycloakUnderTest keycloak) {
        for (var row : REFUSED_PASSWORDS.entrySet()) {
            refuses(call(keycloak, "POST", "users", user("Mara", row.getKey())), row);
        }
        for (String name : List.of("x".repeat(MEGABYTE), "\\u0301\\u0316".repeat(MEGABYTE / 2), "\\u0000", "\\ud800")) {
            HttpResponse<String> response = call(keycloak, "POST", "users", user(name, "short"));
            assertThat(response.statusCode()).as(head(name)).isEqualTo(400);
        }
        assertThat(keycloak.realm().users().searchByUsername("bad-input", true)).isEmpty();
    }

    @Test
    void thePageForANewPasswordRefusesThemWithASentence(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        var person = people.add();
        Device device = browsers.newDevice();
        device.open(portal.url("/")).signIn(person.userName(), person.temporaryPassword());
        Page page = device.page();
        page.locator("#password-new").waitFor();

        assertThat(sent(page, "a\0")).startsWith("200 ").contains(TOO_SHORT);
        assertThat(sent(page, "\u202e\u05d0")).startsWith("200 ").contains(TOO_SHORT);
        assertThat(sent(page, "x".repeat(100_000))).startsWith("200 ").contains(TOO_LONG);
        // Keycloak's own bound for a field of a form.
        assertThat(sent(page, "x".repeat(132_000))).startsWith("413 ");
        // 0 is the redirect of a change that was taken.
        assertThat(sent(page, "Passw0rd?\0")).startsWith("0 ");
    }

    private static void refuses(HttpResponse<String> response, Map.Entry<String, String> row) {
        assertThat(response.statusCode()).as(head(row.getKey())).isEqualTo(400);
        assertThat(response.body()).as(head(row.getKey())).contains(row.getValue());
    }

    private static String head(String text) {
        return text.substring(0, Math.min(text.length(), 40));
    }

    private static String password(String value) {
        return "{\"type\":\"password\",\"temporary\":false,\"value\":\"" + value + "\"}";
    }

    private static String user(String firstName, String password) {
        return "{\"username\":\"bad-input\",\"firstName\":\"" + firstName
                + "\",\"lastName\":\"Quist\",\"enabled\":true,"
                + "\"attributes\":{\"phoneNumber\":[\"5125551212\"]},\"credentials\":[" + password(password) + "]}";
    }

    private static HttpResponse<String> call(KeycloakUnderTest keycloak, String method, String path, String json) {
        String address = keycloak.baseUrl() + "/admin/realms/" + KeycloakUnderTest.REALM + "/" + path;
        return Http.send(
                Http.json(method, address, keycloak.admin().tokenManager().getAccessTokenString(), json));
    }

    /** Sends the page's form by script, for no field takes all of this, and gives status and text of the answer. */
    private static String sent(Page page, String password) {
        return (String) page.evaluate("""
                async (password) => {
                  const form = document.getElementById("password-new").form;
                  const body = new URLSearchParams({ "password-new": password, "password-confirm": password });
                  const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
                  const html = await answer.text();
                  const next = new DOMParser().parseFromString(html, "text/html").getElementById("password-new");
                  if (next) {
                    form.action = next.form.action;
                  }
                  return `${answer.status} ${html}`;
                }""", password);
    }
}
