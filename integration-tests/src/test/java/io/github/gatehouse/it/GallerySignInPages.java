package io.github.gatehouse.it;

import static io.github.gatehouse.it.GalleryVisit.awaitAlert;
import static io.github.gatehouse.it.GalleryVisit.click;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.HeldGate;
import io.github.gatehouse.it.support.Person;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.representations.idm.FederatedIdentityRepresentation;

/** The pages of the gallery on the way into an application. */
interface GallerySignInPages {

    @ParameterizedTest
    @MethodSource("visits")
    default void signIn(GalleryVisit visit) {
        Person person = visit.person();
        try (IdentityProviderRealm elsewhere = visit.elsewhere(person)) {
            Device device = visit.open(GalleryRealm.APPLICATION, "");
            device.page().locator("#social-" + elsewhere.name()).waitFor();
            visit.show(device, "sign-in");
            device.page().locator(".languages summary").click();
            visit.show(device, "sign-in-languages");
            device.signIn(person.userName(), "nonsense");
            awaitAlert(device);
            visit.show(device, "sign-in-wrong-password");
        }
    }

    @ParameterizedTest
    @MethodSource("visits")
    default void notice(GalleryVisit visit) {
        SignInNotice notice = new SignInNotice(visit.realm().resource());
        notice.text(
                "en",
                SignInNotice.NOTICE,
                "This system belongs to <b>Acme</b>.\nUse is logged, and seen by those who are responsible for it.");
        notice.text(
                "en",
                SignInNotice.ACKNOWLEDGEMENT,
                "I have read this and agree to the <a href=\"https://acme.example/\">rules of use</a>, which say more.");
        try {
            Device device = visit.open(GalleryRealm.APPLICATION, "");
            device.page().locator("#acknowledgement").evaluate("box => box.required = false");
            click(device, "#kc-login", "#acknowledgement[aria-invalid=true]");
            visit.show(device, "sign-in-notice-not-acknowledged");
            Device nameFirst = visit.open(GalleryRealm.STEP_BY_STEP, "");
            nameFirst.page().locator("#gatehouse-notice").waitFor();
            visit.show(nameFirst, "name-first-notice");
        } finally {
            notice.takeAway();
        }
    }

    @ParameterizedTest
    @MethodSource("visits")
    default void registration(GalleryVisit visit) {
        Device device = visit.open(GalleryRealm.APPLICATION, "");
        click(device, "#kc-registration a", "#kc-register-form");
        visit.show(device, "registration");
        device.page().locator("#firstName").fill("Mara");
        device.page()
                .locator("#kc-register-form [type=submit], #kc-register-form .primary")
                .click();
        device.page().locator("[aria-invalid=true]").first().waitFor();
        visit.show(device, "registration-refused");
    }

    @ParameterizedTest
    @MethodSource("visits")
    default void forgotPassword(GalleryVisit visit) {
        Person person = visit.personWithTwoApps();
        Device device = visit.open(GalleryRealm.APPLICATION, "");
        device.page().locator("#password").focus();
        click(device, "#gatehouse-forgot", "#kc-reset-password-form");
        visit.show(device, "forgot-password");
        device.page().locator("#username").fill(person.userName());
        click(device, "#kc-reset-password-form .primary", ".gatehouse-address");
        visit.show(device, "forgot-password-confirm-address");
        click(device, "#gatehouse-confirm-address .primary", "#kc-login");
        visit.show(device, "forgot-password-mail-sent");
        String link = visit.linkMailedTo(person);
        device.open(link);
        device.page().locator("#kc-otp-reset-form").waitFor();
        visit.show(device, "forgot-password-authenticator-app");
    }

