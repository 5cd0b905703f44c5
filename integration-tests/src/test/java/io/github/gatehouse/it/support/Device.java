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

    /** Waits until the sign-in form is shown. */
    public Device awaitSignInPage() {
        page.locator("#kc-login").waitFor();
        return this;
    }

    /** A picture of the whole page under {@code target/screenshots/}. */
    public Device screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Tree.target().resolve("screenshots").resolve(name + ".png"))
                .setFullPage(true));
        return this;
    }

    void keepEvidence(Path folder, String name) throws IOException {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(folder.resolve(name + ".png"))
                .setFullPage(true));
        Files.writeString(folder.resolve(name + ".html"), "<!-- " + page.url() + " -->\n" + page.content());
    }

    void close() {
        context.close();
    }
}
