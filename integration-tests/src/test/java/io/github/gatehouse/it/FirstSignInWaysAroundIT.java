package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.AuthenticationExecutionInfoRepresentation;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.RequiredActionProviderRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** Nothing comes before the new password: no application, no token and no other required action. */
@SignInTest
class FirstSignInWaysAroundIT {

    private static final String OTP_SECRET = "a secret of twenty b";

    @BeforeAll
    static void allowTheDirectGrant(KeycloakUnderTest keycloak) {
        TemporaryPasswordCalls.allowTheDirectGrant(keycloak);
    }

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

    /** What waits is taken from the user and put back in each request; two at once must not meet in that. */
    @Test
    void severalSignInsAtOnceAllLeadToThePassword(KeycloakUnderTest keycloak, People people) {
        Person person = people.add();
        require(keycloak, person, "UPDATE_PROFILE", "CONFIGURE_TOTP", "UPDATE_PASSWORD");
        withOrder(keycloak, 2000, () -> {
            List<String> ledTo = IntStream.range(0, 8)
                    .mapToObj(number -> CompletableFuture.supplyAsync(
                            () -> FormSignIn.leadsTo(keycloak, person, person.temporaryPassword())))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();

            assertThat(ledTo).hasSize(8).containsOnly(FormSignIn.CHOOSES_PASSWORD);
            assertThat(actions(keycloak, person))
                    .containsExactlyInAnyOrder("UPDATE_PROFILE", "CONFIGURE_TOTP", "UPDATE_PASSWORD", "VERIFY_EMAIL");
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
        addSecondFactor(keycloak, person);
        Device device = browsers.newDevice();
        Page page = device.open(portal.url("/")).page();
        device.signIn(person.userName(), person.temporaryPassword());
        page.locator("#otp").waitFor();
        saveWithoutRequiredActions(keycloak, person);
        page.locator("#otp").fill(oneTimePassword());
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

    private static void change(KeycloakUnderTest keycloak, Consumer<RealmRepresentation> change) {
        RealmRepresentation realm = keycloak.realm().toRepresentation();
        change.accept(realm);
        keycloak.realm().update(realm);
    }

    private static void require(KeycloakUnderTest keycloak, Person person, String... actions) {
        UserRepresentation user = keycloak.realm().users().get(person.id()).toRepresentation();
        user.setRequiredActions(List.of(actions));
        keycloak.realm().users().get(person.id()).update(user);
    }

    private static void saveWithoutRequiredActions(KeycloakUnderTest keycloak, Person person) {
        require(keycloak, person);
    }

    private static void saveWithoutPassword(KeycloakUnderTest keycloak, Person person) {
        require(keycloak, person, "TERMS_AND_CONDITIONS", "UPDATE_PROFILE", "CONFIGURE_TOTP");
    }

    private static List<String> actions(KeycloakUnderTest keycloak, Person person) {
        return keycloak.realm().users().get(person.id()).toRepresentation().getRequiredActions();
    }

    private static int sessions(KeycloakUnderTest keycloak, Person person) {
        return keycloak.realm().users().get(person.id()).getUserSessions().size();
    }

    private static List<String> steps(KeycloakUnderTest keycloak, String flow) {
        return keycloak.realm().flows().getExecutions(flow).stream()
                .map(AuthenticationExecutionInfoRepresentation::getDisplayName)
                .toList();
    }

    private static void addSecondFactor(KeycloakUnderTest keycloak, Person person) {
        CredentialRepresentation otp = new CredentialRepresentation();
        otp.setType("otp");
        otp.setSecretData("{\"value\":\"" + OTP_SECRET + "\"}");
        otp.setCredentialData(
                "{\"subType\":\"totp\",\"digits\":6,\"counter\":0,\"period\":30,\"algorithm\":\"HmacSHA1\"}");
        UserRepresentation user = keycloak.realm().users().get(person.id()).toRepresentation();
        user.setCredentials(List.of(otp));
        keycloak.realm().users().get(person.id()).update(user);
    }

    /** RFC 6238, six digits. */
    private static String oneTimePassword() {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(OTP_SECRET.getBytes(StandardCharsets.UTF_8), "RAW"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(8)
                    .putLong(Instant.now().getEpochSecond() / 30)
                    .array());
            int number = ByteBuffer.wrap(hash).getInt(hash[19] & 0xf) & 0x7fffffff;
            return String.format("%06d", number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitChoosePage(Page page) {
        page.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions()
                                .setName("Choose a new password")
                                .setLevel(1))
                .waitFor();
    }

    private static void choose(Page page, String password) {
        page.locator("#password-new").fill(password);
        page.locator("#password-confirm").fill(password);
        page.locator("input[name=login]").click();
    }
}
