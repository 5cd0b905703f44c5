package io.github.gatehouse.it;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Portal;

/** What a person sees and does in a browser around the cap. */
final class LimitPages {

    private LimitPages() {}

    static Device signedIn(Device device, Portal portal, Person person) {
        return device.open(portal.url("/"))
                .signIn(person.userName(), People.PASSWORD)
                .awaitPortal(portal.url("/"));
    }

    /** Follows a link within the portal. */
    static void openPeople(Device device) {
        press(device, AriaRole.LINK, "People");
    }

    static void press(Device device, AriaRole role, String name) {
        device.page()
                .getByRole(role, new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    /** Sends the page of the cap, and waits until the server has decided. */
    static void endChosen(Device device) {
        device.page()
                .waitForResponse(
                        response -> response.request().method().equals("POST"),
                        () -> press(device, AriaRole.BUTTON, "End the chosen and sign in"));
    }

    /** The heading of the page that follows the sign-in form. */
    static String title(Device device) {
        return device.page()
                .locator("body:not(:has(#kc-login)) h1")
                .textContent()
                .strip();
    }

    static String alert(Device device) {
        return device.page().getByRole(AriaRole.ALERT).textContent().strip();
    }

    static Locator choices(Device device) {
        return device.page().locator("label.gatehouse-choice");
    }
}
