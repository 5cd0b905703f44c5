package io.github.gatehouse.benchmarks;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.LoadState;
import io.github.gatehouse.localserver.BundleJars;
import io.github.gatehouse.localserver.FormBrowser;
import io.github.gatehouse.localserver.KeycloakHome;
import io.github.gatehouse.localserver.KeycloakServer;
import io.github.gatehouse.localserver.KeycloakSettings;
import io.github.gatehouse.localserver.LoopbackPort;
import io.github.gatehouse.localserver.Progress;
import io.github.gatehouse.localserver.StartFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.util.JsonSerialization;

/**
 * {@code ./benchmark page}: what the sign-in page costs that a browser has never seen, under Keycloak's theme
 * {@code keycloak.v2} and under ours. One server has a realm with each, both with stock's eleven languages, so that
 * nothing is switched in between; each is asked for some hundred times first. One Chromium, an empty cache each time,
 * by turns.
 */
public final class PageBenchmark {

    private static final int LOADS = 15;
    private static final int WARM_UP = 400;
    private static final int PAGES = 400;
    private static final String OURS = "contact-center";
    private static final String STOCK = "stock";
    private static final String ADMIN = "admin";

    /** Milliseconds since the page was asked for; waits for it. */
    private static final String FIRST_CONTENTFUL_PAINT = """
            () => new Promise((resolve) => new PerformanceObserver((list) =>
              list.getEntriesByName("first-contentful-paint").forEach((entry) => resolve(entry.startTime))
            ).observe({ type: "paint", buffered: true }))""";

    private final Path root;
    private final Path work;
    private final Progress progress;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private PageBenchmark(Path root, Progress progress) {
        this.root = root;
        this.work = root.resolve("benchmarks/target");
        this.progress = progress;
    }

    /** @param arguments the repository's root */
    public static void main(String[] arguments) {
        Progress progress = Progress.on(System.out, System.console() != null);
        try {
            new PageBenchmark(Path.of(arguments[0]).toRealPath(), progress).run();
        } catch (StartFailure | IOException e) {
            System.err.println("./benchmark: " + e.getMessage());
            System.exit(1);
        }
    }

    /** How far the browser is from the server. */
    private enum Line {
        LOOPBACK("loopback"),
        SLOW_4G("slow 4G");

        private final String title;

        Line(String title) {
            this.title = title;
        }

        /** 1.6 Mbit/s and 150 ms there and back, as browsers' own tools simulate it. */
        private void limit(CDPSession session) {
            if (this == SLOW_4G) {
                JsonObject conditions = new JsonObject();
                conditions.addProperty("offline", false);
                conditions.addProperty("latency", 150);
                conditions.addProperty("downloadThroughput", 1.6e6 / 8);
                conditions.addProperty("uploadThroughput", 750e3 / 8);
                session.send("Network.emulateNetworkConditions", conditions);
            }
        }
    }

    /**
     * What one load of the page took.
     *
     * @param requests before the load event, those under way included
     * @param bytes on the wire before the load event, headers included
     * @param allRequests until nothing more is asked for
     * @param paint milliseconds to the first contentful paint
     */
    private record Load(int requests, double bytes, int allRequests, double allBytes, double paint) {}

    private void run() throws IOException {
        Path distribution = BundleJars.distributionIn(root);
        Path shipped = root.resolve("realm-export.json");
        KeycloakServer.endEarlierOne(work.resolve("bundle"));
        KeycloakHome.deleteFolder(work.resolve("page-data"));
        KeycloakSettings settings = new KeycloakSettings(
                LoopbackPort.free(),
                LoopbackPort.free(),
                work.resolve("page-data"),
                shipped,
                work.resolve("page.log"),
                ADMIN,
                ADMIN,
                Map.of(),
                List.of());
        KeycloakHome home = KeycloakHome.prepare(distribution, BundleJars.in(root), work.resolve("bundle"), progress);
        try (KeycloakServer server = KeycloakServer.start(home, settings, progress);
                Keycloak admin = Keycloak.getInstance(server.baseUrl(), "master", ADMIN, ADMIN, "admin-cli");
                Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = chromium(playwright)) {
            RealmRepresentation stock =
                    JsonSerialization.readValue(StockRealm.of(shipped).replace(OURS, STOCK), RealmRepresentation.class);
            stock.setLoginTheme("keycloak.v2");
            admin.realms().create(stock);
            Map<String, String> addresses = Map.of(
                    STOCK, address(server, STOCK),
                    OURS, address(server, OURS));
            Map<String, Samples> built = progress.step("Building pages", () -> built(addresses));
            Map<Line, Map<String, List<Load>>> loads = new EnumMap<>(Line.class);
            for (Line line : Line.values()) {
                loads.put(line, progress.step("Loading by " + line.title, () -> loads(browser, addresses, line)));
            }
            tell(distribution, browser.version(), built, loads);
        }
    }

