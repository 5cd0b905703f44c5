package io.github.gatehouse.it;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.gatehouse.it.support.Http;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserRepresentation;
import org.keycloak.representations.userprofile.config.UPConfig;

/**
 * A realm in English and German with rules of which one password breaks all, and people who have that password since
 * before there were rules. It takes markup as a name.
 */
final class RealmWithEveryRule {

    static final String REALM = "every-rule";
    static final String FIRST_NAME = "<b>jo</b>";
    static final String LAST_NAME = "quist";
    static final String ADMIN = "leitung";
    static final String ADMIN_PASSWORD = "Passw0rd!";

    /** Without what is not set: an older Keycloak refuses fields that only newer ones know. */
    private static final ObjectMapper JSON =
            new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

    private record Rule(String policy, String english, String german) {}

    private static final List<Rule> RULES = List.of(
            new Rule(
                    "minimumLength(128)",
                    "The password must have at least 128 characters.",
                    "Das Passwort muss mindestens 128 Zeichen lang sein."),
            new Rule(
                    "length(127)",
                    "Invalid password: minimum length 127.",
                    "Ungültiges Passwort: Es muss mindestens 127 Zeichen lang sein."),
            new Rule(
                    "notContainsNames(3)",
                    "The password must not contain the first name, last name, user name.",
                    "Folgendes darf nicht im Passwort enthalten sein: Vorname, Nachname, Benutzername."),
            new Rule(
                    "passwordHistory(3)",
                    "Invalid password: must not be equal to any of last 3 passwords.",
                    "Ungültiges Passwort: Es darf nicht einem der letzten 3 Passwörter entsprechen."),
            new Rule(
                    "characterTypes(3)",
                    "The password must have 3 of 4 character types and has 2. Missing: upper-case letter, digit.",
                    "Das Passwort muss 3 von 4 Zeichenarten enthalten und enthält 2. Es fehlen: Großbuchstabe, Ziffer."),
            new Rule(
                    "digits(1)",
                    "Invalid password: must contain at least 1 numerical digits.",
                    "Ungültiges Passwort: Es muss mindestens 1 Zahl(en) beinhalten."),
            new Rule(
                    "upperCase(2)",
                    "Invalid password: must contain at least 2 upper case characters.",
                    "Ungültiges Passwort: Es muss mindestens 2 Großbuchstaben beinhalten."),
            new Rule(
                    "lowerCase(99)",
                    "Invalid password: must contain at least 99 lower case characters.",
                    "Ungültiges Passwort: Es muss mindestens 99 Kleinbuchstaben beinhalten."),
            new Rule(
                    "specialChars(98)",
                    "Invalid password: must contain at least 98 special characters.",
                    "Ungültiges Passwort: Es muss mindestens 98 Sonderzeichen beinhalten."),
            new Rule(
                    "forbiddenCharacters(# $ * / @ <)",
                    "# / < cannot be in a password.",
                    "# / < darf im Passwort nicht vorkommen."),
            new Rule(
                    "maxLength(9)",
                    "Invalid password: maximum length 9.",
                    "Ungültiges Passwort: Es darf höchstens 9 Zeichen lang sein."),
            new Rule(
                    "notContainsUsername",
                    "Invalid password: Can not contain the username.",
                    "Ungültiges Passwort: darf nicht den Benutzernamen enthalten."),
            new Rule(
                    "regexPattern([0-9<>]+)",
                    "Invalid password: fails to match regex pattern(s).",
                    "Ungültiges Passwort: Es entspricht nicht dem Regex-Muster."));

    static final List<String> POLICIES = RULES.stream().map(Rule::policy).toList();
    /** The last two are kept by the password. */
    static final String POLICY = String.join(" and ", POLICIES) + " and notUsername and notEmail";

    static final List<String> IN_ENGLISH = RULES.stream().map(Rule::english).toList();
    static final List<String> IN_GERMAN = RULES.stream().map(Rule::german).toList();

    private RealmWithEveryRule() {}

