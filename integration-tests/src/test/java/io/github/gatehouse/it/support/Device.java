package io.github.gatehouse.it.support;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One person's browser: cookies and pages of its own. */
public final class Device {

    private final BrowserContext context;
    private final Page page;

    Device(BrowserContext context) {
        this.context = context;
        this.page = context.newPage();
    }

    /** The page that is open. */
    public Page page() {
        return page;
    }

    /** Cookies, further tabs and the like. */
    public BrowserContext context() {
        return context;
    }

    /** Opens an address in this browser's page. */
    public Device open(String url) {
        page.navigate(url);
        return this;
    }

    /** Fills the sign-in form that is shown and sends it. */
    public Device signIn(String name, String password) {
        page.locator("#username").fill(name);
        page.locator("#password").fill(password);
        page.locator("#kc-login").click();
        return this;
    }

    /** Waits until the portal is there, signed in, and is where it was asked for. */
    public Device awaitPortal(String url) {
        page.waitForURL(url);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out"))
                .waitFor();
        return this;
    }

    /** Waits until the sign-in form is shown and its script has run. */
    public Device awaitSignInPage() {
        page.locator("#kc-login").waitFor();
        page.waitForLoadState();
        return this;
    }

    /** A picture of the whole page under {@code target/screenshots/}. */
    public Device screenshot(String name) {
        return screenshot(Path.of("screenshots"), name);
    }

    /** The same in another folder under {@code target/}. */
    public Device screenshot(Path folder, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Tree.target().resolve(folder).resolve(name + ".png"))
                .setFullPage(true));
        return this;
    }

    /** Of every tab that is open. */
    void keepEvidence(Path folder, String name) throws IOException {
        for (int i = 0; i < context.pages().size(); i++) {
            Page tab = context.pages().get(i);
            String file = i == 0 ? name : name + "-tab" + (i + 1);
            tab.screenshot(new Page.ScreenshotOptions()
                    .setPath(folder.resolve(file + ".png"))
                    .setFullPage(true));
            Files.writeString(folder.resolve(file + ".html"), "<!-- " + tab.url() + " -->\n" + tab.content());
        }
    }

    /** Closes the browser; a second time does nothing. */
    public void close() {
        context.close();
    }
}
