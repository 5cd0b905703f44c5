package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.LoadState;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.People;

/** The page that asks for the name and the one behind it for the password, as a person goes through them. */
final class NameFirstPages {

    static final String NAME = "#username";
    static final String BOX = "#rememberMe";
    static final String TYPED = "#kc-attempted-username";

    private final String realmUrl;

    NameFirstPages(String realmUrl) {
        this.realmUrl = realmUrl;
    }

    /** Without the account console, which signs in for itself and would get in the way. */
    Device on(Device device) {
        device.context()
                .route(
                        realmUrl + "/account/**",
                        route -> route.fulfill(new Route.FulfillOptions().setContentType("text/html")));
        return device;
    }

    /** With the parameters, each with its ampersand, in the address. */
    void open(Device device, String parameters) {
        device.open(FormSignIn.address(realmUrl, parameters)).awaitSignInPage();
        assertThat(device.page().locator(NAME)).isVisible();
        assertThat(device.page().locator("#password")).hasCount(0);
    }

    void typeNameOnly(Device device, String name) {
        device.page().locator(NAME).fill(name);
        device.page().locator("#kc-login").click();
    }

    /** And is asked for the password. */
    void typeName(Device device, String name) {
        typeNameOnly(device, name);
        assertThat(device.page().locator("#password")).isFocused();
        assertThat(device.page().locator(NAME)).hasCount(0);
    }

    void typePassword(Device device, String password) {
        device.page().locator("#password").fill(password);
        device.page().locator("#kc-login").click();
    }

    void signIn(Device device, String name) {
        typeName(device, name);
        typePassword(device, People.PASSWORD);
        awaitAccount(device);
    }

    void awaitAccount(Device device) {
        device.page().waitForURL(realmUrl + "/account/**");
        // Firefox refuses to go on from a page that is still on its way.
        device.page().waitForLoadState(LoadState.NETWORKIDLE);
    }
}
