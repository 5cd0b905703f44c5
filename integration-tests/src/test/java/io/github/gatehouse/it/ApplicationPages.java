package io.github.gatehouse.it;

import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;

/** What a person of {@link RealmWithPeople} sees and does in a browser, from the application's sign-in to its end. */
final class ApplicationPages {

    private final RealmWithPeople people;

    ApplicationPages(RealmWithPeople people) {
        this.people = people;
    }

    /** The sign-in page, in a browser of its own. */
    Device openSignIn(Browsers browsers) {
        return browsers.newDevice().open(people.signInUrl()).awaitSignInPage();
    }

    /** The fiftieth person, who comes through the identity provider, in a browser of its own. */
    Device signInAtStaff(Browsers browsers) {
        Device device = openSignIn(browsers);
        device.page().locator("#social-staff").click();
        device.page().waitForURL(url -> url.contains("/realms/staff/"));
        return device.awaitSignInPage().signIn("fedora", RealmWithPeople.OLD_PASSWORD);
    }

    /** Fills the page for a new password that is shown or comes, ours or Keycloak's, and sends it. */
    static void chooseNewPassword(Device device, String password) {
        device.page().locator("#password-new").fill(password);
        device.page().locator("#password-confirm").fill(password);
        device.page().locator("[type=submit]").first().click();
    }

    /** Waits until the application has what it asked for. */
    void awaitSignedIn(Device device) {
        device.page().waitForURL(url -> url.startsWith(people.applicationUrl() + "?") && url.contains("code="));
    }
}
