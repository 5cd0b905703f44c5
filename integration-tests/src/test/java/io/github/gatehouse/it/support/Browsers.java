package io.github.gatehouse.it.support;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Debian's Chromium, and in it as many separate devices as a test needs. */
public final class Browsers implements AutoCloseable {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    private final Playwright playwright;
    private final Browser browser;
    private final List<Device> devices = new ArrayList<>();

    private Browsers(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** @throws IllegalStateException where Chromium is missing */
    public static Browsers start() {
        if (!Files.isExecutable(CHROMIUM)) {
            throw new IllegalStateException(
                    "Chromium is missing. Install it: apt-get install chromium fonts-dejavu-core");
        }
        Playwright playwright = Playwright.create();
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
        return new Browsers(playwright, browser);
    }

    /** A browser of its own: nothing shared with the others, as if on another machine. */
    public Device newDevice() {
        return newDevice(new Browser.NewContextOptions());
    }

    /**
     * @param options for what differs from a desktop browser in English, 1280 by 800
     */
    public Device newDevice(Browser.NewContextOptions options) {
        if (options.locale == null) {
            options.setLocale("en");
        }
        Device device = new Device(browser.newContext(options));
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
        browser.close();
        playwright.close();
    }
}