    private void tell(
            Path distribution, String browser, Map<String, Samples> built, Map<Line, Map<String, List<Load>>> loads) {
        progress.say("");
        progress.say("The sign-in page, never seen before, " + LOADS + " loads each by turns; " + PAGES
                + " pages asked for without a browser.");
        progress.say(distribution.getFileName() + ", Java " + System.getProperty("java.version") + ", Chromium "
                + browser + ", " + Runtime.getRuntime().availableProcessors() + " processors");
        progress.say("");
        progress.say("| sign-in page | median | least to greatest | ratio of the medians |");
        progress.say("|---|---|---|---|");
        tell("requests before the load event", loads.get(Line.LOOPBACK), Load::requests);
        tell("requests in all", loads.get(Line.LOOPBACK), Load::allRequests);
        tell("bytes before the load event", loads.get(Line.LOOPBACK), Load::bytes);
        tell("bytes in all", loads.get(Line.LOOPBACK), Load::allBytes);
        for (Line line : Line.values()) {
            tell("first contentful paint, " + line.title + ", milliseconds", loads.get(line), Load::paint);
        }
        rows("page built by the server, milliseconds", built.get(STOCK), built.get(OURS));
    }

    private void tell(String what, Map<String, List<Load>> loads, ToDoubleFunction<Load> value) {
        rows(
                what,
                Samples.of(loads.get(STOCK).stream().mapToDouble(value)),
                Samples.of(loads.get(OURS).stream().mapToDouble(value)));
    }

    private void rows(String what, Samples stock, Samples ours) {
        progress.say(stock.row("`keycloak.v2`, " + what, stock));
        progress.say(ours.row("`gatehouse`, " + what, stock));
    }

    private static Browser chromium(Playwright playwright) {
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of("/usr/bin/chromium"))
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking")));
    }

    private static String address(KeycloakServer server, String realm) {
        return FormBrowser.authorization(server.baseUrl() + "/realms/" + realm, "portal", "http://localhost:8081/", "");
    }

    /** Milliseconds from the request to the last byte, by turns, once both are warm. */
    private Map<String, Samples> built(Map<String, String> addresses) {
        for (int i = 0; i < WARM_UP; i++) {
            addresses.values().forEach(this::build);
        }
        Map<String, List<Double>> times = new HashMap<>();
        for (int i = 0; i < PAGES; i++) {
            for (String realm : i % 2 == 0 ? List.of(STOCK, OURS) : List.of(OURS, STOCK)) {
                times.computeIfAbsent(realm, key -> new ArrayList<>()).add(build(addresses.get(realm)));
            }
        }
        Map<String, Samples> built = new HashMap<>();
        times.forEach((realm, milliseconds) ->
                built.put(realm, Samples.of(milliseconds.stream().mapToDouble(Double::doubleValue))));
        return built;
    }

    private double build(String address) {
        long began = System.nanoTime();
        try {
            HttpResponse<String> page = http.send(
                    HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
            if (page.statusCode() != 200 || !page.body().contains("kc-login")) {
                throw new StartFailure("There is no sign-in page at " + address + " (" + page.statusCode() + ").");
            }
        } catch (IOException e) {
            throw new StartFailure("The server does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("Interrupted", e);
        }
        return (System.nanoTime() - began) / 1e6;
    }

    private Map<String, List<Load>> loads(Browser browser, Map<String, String> addresses, Line line) {
        // Not measured: the server packs each file once, and the browser wakes up.
        addresses.values().forEach(address -> load(browser, address, Line.LOOPBACK));
        Map<String, List<Load>> loads = new HashMap<>();
        for (int i = 0; i < LOADS; i++) {
            for (String realm : i % 2 == 0 ? List.of(STOCK, OURS) : List.of(OURS, STOCK)) {
                loads.computeIfAbsent(realm, key -> new ArrayList<>()).add(load(browser, addresses.get(realm), line));
            }
        }
        return loads;
    }

    /** In a browser context of its own, whose cache is empty. */
    private static Load load(Browser browser, String address, Line line) {
        try (BrowserContext context = browser.newContext()) {
            Page page = context.newPage();
            CDPSession session = context.newCDPSession(page);
            session.send("Network.enable");
            session.send("Page.enable");
            line.limit(session);
            List<Double> requests = new ArrayList<>();
            List<double[]> received = new ArrayList<>();
            double[] loaded = {Double.MAX_VALUE};
            session.on("Network.requestWillBeSent", event -> {
                // The icon stands in our page itself.
                if (!event.getAsJsonObject("request").get("url").getAsString().startsWith("data:")) {
                    requests.add(event.get("timestamp").getAsDouble());
                }
            });
            session.on(
                    "Network.loadingFinished",
                    event -> received.add(new double[] {
                        event.get("timestamp").getAsDouble(),
                        event.get("encodedDataLength").getAsDouble()
                    }));
            session.on(
                    "Page.loadEventFired",
                    event -> loaded[0] = event.get("timestamp").getAsDouble());
            page.navigate(address);
            page.waitForLoadState(LoadState.NETWORKIDLE);
            double paint = ((Number) page.evaluate(FIRST_CONTENTFUL_PAINT)).doubleValue();
            return new Load(
                    (int) requests.stream().filter(at -> at <= loaded[0]).count(),
                    received.stream()
                            .filter(at -> at[0] <= loaded[0])
                            .mapToDouble(at -> at[1])
                            .sum(),
                    requests.size(),
                    received.stream().mapToDouble(at -> at[1]).sum(),
                    paint);
        }
    }
}
