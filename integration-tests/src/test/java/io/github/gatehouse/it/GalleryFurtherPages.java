package io.github.gatehouse.it;

import static io.github.gatehouse.it.GalleryVisit.awaitAlert;
import static io.github.gatehouse.it.GalleryVisit.click;

import com.microsoft.playwright.Route;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of the gallery for what has to be done besides, that stand in the way, or that come at the end. */
interface GalleryFurtherPages {

    @ParameterizedTest
    @MethodSource("visits")
    default void actionsThatAnApplicationAsksFor(GalleryVisit visit) {
        Person person = visit.person();
        Device device = visit.signedIn(person);
        visit.action(device, "CONFIGURE_TOTP", "#kc-totp-settings-form");
        visit.show(device, "authenticator-app");
        click(device, "#mode-manual", "#kc-totp-secret-key");
        visit.show(device, "authenticator-app-by-hand");
        click(device, "#saveTOTPBtn", "[aria-invalid=true]");
        visit.show(device, "authenticator-app-refused");
        visit.action(device, "webauthn-register", "#registerWebAuthn");
        visit.show(device, "add-security-key");
        visit.action(device, "CONFIGURE_RECOVERY_AUTHN_CODES", "#kc-recovery-codes-list");
        visit.show(device, "recovery-codes");
        visit.action(device, "UPDATE_PASSWORD", "#kc-passwd-update-form");
        visit.show(device, "change-password");
        visit.action(device, "UPDATE_PROFILE", "#kc-update-profile-form");
        visit.show(device, "profile");
        device.page().locator("#lastName").fill("");
        click(device, "#kc-update-profile-form [type=submit]", "[aria-invalid=true]");
        visit.show(device, "profile-refused");
        visit.action(device, "UPDATE_EMAIL", "#kc-update-email-form");
        visit.show(device, "change-address");
        visit.action(device, "delete_account", "#kc-form-buttons");
        visit.show(device, "delete-account");
        String password = visit.realm()
                .resource()
                .users()
                .get(person.id())
                .credentials()
                .get(0)
                .getId();
        visit.action(device, "delete_credential:" + password, "#kc-accept");
        visit.show(device, "delete-credential");
        try (IdentityProviderRealm elsewhere = visit.elsewhere(person)) {
            visit.action(device, "idp_link:" + elsewhere.name(), "#kc-link-text");
            visit.show(device, "link-account");
        }
    }

    @ParameterizedTest
    @MethodSource("visits")
    default void actionsThatComeFirst(GalleryVisit visit) {
        Person unverified = visit.person(user -> {
            user.setEmailVerified(false);
            user.setRequiredActions(List.of("VERIFY_EMAIL"));
        });
        Device device = visit.signsIn(unverified);
        device.page().locator("#kc-info a").waitFor();
        visit.show(device, "verify-address");
        Device other = visit.device().open(visit.linkMailedTo(unverified));
        other.page().locator("#kc-info-message a").waitFor();
        visit.show(other, "verify-address-elsewhere");
        click(other, "#kc-info-message a", "#kc-info-message");
        visit.show(other, "address-verified");

        Person newcomer = visit.person(user -> user.setRequiredActions(List.of("TERMS_AND_CONDITIONS")));
        device = visit.signsIn(newcomer);
        device.page().locator("#kc-terms-text").waitFor();
        visit.show(device, "terms");

        Person first = visit.person(user -> user.getCredentials().clear());
        device = visit.open(GalleryRealm.APPLICATION, "").signIn(first.userName(), first.temporaryPassword());
        device.page().locator("#password-new").fill("sum#24");
        visit.show(device, "choose-password");
        device.page().locator("#password-confirm").fill("sum#24");
        device.page().locator("#password-confirm").press("Enter");
        awaitAlert(device);
        visit.show(device, "choose-password-refused");
    }

