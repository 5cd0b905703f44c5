package io.github.gatehouse.it.support;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Debian's Chromium and Firefox, and in them as many separate devices as a test needs. */
public final class Browsers implements AutoCloseable {

    /** Where nothing is said it is Chromium. Firefox starts when a test first asks for it. */
    public enum Kind {
        CHROMIUM,
        FIREFOX
    }

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path FIREFOX = Path.of("/usr/bin/firefox-esr");

    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Playwright playwright;
    private final Browser chromium;
    private final List<Device> devices = new ArrayList<>();
    private Browser firefox;

    private Browsers(Playwright playwright, Browser chromium) {
        this.playwright = playwright;
        this.chromium = chromium;
    }

    /** @throws IllegalStateException where Chromium is missing */
    public static Browsers start() {
        if (!Files.isExecutable(CHROMIUM)) {
            throw new IllegalStateException(
                    "Chromium is missing. Install it: apt-get install chromium fonts-dejavu-core");
        }
        Playwright playwright = Playwright.create();
        Browser chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(ARGUMENTS));
        return new Browsers(playwright, chromium);
    }

    /** The stock one by WebDriver BiDi; Playwright's own channel wants a Firefox of its own build. */
    private Browser firefox() {
        if (firefox == null) {
            if (!Files.isExecutable(FIREFOX)) {
                throw new IllegalStateException(
                        "Firefox is missing. Install it: apt-get install firefox-esr fonts-dejavu-core");
            }
            firefox = playwright
                    .firefox()
                    .launch(new BrowserType.LaunchOptions()
                            .setChannel("moz-firefox")
                            .setExecutablePath(FIREFOX));
        }
        return firefox;
    }

    /** A browser of its own: nothing shared with the others, as if on another machine. */
    public Device newDevice() {
        return newDevice(new Browser.NewContextOptions());
    }

    /**
     * @param options for what differs from a desktop browser in English, 1280 by 800
     */
    public Device newDevice(Browser.NewContextOptions options) {
        return newDevice(chromium, options);
    }

    /**
     * A browser of that kind. Firefox takes no options: by WebDriver BiDi Playwright ignores several silently, such as
     * JavaScript switched off, and media too.
     *
     * @throws IllegalStateException where that kind is missing
     */
    public Device newDevice(Kind kind) {
        return newDevice(kind == Kind.FIREFOX ? firefox() : chromium, new Browser.NewContextOptions());
    }

    private Device newDevice(Browser browser, Browser.NewContextOptions options) {
        if (options.locale == null) {
            options.setLocale("en");
        }
        Device device = new Device(browser.newContext(options));
        devices.add(device);
        return device;
    }

    /**
     * A Chromium whose cookies are in a folder, as those of everybody at home: opened with the same folder again after
     * {@link Device#close} it is the browser after a restart.
     */
    public Device openedFrom(Path folder) {
        Device device = new Device(playwright
                .chromium()
                .launchPersistentContext(
                        folder,
                        new BrowserType.LaunchPersistentContextOptions()
                                .setExecutablePath(CHROMIUM)
                                .setArgs(ARGUMENTS)
                                .setLocale("en")));
        devices.add(device);
        return device;
    }

    /** Leaves a picture and the page of every device of a failed test. */
    void keepEvidence(Path folder, String name) throws IOException {
        for (int i = 0; i < devices.size(); i++) {
            devices.get(i).keepEvidence(folder, name + "-" + (i + 1));
        }
    }

    void closeDevices() {
        devices.forEach(Device::close);
        devices.clear();
    }

    @Override
    public void close() {
        closeDevices();
        chromium.close();
        if (firefox != null) {
            firefox.close();
        }
        playwright.close();
    }
}