    @ParameterizedTest
    @MethodSource("visits")
    default void nameFirstThenAProof(GalleryVisit visit) {
        Person person = visit.personWithTwoApps();
        visit.setUpKeyAndRecoveryCodes(person);
        Device device = visit.open(GalleryRealm.STEP_BY_STEP, "");
        device.page().locator("#username").waitFor();
        visit.show(device, "name-first");
        device.page().locator("#username").fill("nobody of that name");
        click(device, "#kc-login", "[aria-invalid=true]");
        visit.show(device, "name-first-unknown");
        device.page().locator("#username").fill(person.userName());
        click(device, "#kc-login", "#password");
        assertThat(device.page().locator("#password").getAttribute("autocomplete"))
                .isEqualTo("current-password");
        visit.show(device, "password");
        device.page().locator("#password").fill("nonsense");
        click(device, "#kc-login", "[aria-invalid=true]");
        visit.show(device, "password-wrong");
        click(device, "#try-another-way", "#kc-select-credential-form");
        visit.show(device, "choose-a-proof");
        click(device, visit.chosen("auth-otp-form"), "#kc-otp-login-form");
        visit.show(device, "one-time-code");
        device.page().locator("#otp").fill("1");
        click(device, "#kc-login", "[aria-invalid=true]");
        visit.show(device, "one-time-code-wrong");
        click(device, "#try-another-way", "#kc-select-credential-form");
        click(device, visit.chosen("auth-recovery-authn-code-form"), "#recoveryCodeInput");
        visit.show(device, "recovery-code");
        click(device, "#try-another-way", "#kc-select-credential-form");
        click(device, visit.chosen("webauthn-authenticator"), "#webauth");
        visit.show(device, "security-key");
        // No key that is known here: the browser says so at once, and the page after it is that of the error.
        if (visit.visitor().browser() == Browsers.Kind.CHROMIUM) {
            SecurityKey.plugIn(device);
            click(device, "#authenticateWebAuthnButton", "#kc-try-again");
            visit.show(device, "security-key-failed");
        }
    }

    @ParameterizedTest
    @MethodSource("visits")
    default void theFirstTimeFromAnIdentityProvider(GalleryVisit visit) {
        Person person = visit.person();
        try (IdentityProviderRealm elsewhere = visit.elsewhere(person)) {
            Device device = visit.open(GalleryRealm.APPLICATION, "");
            click(device, "#social-" + elsewhere.name(), "#password");
            device.signIn(person.userName(), IdentityProviderRealm.PASSWORD);
            device.page().locator("#kc-idp-review-profile-form").waitFor();
            visit.show(device, "review-profile");
            click(device, "#kc-idp-review-profile-form [type=submit]", "#linkAccount");
            visit.show(device, "account-exists");
            click(device, "#linkAccount", "#instruction1");
            visit.show(device, "account-exists-mail-sent");

            FederatedIdentityRepresentation link = new FederatedIdentityRepresentation();
            link.setIdentityProvider(elsewhere.name());
            link.setUserId("somebody-else");
            link.setUserName("somebody-else");
            visit.realm()
                    .resource()
                    .users()
                    .get(person.id())
                    .addFederatedIdentity(elsewhere.name(), link)
                    .close();
            elsewhere.precededBy(GalleryRealm.OVERRIDE_LINK);
            Device again = visit.open(GalleryRealm.APPLICATION, "");
            click(again, "#social-" + elsewhere.name(), "#password");
            again.signIn(person.userName(), IdentityProviderRealm.PASSWORD);
            again.page().locator("#confirmOverride").waitFor();
            visit.show(again, "account-linked-already");
        }
    }

    @ParameterizedTest
    @MethodSource("visits")
    default void organizations(GalleryVisit visit) {
        Person person = visit.person();
        visit.realm().join(person);
        Device device = visit.device()
                .open(visit.realm()
                        .authorization(GalleryRealm.ORGANIZATION, "")
                        .replace("scope=openid", "scope=openid+organization"));
        device.page().locator("#username").waitFor();
        visit.show(device, "organization-name");
        device.page().locator("#username").fill(person.userName());
        click(device, "#kc-login", "#kc-user-organizations");
        visit.show(device, "organization");
    }

    @ParameterizedTest
    @MethodSource("visits")
    default void atTheCap(GalleryVisit visit) {
        Person person = visit.person();
        for (int i = 0; i < 3; i++) {
            visit.signedIn(person);
        }
        Device fourth = visit.signsIn(person);
        fourth.page().locator(".gatehouse-choice").first().waitFor();
        visit.show(fourth, "session-limit");
        try (HeldGate gate = visit.holdGate(person)) {
            Device waiting = visit.signsIn(person);
            waiting.page().locator("#kc-form-buttons a").waitFor();
            visit.show(waiting, "session-limit-busy");
            gate.letGo();
            click(waiting, "#kc-form-buttons a", ".gatehouse-choice");
        }
        visit.realm()
                .configure(
                        "gatehouse browser",
                        "session-limit",
                        Map.of("userLimit", "3", "atLimit", "deny", "atLimitWithoutPage", "deny"));
        try {
            Device refused = visit.signsIn(person);
            refused.page().locator("#kc-form-buttons a").waitFor();
            visit.show(refused, "session-limit-denied");
        } finally {
            visit.realm()
                    .configure(
                            "gatehouse browser",
                            "session-limit",
                            Map.of("userLimit", "3", "atLimit", "ask", "atLimitWithoutPage", "deny"));
        }
    }
}
