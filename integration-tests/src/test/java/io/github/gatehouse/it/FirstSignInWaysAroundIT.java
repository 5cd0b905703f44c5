package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.github.gatehouse.it.FirstSignInSteps.awaitChoosePage;
import static io.github.gatehouse.it.FirstSignInSteps.change;
import static io.github.gatehouse.it.FirstSignInSteps.choose;
import static io.github.gatehouse.it.FirstSignInSteps.saveWithoutRequiredActions;
import static io.github.gatehouse.it.FirstSignInSteps.sessions;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Portal;
import io.github.gatehouse.it.support.SignInTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.AuthenticationExecutionInfoRepresentation;

/** Whatever the person, an application or an administrator does, a temporary password gives no session. */
@SignInTest
class FirstSignInWaysAroundIT {

    @Test
    void neitherBackNorReloadNorASecondTabNorAnotherApplicationGetsIn(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        Person person = people.add();
        Device device = browsers.newDevice();
        Page page = device.open(portal.url("/")).page();
        device.signIn(person.userName(), person.temporaryPassword());
        awaitChoosePage(page);

        page.reload();
        awaitChoosePage(page);
        page.goBack();
        page.waitForLoadState();
        assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out")))
                .hasCount(0);

        Page secondTab = device.context().newPage();
        secondTab.navigate(keycloak.realmUrl() + "/account");
        secondTab.locator("#username").fill(person.userName());
        secondTab.locator("#password").fill(person.temporaryPassword());
        secondTab.locator("#kc-login").click();
        awaitChoosePage(secondTab);
        saveWithoutRequiredActions(keycloak, person);
        device.open(portal.url("/people"));
        assertThat(page.locator("#kc-login")).isVisible();
        assertThat(sessions(keycloak, person)).isZero();

        choose(secondTab, People.PASSWORD);
        secondTab.getByTestId("page-heading").first().waitFor();
        assertThat(sessions(keycloak, person)).isEqualTo(1);
    }

    @Test
    void aFlowWithoutTheStepForcesItToo(KeycloakUnderTest keycloak, People people) {
        Person person = people.add();
        change(keycloak, realm -> realm.setBrowserFlow("browser"));
        try {
            saveWithoutRequiredActions(keycloak, person);
            assertThat(FormSignIn.leadsTo(keycloak, person, person.temporaryPassword()))
                    .isEqualTo(FormSignIn.CHOOSES_PASSWORD);
        } finally {
            change(keycloak, realm -> realm.setBrowserFlow("gatehouse browser"));
        }
    }

    @Test
    void theStepThatForcesItIsSeenInTheFlowsBehindThePassword(KeycloakUnderTest keycloak) {
        assertThat(steps(keycloak, "gatehouse browser")).containsSubsequence("Sign-in form", "Temporary password");
        assertThat(steps(keycloak, "gatehouse direct grant")).containsSubsequence("Password", "Temporary password");
    }

    @Test
    void aSecondFactorThatThereIsComesBeforeTheNewPassword(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        Person person = people.add();
        AuthenticatorApp.setUp(keycloak, person);
        Device device = browsers.newDevice();
        Page page = device.open(portal.url("/")).page();
        device.signIn(person.userName(), person.temporaryPassword());
        page.locator("#otp").waitFor();
        saveWithoutRequiredActions(keycloak, person);
        page.locator("#otp").fill(AuthenticatorApp.code());
        page.locator("#kc-login").click();
        awaitChoosePage(page);
        assertThat(sessions(keycloak, person)).isZero();

        choose(page, People.PASSWORD);
        device.awaitPortal(portal.url("/"));
    }

    /** Who was signed in before stays so, as after stock's reset; the session gets nowhere new without the change. */
    @Test
    void singleSignOnFromAnEarlierSessionIsNoWayAround(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        Device device = browsers.newDevice();
        device.open(portal.url("/")).signIn(person.userName(), People.PASSWORD).awaitPortal(portal.url("/"));
        TemporaryPasswordCalls.issue(keycloak, person, "", 200);

        Page other = device.context().newPage();
        other.navigate(FormSignIn.address(keycloak.realmUrl(), "&prompt=none"));
        other.waitForURL(url -> url.contains("error="));
        assertThat(other.url()).contains("error=interaction_required");
        other.navigate(keycloak.realmUrl() + "/account");
        awaitChoosePage(other);
        assertThat(FormSignIn.leadsTo(keycloak, person, People.PASSWORD)).isEqualTo(FormSignIn.REFUSED);
    }

    @Test
    void aDeviceThatWaitsForTheSignInGetsNothingBeforeTheNewPassword(
            KeycloakUnderTest keycloak, People people, Browsers browsers) {
        Person person = people.add();
        WaitingDevice waiting = WaitingDevice.begin(keycloak);
        Page page = browsers.newDevice().open(waiting.address()).page();
        page.locator("#username").fill(person.userName());
        page.locator("#password").fill(person.temporaryPassword());
        page.locator("#kc-login").click();
        awaitChoosePage(page);
        saveWithoutRequiredActions(keycloak, person);
        page.reload();
        awaitChoosePage(page);

        assertThat(waiting.poll()).contains("authorization_pending");
    }

    /** The link would be made before the change, and outlive the temporary password. */
    @Test
    void anAccountAtAnIdentityProviderCannotBeLinkedByIt(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        Person person = people.addWithoutEmail();
        try (IdentityProviderRealm elsewhere = IdentityProviderRealm.make(keycloak, person.userName())) {
            Device device = browsers.newDevice();
            Page page = device.open(portal.url("/")).page();
            page.getByText(elsewhere.name()).click();
            device.signIn(person.userName(), IdentityProviderRealm.PASSWORD);
            page.locator("#linkAccount").click();
            page.locator("#try-another-way").click();
            page.locator("button[name=authenticationExecution]").last().click();
            page.locator("#password").fill(person.temporaryPassword());
            page.locator("#kc-login").click();
            page.locator("#password").waitFor();

            assertThat(page.locator("body")).containsText("User name or password is not right.");
            assertThat(keycloak.realm().users().get(person.id()).getFederatedIdentity())
                    .isEmpty();
        }
    }

    private static List<String> steps(KeycloakUnderTest keycloak, String flow) {
        return keycloak.realm().flows().getExecutions(flow).stream()
                .map(AuthenticationExecutionInfoRepresentation::getDisplayName)
                .toList();
    }
}