    /** For somebody of that user name and our names, with markup that would act if it became an element. */
    static String breaksEveryRule(String userName) {
        return FIRST_NAME + "<img src=x onerror=alert()>#" + LAST_NAME + userName;
    }

    /** What a person without a password can break. */
    static List<String> withoutHistory(List<String> sentences) {
        int history = POLICIES.indexOf("passwordHistory(3)");
        return IntStream.range(0, sentences.size())
                .filter(i -> i != history)
                .mapToObj(sentences::get)
                .toList();
    }

    static void make(KeycloakUnderTest keycloak) {
        RealmRepresentation realm = new RealmRepresentation();
        realm.setRealm(REALM);
        realm.setEnabled(true);
        realm.setLoginTheme("gatehouse");
        realm.setRegistrationAllowed(true);
        realm.setResetPasswordAllowed(true);
        realm.setInternationalizationEnabled(true);
        realm.setSupportedLocales(Set.of("en", "de"));
        realm.setDefaultLocale("en");
        realm.setSmtpServer(keycloak.realm().toRepresentation().getSmtpServer());
        keycloak.admin().realms().create(realm);
        RealmResource made = keycloak.realm(REALM);
        UPConfig profile = made.users().userProfile().getConfiguration();
        profile.getAttribute("firstName").getValidations().remove("person-name-prohibited-characters");
        made.users().userProfile().update(profile);
        for (String userName : List.of("forced", "forgotten", "account", "console", "reset", "updated")) {
            UserRepresentation user = user(userName);
            user.setRequiredActions(userName.equals("forced") ? List.of("UPDATE_PASSWORD") : List.of());
            made.users().create(user).close();
        }
        makeAdministrator(made);
        setPolicy(keycloak, POLICY);
    }

    static void setPolicy(KeycloakUnderTest keycloak, String policy) {
        RealmRepresentation realm = new RealmRepresentation();
        realm.setPasswordPolicy(policy);
        keycloak.realm(REALM).update(realm);
    }

    /** With {@link #breaksEveryRule} as password. */
    static UserRepresentation user(String userName) {
        return user(userName, FIRST_NAME, breaksEveryRule(userName));
    }

    static String id(KeycloakUnderTest keycloak, String userName) {
        return keycloak.realm(REALM)
                .users()
                .searchByUsername(userName, true)
                .get(0)
                .getId();
    }

    private static void makeAdministrator(RealmResource realm) {
        UserRepresentation user = user(ADMIN, "Lea", ADMIN_PASSWORD);
        user.setAttributes(Map.of("locale", List.of("de")));
        realm.users().create(user).close();
        String client =
                realm.clients().findByClientId("realm-management").get(0).getId();
        String id = realm.users().searchByUsername(ADMIN, true).get(0).getId();
        realm.users()
                .get(id)
                .roles()
                .clientLevel(client)
                .add(List.of(
                        realm.clients().get(client).roles().get("realm-admin").toRepresentation()));
    }

    private static UserRepresentation user(String userName, String firstName, String value) {
        CredentialRepresentation password = new CredentialRepresentation();
        password.setType(CredentialRepresentation.PASSWORD);
        password.setValue(value);
        password.setTemporary(false);
        UserRepresentation user = new UserRepresentation();
        user.setUsername(userName);
        user.setEmail(userName + "@example.com");
        user.setFirstName(firstName);
        user.setLastName(LAST_NAME);
        user.setEnabled(true);
        user.setCredentials(List.of(password));
        return user;
    }

    /** A call of Admin REST about the realm, by an administrator whose browser is German. */
    static HttpResponse<String> call(KeycloakUnderTest keycloak, String method, String path, Object body)
            throws IOException {
        String address = keycloak.baseUrl() + "/admin/realms/" + REALM + path;
        String token = keycloak.admin().tokenManager().getAccessTokenString();
        return Http.send(
                Http.json(method, address, token, JSON.writeValueAsString(body)).header("Accept-Language", "de"));
    }
}
