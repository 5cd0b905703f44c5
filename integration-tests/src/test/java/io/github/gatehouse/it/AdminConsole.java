package io.github.gatehouse.it;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import java.util.List;

/** The people of the shipped realm in Keycloak's own Admin Console, as somebody of one of the groups sees them. */
final class AdminConsole {

    private final String users;
    private final Device device;
    private final Page page;

    /** Signs in with a password chosen before. */
    AdminConsole(KeycloakUnderTest keycloak, Browsers browsers, Person person) {
        users = keycloak.baseUrl() + "/admin/contact-center/console/#/contact-center/users";
        device = browsers.newDevice(new Browser.NewContextOptions().setViewportSize(1400, 900));
        page = device.page();
        device.open(users).awaitSignInPage().signIn(person.userName(), People.PASSWORD);
        byId("add-user").waitFor();
    }

    /** Whether the list has this person when the whole user name is searched for. */
    boolean finds(Person person) {
        page.navigate(users);
        page.reload();
        byId("table-search-input")
                .locator("input")
                .or(page.getByPlaceholder("Search"))
                .first()
                .fill(person.userName());
        page.waitForResponse(
                response -> response.url().contains("/ui-ext/brute-force-user")
                        || response.url().contains("/users?"),
                () -> page.keyboard().press("Enter"));
        Locator row = page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(person.userName()));
        row.or(page.getByText("No search results")).first().waitFor();
        return row.count() == 1;
    }

    /** Opens the form for a new person, and the groups that it offers. */
    List<String> openFormAndGroups(String userName) {
        page.navigate(users + "/add-user");
        byId("username").fill(userName);
        byId("firstName").fill("Cora");
        byId("lastName").fill("Noe");
        byId("phoneNumber").fill("5125550001");
        byId("join-groups-button").click();
        Locator offered = dialog().locator("input[type=checkbox][data-testid$=-check]");
        offered.first().waitFor();
        return offered.all().stream()
                .map(box -> box.getAttribute("data-testid").replaceFirst("-check$", ""))
                .sorted()
                .toList();
    }

    /** Goes on from {@link #openFormAndGroups}. */
    void addTo(String group) {
        byId(group + "-check").check();
        byId("join-button").click();
        byId("user-creation-save").click();
        page.getByText("The user has been created").waitFor();
    }

    /** What stands beside the password of the person who is open. */
    Locator passwordLabel() {
        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Credentials"))
                .click();
        // Behind it are former ones, kept for the history.
        return page.locator("tr:has([data-testid=credentialType])").first();
    }

    void rename(String lastName) {
        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Details"))
                .click();
        byId("lastName").fill(lastName);
        byId("user-creation-save").click();
        page.getByText("The user has been saved").waitFor();
    }

    /** Goes on from {@link #passwordLabel}: another password, to be kept. */
    void resetPassword(String password) {
        byId("resetPasswordBtn").click();
        byId("passwordField").fill(password);
        byId("passwordConfirmationField").fill(password);
        dialog().locator("label:has([data-testid=temporaryPassword])").click();
        byId("confirm").click();
        dialog().getByText("Are you sure you want to reset the password").waitFor();
        byId("confirm").click();
        page.getByText("The password has been reset successfully").waitFor();
    }

    Device device() {
        return device;
    }

    private Locator byId(String testId) {
        return page.getByTestId(testId);
    }

    private Locator dialog() {
        return page.getByRole(AriaRole.DIALOG);
    }
}
