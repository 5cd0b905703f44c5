package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.github.gatehouse.it.FirstSignInSteps.actions;
import static io.github.gatehouse.it.FirstSignInSteps.awaitChoosePage;
import static io.github.gatehouse.it.FirstSignInSteps.change;
import static io.github.gatehouse.it.FirstSignInSteps.choose;
import static io.github.gatehouse.it.FirstSignInSteps.require;
import static io.github.gatehouse.it.FirstSignInSteps.saveWithoutRequiredActions;
import static io.github.gatehouse.it.FirstSignInSteps.sessions;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Portal;
import io.github.gatehouse.it.support.SignInTest;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.RequiredActionProviderRepresentation;

/** The new password comes before every other required action, whoever asks for it and whatever the realm's order. */
@SignInTest
class FirstSignInOrderIT {

    /** Stock's order, with a profile to complete, terms to accept and an address to verify before the password. */
    @Test
    void whateverTheRealmsOrderOfRequiredActionsThePasswordIsFirstAndTheOthersFollow(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        Person person = people.add();
        require(keycloak, person, "TERMS_AND_CONDITIONS", "UPDATE_PROFILE", "CONFIGURE_TOTP", "UPDATE_PASSWORD");
        withOrder(keycloak, 2000, () -> {
            assertThat(FormSignIn.leadsTo(keycloak, person, person.temporaryPassword()))
                    .isEqualTo(FormSignIn.CHOOSES_PASSWORD);
            saveWithoutPassword(keycloak, person);
            Device device = browsers.newDevice();
            Page page = device.open(portal.url("/")).page();
            device.signIn(person.userName(), person.temporaryPassword());
            awaitChoosePage(page);
            page.reload();
            awaitChoosePage(page);
            assertThat(actions(keycloak, person))
                    .as("what waits, and what the realm asks of everybody")
                    .containsExactlyInAnyOrder(
                            "TERMS_AND_CONDITIONS",
                            "UPDATE_PROFILE",
                            "CONFIGURE_TOTP",
                            "UPDATE_PASSWORD",
                            "VERIFY_EMAIL");

            choose(page, People.PASSWORD);
            page.locator("#kc-accept").click();
            page.locator("#firstName").waitFor();
            assertThat(actions(keycloak, person))
                    .containsExactlyInAnyOrder("UPDATE_PROFILE", "CONFIGURE_TOTP", "VERIFY_EMAIL");
            assertThat(sessions(keycloak, person)).isZero();
        });
    }

    @Test
    void anActionThatAnApplicationAsksForComesLaterAndTheChangeCannotBeCancelled(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        Person person = people.add();
        saveWithoutRequiredActions(keycloak, person);
        assertThat(FormSignIn.leadsTo(
                        keycloak.realmUrl(),
                        person.userName(),
                        person.temporaryPassword(),
                        "&kc_action=UPDATE_PROFILE"))
                .isEqualTo(FormSignIn.CHOOSES_PASSWORD);

        Device device = browsers.newDevice();
        Page page = device.open(FormSignIn.address(keycloak.realmUrl(), "&kc_action=UPDATE_PASSWORD"))
                .page();
        saveWithoutRequiredActions(keycloak, person);
        device.signIn(person.userName(), person.temporaryPassword());
        awaitChoosePage(page);
        assertThat(page.locator("[name=cancel-aia]")).hasCount(0);
        saveWithoutRequiredActions(keycloak, person);
        page.evaluate("() => { const form = document.querySelector('input[name=password-new]').form;"
                + " const cancel = document.createElement('input'); cancel.name = 'cancel-aia'; cancel.value = 'true';"
                + " form.append(cancel); form.noValidate = true; HTMLFormElement.prototype.submit.call(form); }");
        awaitChoosePage(page);
        assertThat(sessions(keycloak, person)).isZero();
    }

    private static void withOrder(KeycloakUnderTest keycloak, int priority, Runnable test) {
        RequiredActionProviderRepresentation terms = action(keycloak, "TERMS_AND_CONDITIONS");
        int before = action(keycloak, "UPDATE_PASSWORD").getPriority();
        setPriority(keycloak, priority);
        terms.setEnabled(true);
        keycloak.realm().flows().updateRequiredAction(terms.getAlias(), terms);
        change(keycloak, realm -> realm.setVerifyEmail(true));
        try {
            test.run();
        } finally {
            change(keycloak, realm -> realm.setVerifyEmail(false));
            terms.setEnabled(false);
            keycloak.realm().flows().updateRequiredAction(terms.getAlias(), terms);
            setPriority(keycloak, before);
        }
    }

    private static void setPriority(KeycloakUnderTest keycloak, int priority) {
        RequiredActionProviderRepresentation change = action(keycloak, "UPDATE_PASSWORD");
        change.setPriority(priority);
        keycloak.realm().flows().updateRequiredAction(change.getAlias(), change);
    }

    private static RequiredActionProviderRepresentation action(KeycloakUnderTest keycloak, String alias) {
        return keycloak.realm().flows().getRequiredAction(alias);
    }

    private static void saveWithoutPassword(KeycloakUnderTest keycloak, Person person) {
        require(keycloak, person, "TERMS_AND_CONDITIONS", "UPDATE_PROFILE", "CONFIGURE_TOTP");
    }
}
