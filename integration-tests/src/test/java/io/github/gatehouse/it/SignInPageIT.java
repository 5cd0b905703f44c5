package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Portal;
import io.github.gatehouse.it.support.SignInTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a person does with the fields of the sign-in page, and of the page for a new password, in both browsers. */
@SignInTest
class SignInPageIT {

    private static final String CAPS_LOCK = "Caps Lock is on.";

    private final Browsers browsers;
    private final Portal portal;
    private final People people;

    SignInPageIT(Browsers browsers, Portal portal, People people) {
        this.browsers = browsers;
        this.portal = portal;
        this.people = people;
    }

    @ParameterizedTest
    @EnumSource
    void theErrorNeverSaysWhichOfTheTwoWasWrong(Browsers.Kind kind) {
        Person person = people.withPassword(People.PASSWORD);
        Device device = open(kind);

        String wrongPassword = refusal(device, person.userName(), "nonsense");
        String wrongName = refusal(device, "x" + person.userName(), People.PASSWORD);
        String bothWrong = refusal(device, "x" + person.userName(), "nonsense");

        assertThat(wrongName.replace("x" + person.userName(), person.userName()))
                .isEqualTo(wrongPassword);
        assertThat(bothWrong.replace("x" + person.userName(), person.userName()))
                .isEqualTo(wrongPassword);
        assertThat(device.page().getByRole(AriaRole.ALERT))
                .hasText("User name or password is not right. Passwords are case sensitive.");
    }

    @ParameterizedTest
    @EnumSource
    void whateverWasTypedIsShownAgainAsText(Browsers.Kind kind) {
        Device device = open(kind);
        device.page().onDialog(dialog -> {
            throw new AssertionError("a script ran: " + dialog.message());
        });

        for (String typed : OddInput.MARKUP) {
            refusal(device, typed, "nonsense");
            assertThat(device.page().locator("#username")).hasValue(typed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void afterAnErrorThePasswordIsEmptyAndHasTheCursor(Browsers.Kind kind) {
        Person person = people.withPassword(People.PASSWORD);
        Device device = open(kind);

        refusal(device, person.userName(), "nonsense");

        Locator password = device.page().locator("#password");
        assertThat(device.page().locator("#username")).hasValue(person.userName());
        assertThat(password).hasValue("");
        assertThat(password).isFocused();
        assertThat(device.page().content()).doesNotContain("nonsense");
        device.page().keyboard().type(People.PASSWORD);
        device.page().keyboard().press("Enter");
        device.awaitPortal(portal.url("/"));
    }

    @ParameterizedTest
    @EnumSource
    void whatWasCopiedCanBePasted(Browsers.Kind kind) {
        Person person = people.add();
        Device device = open(kind);
        Page page = device.page();

        page.locator("#username").fill(person.temporaryPassword());
        copyFrom(page.locator("#username"));
        pasteInto(page.locator("#password"));
        assertThat(page.locator("#password")).hasValue(person.temporaryPassword());
        page.locator("#username").fill(person.userName());
        page.locator("#kc-login").click();

        page.locator("[data-password-toggle][aria-controls=password-new]").click();
        page.locator("#password-new").fill(People.PASSWORD);
        copyFrom(page.locator("#password-new"));
        pasteInto(page.locator("#password-confirm"));
        assertThat(page.locator("#password-confirm")).hasValue(People.PASSWORD);
        page.locator("#password-confirm").press("Enter");
        device.awaitPortal(portal.url("/"));
    }

    @ParameterizedTest
    @EnumSource
    void aPasswordIsDotsUntilTheKeyboardOrTheMouseShowsIt(Browsers.Kind kind) {
        Person person = people.add();
        Device device = open(kind);
        showsAndHides(device.page(), "password", "Password");

        device.signIn(person.userName(), person.temporaryPassword());
        device.page().locator("#password-new").waitFor();
        showsAndHides(device.page(), "password-new", "New password");
        showsAndHides(device.page(), "password-confirm", "New password again");
    }

    @ParameterizedTest
    @EnumSource
    void capsLockIsToldUnderThePasswordWhileItIsOn(Browsers.Kind kind) {
        Person person = people.add();
        Device device = open(kind);
        tellsCapsLock(device.page(), "password");
        if (kind == Browsers.Kind.CHROMIUM) {
            key(device.page().locator("#password"), true);
            PageLook.isFinishedToo(device, "sign-in-caps-lock");
        }

        device.signIn(person.userName(), person.temporaryPassword());
        device.page().locator("#password-new").waitFor();
        tellsCapsLock(device.page(), "password-new");
        tellsCapsLock(device.page(), "password-confirm");
    }

    private Device open(Browsers.Kind kind) {
        return browsers.newDevice(kind).open(portal.url("/")).awaitSignInPage();
    }

    /** The page that follows, without the addresses in it, which carry a code of their own each time. */
    private static String refusal(Device device, String name, String password) {
        device.signIn(name, password);
        assertThat(device.page().locator("#password")).hasValue("");
        device.awaitSignInPage();
        assertThat(device.page().getByRole(AriaRole.ALERT)).isVisible();
        return device.page().locator("main").innerHTML().replaceAll("(action|href)=\"[^\"]*\"", "");
    }

    private static void copyFrom(Locator field) {
        field.press("ControlOrMeta+a");
        field.press("ControlOrMeta+c");
    }

    private static void pasteInto(Locator field) {
        field.press("ControlOrMeta+v");
    }

    private static void showsAndHides(Page page, String id, String label) {
        Locator field = page.locator("#" + id);
        field.fill("secret");
        assertThat(field).hasAttribute("type", "password");
        field.press("Tab");
        Locator button = page.locator("[data-password-toggle][aria-controls=" + id + "]");
        assertThat(button).isFocused();
        assertThat(button).hasAccessibleName("Show " + label);
        button.press("Enter");
        assertThat(field).hasAttribute("type", "text");
        assertThat(button).hasAccessibleName("Hide " + label);
        button.press("Space");
        assertThat(field).hasAttribute("type", "password");
        button.click();
        assertThat(field).hasAttribute("type", "text");
        button.click();
        assertThat(field).hasAttribute("type", "password");
        assertThat(field).hasValue("secret");
    }

    private static void tellsCapsLock(Page page, String id) {
        Locator field = page.locator("#" + id);
        // The one below its frame: other pages tell other things elsewhere.
        Locator hint = page.locator(".input-group:has(#" + id + ") + [role=status]");
        assertThat(hint).hasText("");
        key(field, true);
        assertThat(hint).hasText(CAPS_LOCK);
        assertThat(hint.boundingBox().y).isGreaterThanOrEqualTo(field.boundingBox().y + field.boundingBox().height);
        key(field, false);
        assertThat(hint).hasText("");
        event(field, "PointerEvent", "pointerdown", true);
        assertThat(hint).hasText(CAPS_LOCK);
        page.locator("[data-password-toggle][aria-controls=" + id + "]").focus();
        assertThat(hint).hasText("");
    }

    /** No driver can press this key, so the browser is told of a letter that is typed while it is on. */
    private static void key(Locator field, boolean capsLock) {
        field.focus();
        event(field, "KeyboardEvent", "keydown", capsLock);
        event(field, "KeyboardEvent", "keyup", capsLock);
    }

    private static void event(Locator field, String kind, String type, boolean capsLock) {
        field.evaluate(
                "(field, [kind, type, on]) => field.dispatchEvent(new window[kind](type, {modifierCapsLock: on}))",
                new Object[] {kind, type, capsLock});
    }
}
