package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Portal;
import io.github.gatehouse.it.support.SignInTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.representations.idm.CredentialRepresentation;

/**
 * Somebody has guessed a temporary password and waits at "Choose a new password". Once another password is set, that
 * sign-in is worth nothing, however it goes on.
 */
@SignInTest
class ParkedSignInIT {

    private static final String REPLACED =
            "This temporary password has been replaced since. Sign in again with the new password.";

    /** How the password is replaced in the meantime. */
    enum Replaced {
        BY_THE_OWNER {
            @Override
            void replace(KeycloakUnderTest keycloak, Portal portal, Browsers browsers, Person person) {
                Device owner = browsers.newDevice();
                owner.open(portal.url("/")).signIn(person.userName(), person.temporaryPassword());
                choose(owner, People.PASSWORD);
                owner.awaitPortal(portal.url("/"));
            }
        },
        BY_AN_ADMINISTRATOR {
            @Override
            void replace(KeycloakUnderTest keycloak, Portal portal, Browsers browsers, Person person) {
                CredentialRepresentation password = new CredentialRepresentation();
                password.setType(CredentialRepresentation.PASSWORD);
                password.setValue(People.PASSWORD);
                password.setTemporary(false);
                keycloak.realm().users().get(person.id()).resetPassword(password);
            }
        },
        BY_ANOTHER_TEMPORARY_ONE {
            @Override
            void replace(KeycloakUnderTest keycloak, Portal portal, Browsers browsers, Person person) {
                TemporaryPasswordCalls.issue(keycloak, person, "{\"mode\": \"random\"}", 200);
            }
        };

        abstract void replace(KeycloakUnderTest keycloak, Portal portal, Browsers browsers, Person person);
    }

    static Stream<Replaced> ways() {
        return Stream.of(Replaced.values());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void sendingThePageSetsNoPassword(
            Replaced way, KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        Person person = people.add();
        Device parked = parkedSignIn(person, portal, browsers);
        way.replace(keycloak, portal, browsers, person);
        String before = password(keycloak, person);

        choose(parked, "Sto1en!pass");

        assertThat(parked.page().locator("body")).containsText(REPLACED);
        assertThat(password(keycloak, person)).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void loadingThePageAgainSignsNobodyIn(
            Replaced way, KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        Person person = people.add();
        Device parked = parkedSignIn(person, portal, browsers);
        way.replace(keycloak, portal, browsers, person);
        int sessions =
                keycloak.realm().users().get(person.id()).getUserSessions().size();

        parked.page().reload();

        assertThat(parked.page().locator("body")).containsText(REPLACED);
        assertThat(keycloak.realm().users().get(person.id()).getUserSessions()).hasSize(sessions);
    }

    private static Device parkedSignIn(Person person, Portal portal, Browsers browsers) {
        Device parked = browsers.newDevice();
        parked.open(portal.url("/")).signIn(person.userName(), person.temporaryPassword());
        parked.page().locator("#password-new").waitFor();
        return parked;
    }

    private static void choose(Device device, String password) {
        device.page().locator("#password-new").fill(password);
        device.page().locator("#password-confirm").fill(password);
        device.page().locator("input[name=login]").click();
    }

    /** What of the stored password an administrator sees: changes with each new one. */
    private static String password(KeycloakUnderTest keycloak, Person person) {
        return keycloak.realm().users().get(person.id()).credentials().stream()
                .map(credential -> credential.getCreatedDate() + " " + credential.getCredentialData())
                .toList()
                .toString();
    }
}
