package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.SignInTest;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.admin.client.resource.UserResource;

/** Supervisors, managers and administrators do their job in Keycloak's own Admin Console. */
@SignInTest
class AdminConsoleIT {

    private static final String KEPT = "Res3t!byhand";

    private final KeycloakUnderTest keycloak;
    private final People people;

    AdminConsoleIT(KeycloakUnderTest keycloak, People people) {
        this.keycloak = keycloak;
        this.people = people;
    }

    @ParameterizedTest
    @EnumSource(names = {"SUPERVISOR", "MANAGER", "ADMINISTRATOR"})
    void whoLooksAfterPeopleFindsAddsEditsAndResetsThemAndNobodyElse(Rank rank, Browsers browsers) {
        TemporaryPasswordCalls.allowTheDirectGrant(keycloak);
        Person below = in(rank.mayManage().get(rank.mayManage().size() - 1));
        Person outOfReach = in(rank == Rank.ADMINISTRATOR ? null : rank.groups().get(0));
        AdminConsole console =
                new AdminConsole(keycloak, browsers, in(rank.groups().get(0)));
        String userName = "console-" + rank.name().toLowerCase(Locale.ROOT);

        assertThat(console.finds(below)).as("finds somebody below").isTrue();
        assertThat(console.finds(outOfReach)).as("finds somebody else").isFalse();
        assertThat(console.openFormAndGroups(userName))
                .containsExactlyElementsOf(rank.mayManage().stream().sorted().toList());

        console.addTo("agents");

        assertThat(console.passwordLabel()).containsText("temporary, until 20");
        console.device().screenshot("admin-console-" + userName);
        console.rename("Nolan");
        assertThat(console.passwordLabel()).containsText("temporary, until 20");
        console.resetPassword(KEPT);
        assertThat(console.passwordLabel()).not().containsText("temporary");
        assertThat(user(userName).toRepresentation().getLastName()).isEqualTo("Nolan");
        assertThat(user(userName).groups())
                .singleElement()
                .satisfies(group -> assertThat(group.getName()).isEqualTo("agents"));
        assertThat(TemporaryPasswordCalls.token(keycloak, userName, KEPT)).isNotEmpty();
        keycloak.realm().users().delete(NewUsers.id(keycloak, userName)).close();
    }

    /** @param group null for none */
    private Person in(String group) {
        Person person = people.withPassword(People.PASSWORD);
        UserResource user = keycloak.realm().users().get(person.id());
        user.leaveGroup(keycloak.realm().getGroupByPath("/agents").getId());
        if (group != null) {
            user.joinGroup(keycloak.realm().getGroupByPath("/" + group).getId());
        }
        return person;
    }

    private UserResource user(String userName) {
        return keycloak.realm().users().get(NewUsers.id(keycloak, userName));
    }
}
