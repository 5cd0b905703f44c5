package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.localserver.FormBrowser;
import java.util.regex.Pattern;

/** The page that asks for the name and the one behind it for the password, as a person goes through them. */
final class NameFirstPages {

    static final String NAME = "#username";
    static final String BOX = "#rememberMe";
    static final String TYPED = "#kc-attempted-username";

    private final String realmUrl;

    NameFirstPages(String realmUrl) {
        this.realmUrl = realmUrl;
    }

    /** What the application opens; with the parameters, each with its ampersand, in the address. */
    String address(String parameters) {
        return FormBrowser.authorization(realmUrl, OrganizationRealm.APPLICATION, realmUrl, parameters);
    }

    void open(Device device, String parameters) {
        device.open(address(parameters)).awaitSignInPage();
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
        awaitApplication(device);
    }

    void awaitApplication(Device device) {
        device.page().waitForURL(Pattern.compile(Pattern.quote(realmUrl) + "\\?.*code=.*"));
    }
}