    @ParameterizedTest
    @MethodSource("visits")
    default void consentAndDevices(GalleryVisit visit) {
        Device device = visit.signsIn(visit.person(), GalleryRealm.CONSENT);
        device.page().locator("#kc-oauth").waitFor();
        visit.show(device, "consent");

        Device screen = visit.signedIn(visit.person());
        screen.open(visit.realm().url() + "/device");
        screen.page().locator("#device-user-code").waitFor();
        visit.show(screen, "device-code");
        screen.page().locator("#device-user-code").fill("nonsense");
        click(screen, "[type=submit]", "[role=alert]");
        visit.show(screen, "device-code-wrong");
        screen.open(WaitingDevice.begin(visit.realm().url()).address());
        screen.page().locator("#kc-oauth").waitFor();
        visit.show(screen, "device-consent");
        click(screen, "#kc-login", "#kc-info-message");
        visit.show(screen, "device-signed-in");

        Device installed = visit.signsIn(visit.person(), GalleryRealm.APPLICATION);
        installed.page().waitForURL(visit.realm().applicationUrl() + "**");
        installed.open(visit.realm()
                .authorization(GalleryRealm.INSTALLED, "")
                .replaceFirst("redirect_uri=[^&]*", "redirect_uri=urn:ietf:wg:oauth:2.0:oob"));
        installed.page().locator("#code").waitFor();
        visit.show(installed, "code");
    }

    @ParameterizedTest
    @MethodSource("visits")
    default void whenSomethingIsInTheWay(GalleryVisit visit) {
        Device lost = visit.device().open(visit.realm().authorization("nobody", ""));
        lost.page().locator("#kc-error-message").waitFor();
        visit.show(lost, "error");

        Device back = visit.open(GalleryRealm.APPLICATION, "");
        back.open(visit.addressOfStep(back).replaceFirst("execution=[^&]*", "execution=earlier"));
        back.page().locator("#loginRestartLink").waitFor();
        visit.show(back, "page-expired");

        // An address that was kept from before one signed in.
        Device behind = visit.open(GalleryRealm.APPLICATION, "");
        String address = visit.addressOfStep(behind).replaceFirst("&client_data=[^&]*", "");
        behind.signIn(visit.person().userName(), People.PASSWORD);
        behind.page().waitForURL(visit.realm().applicationUrl() + "?**");
        behind.open(address);
        behind.page().locator("#kc-info-message").waitFor();
        visit.show(behind, "signed-in-already");
    }

    @ParameterizedTest
    @MethodSource("visits")
    default void signOut(GalleryVisit visit) {
        Device device = visit.signedIn(visit.person());
        device.open(visit.realm().url() + "/protocol/openid-connect/logout?client_id=" + GalleryRealm.APPLICATION);
        device.page().locator("#kc-logout").waitFor();
        visit.show(device, "sign-out");
        click(device, "#kc-logout", "#kc-info-message");
        visit.show(device, "signed-out");

        Device told = visit.signsIn(visit.person(), GalleryRealm.FRONT_CHANNEL);
        told.page().waitForURL(visit.realm().applicationUrl() + "**");
        told.open(visit.realm().url() + "/protocol/openid-connect/logout?client_id=" + GalleryRealm.FRONT_CHANNEL);
        click(told, "#kc-logout", "iframe");
        visit.show(told, "sign-out-of-applications");
    }

    /** Seen only where the application does not answer. */
    @ParameterizedTest
    @MethodSource("visits")
    default void onTheWayToAnApplicationThatSpeaksSaml(GalleryVisit visit) {
        Device device = visit.signedIn(visit.person());
        // No content: the browser stays where it is.
        device.context().route(GalleryRealm.NOWHERE, route -> route.fulfill(new Route.FulfillOptions().setStatus(204)));
        device.open(visit.realm().url() + "/protocol/saml/clients/" + GalleryRealm.PARTNER);
        device.page().locator("form[name=saml-post-binding]").waitFor(GalleryVisit.ATTACHED);
        visit.show(device, "saml");
    }
}
