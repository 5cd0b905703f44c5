package io.github.gatehouse.it;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.Person;
import java.util.List;
import java.util.function.Consumer;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** What the tests of the first sign-in do and ask again and again. */
final class FirstSignInSteps {

    private FirstSignInSteps() {}

    static void require(KeycloakUnderTest keycloak, Person person, String... actions) {
        UserRepresentation user = keycloak.realm().users().get(person.id()).toRepresentation();
        user.setRequiredActions(List.of(actions));
        keycloak.realm().users().get(person.id()).update(user);
    }

    static void saveWithoutRequiredActions(KeycloakUnderTest keycloak, Person person) {
        require(keycloak, person);
    }

    static List<String> actions(KeycloakUnderTest keycloak, Person person) {
        return keycloak.realm().users().get(person.id()).toRepresentation().getRequiredActions();
    }

    static int sessions(KeycloakUnderTest keycloak, Person person) {
        return keycloak.realm().users().get(person.id()).getUserSessions().size();
    }

    static void change(KeycloakUnderTest keycloak, Consumer<RealmRepresentation> change) {
        RealmRepresentation realm = keycloak.realm().toRepresentation();
        change.accept(realm);
        keycloak.realm().update(realm);
    }

    static void awaitChoosePage(Page page) {
        page.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions()
                                .setName("Choose a new password")
                                .setLevel(1))
                .waitFor();
    }

    static void choose(Page page, String password) {
        page.locator("#password-new").fill(password);
        page.locator("#password-confirm").fill(password);
        page.locator("input[name=login]").click();
    }
}
