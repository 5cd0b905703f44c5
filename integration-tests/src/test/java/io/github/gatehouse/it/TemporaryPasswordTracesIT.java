package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.LongTest;
import io.github.gatehouse.it.support.Mailbox;
import io.github.gatehouse.it.support.OwnKeycloak;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.SignInTest;
import io.github.gatehouse.it.support.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.PartialImportRepresentation;
import org.keycloak.representations.idm.RealmEventsConfigRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/**
 * A temporary password is seen by whoever it is issued to, once, and is written down nowhere: it is used in every way
 * there is, and then looked for everywhere.
 */
@SignInTest
class TemporaryPasswordTracesIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void itIsInNoLogEventExportMailOrPage(KeycloakUnderTest keycloak, People people, Browsers browsers, Mailbox mail) {
        Used used = withEvents(keycloak, () -> use(keycloak, people, browsers));

        used.search.assertNoneIn("the log", keycloak.logText());
        used.search.assertNoneIn("the partial export", json(keycloak.realm().partialExport(true, true)));
        for (Person person : List.of(used.changed, used.random)) {
            mail.waitFor(person.email());
            used.search.assertNoneIn("the mails", json(mail.to(person.email())));
        }
    }

    /** The rest needs a server of its own: TRACE in the log, metrics, {@code kc.sh export} and the database. */
    @Test
    @LongTest
    void itIsInNoTraceMetricExportedRealmOrDatabase(Browsers browsers) throws IOException {
        try (OwnKeycloak keycloak = OwnKeycloak.withTheBundle("traces").withMetrics()) {
            keycloak.startTracing("io.github.gatehouse", Tree.root().resolve("realm-export.json"));
            Used used = withEvents(keycloak, () -> use(keycloak, keycloak.people(), browsers));

            String metrics = keycloak.metrics();
            assertThat(metrics).contains("keycloak_credentials_password_hashing_validations");
            used.search.assertNoneIn("the metrics", metrics);
            keycloak.stop();
            used.search.assertNoneIn("the log", keycloak.logText());
            String export = Files.readString(keycloak.export());
            assertThat(export).contains("temporaryPasswordExpiresAt", used.random.userName());
            used.search.assertNoneIn("the export", export);
            String database = keycloak.databaseScript();
            assertThat(database).contains("temporaryPasswordExpiresAt", used.random.userName());
            used.search.assertNoneIn("the database", database);
        }
    }

    /** Who has been given one and what to look for. */
    private record Used(Person changed, Person random, SecretSearch search) {}

    private static Used use(KeycloakUnderTest keycloak, People people, Browsers browsers) {
        TemporaryPasswordCalls.allowTheDirectGrant(keycloak);
        Person changed = people.add();
        Person random = people.withPassword(People.PASSWORD);
        String value = (String) TemporaryPasswordCalls.issue(keycloak, random, "{\"mode\": \"random\"}", 200)
                .get("value");
        String imported = importSomebody(keycloak, "traces-" + random.userName());
        List<String> secrets = List.of(changed.temporaryPassword(), value, imported);
        SecretSearch search = new SecretSearch(secrets);

        // Refused, each in a way that could repeat what it was given.
        for (String secret : secrets) {
            TemporaryPasswordCalls.issue(keycloak, random, json(Map.of("mode", secret)), 400);
            TemporaryPasswordCalls.issue(keycloak, random, json(Map.of(secret, "random")), 400);
            TemporaryPasswordCalls.issue(keycloak, random, secret, 400);
        }
        TemporaryPasswordCalls.refusalOfReset(keycloak, changed, changed.temporaryPassword());
        TemporaryPasswordCalls.refusalOfReset(keycloak, random, value);
        for (Person person : List.of(changed, random)) {
            String temporary = person == changed ? changed.temporaryPassword() : value;
            TemporaryPasswordCalls.directGrant(keycloak, person.userName(), temporary);
            search.assertNoneIn("the state", json(TemporaryPasswordCalls.state(keycloak, person)));
            signIn(keycloak, browsers.newDevice(), person, temporary, search);
        }
        // Issued once more, so that exports and the database have one that lives.
        TemporaryPasswordCalls.issue(keycloak, random, "{\"mode\": \"formula\"}", 200);
        List<String> all = new ArrayList<>(secrets);
        all.add(random.temporaryPassword());
        return new Used(changed, random, new SecretSearch(all));
    }

    /** Chooses the temporary password again, which is refused, and then another one. */
    private static void signIn(
            KeycloakUnderTest keycloak, Device device, Person person, String temporary, SecretSearch search) {
        Page page = device.page();
        List<String> kept = new ArrayList<>();
        Consumer<Response> listener = response -> {
            if (response.url().contains("/login-actions/") && response.status() == 200) {
                kept.add(response.headers().getOrDefault("cache-control", "nothing"));
            }
        };
        page.onResponse(listener);
        device.open(keycloak.realmUrl() + "/account").signIn(person.userName(), temporary);
        page.locator("#password-new").waitFor();
        search.assertNoneIn("the page to choose another", page.content());
        choose(page, temporary);
        page.locator("#password-refused").waitFor();
        search.assertNoneIn("the page after the refusal", page.content());
        assertThat(page.locator("#password-new").inputValue()).isEmpty();
        choose(page, "An0ther!" + person.userName().hashCode());
        page.getByTestId("page-heading").first().waitFor();
        page.offResponse(listener);

        search.assertNoneIn("the application's page", page.content());
        search.assertNoneIn("the address", page.url());
        search.assertNoneIn(
                "the browser's cookies and storage", device.context().storageState());
        assertThat(kept).hasSizeGreaterThan(1).allMatch(control -> control.contains("no-store"));
    }

    private static String importSomebody(KeycloakUnderTest keycloak, String userName) {
        UserRepresentation user = new UserRepresentation();
        user.setUsername(userName);
        user.setFirstName("Olga");
        user.setLastName("Wend");
        user.setEnabled(true);
        user.setAttributes(Map.of("phoneNumber", List.of("591-827-3645")));
        PartialImportRepresentation file = new PartialImportRepresentation();
        file.setUsers(List.of(user));
        keycloak.realm().partialImport(file).close();
        return "Ow5918273645!!";
    }

    /** With all events kept, admin events with what was sent, and looks through them at the end. */
    private static Used withEvents(KeycloakUnderTest keycloak, Supplier<Used> use) {
        RealmEventsConfigRepresentation before = keycloak.realm().getRealmEventsConfig();
        RealmEventsConfigRepresentation everything = keycloak.realm().getRealmEventsConfig();
        everything.setEventsEnabled(true);
        everything.setAdminEventsEnabled(true);
        everything.setAdminEventsDetailsEnabled(true);
        keycloak.realm().updateRealmEventsConfig(everything);
        try {
            Used used = use.get();
            String events = json(keycloak.realm().getEvents());
            assertThat(events).contains("UPDATE_PASSWORD", "invalid_user_credentials", "password_rejected");
            used.search.assertNoneIn("the events", events);
            String adminEvents = json(keycloak.realm().getAdminEvents());
            assertThat(adminEvents).contains("TEMPORARY_PASSWORD", "representation", "firstName");
            used.search.assertNoneIn("the admin events", adminEvents);
            return used;
        } finally {
            keycloak.realm().updateRealmEventsConfig(before);
            keycloak.realm().clearEvents();
            keycloak.realm().clearAdminEvents();
        }
    }

    private static void choose(Page page, String password) {
        page.locator("#password-new").fill(password);
        page.locator("#password-confirm").fill(password);
        page.locator("input[name=login]").click();
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
