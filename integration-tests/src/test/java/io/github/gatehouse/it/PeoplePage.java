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
import io.github.gatehouse.it.support.Portal;
import java.util.List;
import org.keycloak.admin.client.resource.UserResource;

/** The portal's People page in the browser of somebody who looks after others. */
final class PeoplePage {

    private final Portal portal;
    private final Person person;
    private final Device device;
    private final Page page;

    private PeoplePage(Portal portal, Person person, Device device) {
        this.portal = portal;
        this.person = person;
        this.device = device;
        this.page = device.page();
    }

    /** Opens it as a new supervisor, in Tokyo. */
    static PeoplePage ofSupervisor(KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        return of("supervisors", keycloak, people, portal, browsers);
    }

    /** Opens it as a new person of that group. */
    static PeoplePage of(String group, KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        UserResource user = keycloak.realm().users().get(person.id());
        user.joinGroup(groupId(keycloak, group));
        user.leaveGroup(groupId(keycloak, "agents"));
        Device device = browsers.newDevice(new Browser.NewContextOptions()
                .setTimezoneId("Asia/Tokyo")
                .setPermissions(List.of("clipboard-read", "clipboard-write")));
        device.open(portal.url("/people")).signIn(person.userName(), People.PASSWORD);
        device.awaitPortal(portal.url("/people"));
        return new PeoplePage(portal, person, device);
    }

    private static String groupId(KeycloakUnderTest keycloak, String name) {
        return keycloak.realm().getGroupByPath("/" + name).getId();
    }

    /** Whose page it is. */
    Person person() {
        return person;
    }

    Device device() {
        return device;
    }

    Page page() {
        return page;
    }

    /** Searches, and waits for the page that shows what is found; what is asked about each row comes later. */
    Locator search(String text) {
        page.getByLabel("Name, user name, e-mail or agent ID").fill(text);
        page.keyboard().press("Enter");
        String escaped = text.replaceAll("[\"\\\\]", "\\\\$0");
        page.locator("#search[value=\"" + escaped + "\"]").waitFor();
        return rows();
    }

    /** The rows of the list, one after the other. */
    Locator rows() {
        return page.locator(".people tbody tr");
    }

    /** Opens the page of somebody, as a click on the name does. */
    PeoplePage open(Person person) {
        Locator row = search(person.userName()).filter(new Locator.FilterOptions().setHasText(person.userName()));
        row.getByRole(AriaRole.LINK).click();
        page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Sign-ins"))
                .waitFor();
        return this;
    }

    /** Opens the empty form. */
    PeoplePage openForm() {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Add a person"))
                .click();
        field("First name").waitFor();
        return this;
    }

    Locator field(String label) {
        return page.locator("form").getByLabel(label);
    }

    void fill(String firstName, String lastName, String userName, String phone) {
        field("First name").fill(firstName);
        field("Last name").fill(lastName);
        field("User name").fill(userName);
        field("Phone").fill(phone);
    }

    /** Sends the form. */
    void add() {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Add").setExact(true))
                .click();
    }

    /** Sends the form, which is refused. What is said, by field in the order of the page: "field: sentence". */
    List<String> refusals() {
        add();
        summary().waitFor();
        page.locator("button:text-is('Add')").waitFor();
        return page.locator(".row:has([aria-invalid=true])").all().stream()
                .map(row -> row.locator("[aria-invalid=true]").getAttribute("id") + ": "
                        + row.locator(".error").innerText())
                .toList();
    }

    Locator summary() {
        return page.locator(".summary:has(p)");
    }

    /** Presses a button, in the box where one is open. */
    PeoplePage press(String button) {
        Locator within = box().count() > 0 ? box() : page.locator("main");
        within.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(button).setExact(true))
                .click();
        return this;
    }

    Locator box() {
        return page.locator("dialog.box[open]");
    }

    /** The password that is shown in the box. */
    String password() {
        return page.locator(".password").innerText();
    }

    /** The sentence about what was done. */
    Locator said() {
        return page.locator("#said");
    }

    /** Everything of the page in which a password could be left behind. */
    String everything() {
        return page.content()
                + page.evaluate("JSON.stringify([location.href, history.state, document.title, {...localStorage},"
                        + " {...sessionStorage}, [...document.querySelectorAll('input')].map(field => field.value)])");
    }
}
