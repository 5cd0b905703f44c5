package io.github.gatehouse.benchmarks;

import io.github.gatehouse.localserver.BundleJars;
import io.github.gatehouse.localserver.KeycloakHome;
import io.github.gatehouse.localserver.KeycloakServer;
import io.github.gatehouse.localserver.KeycloakSettings;
import io.github.gatehouse.localserver.LoopbackPort;
import io.github.gatehouse.localserver.Progress;
import io.github.gatehouse.localserver.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * {@code ./benchmark start}: how long the server takes until it is ready, with the bundle and without. Both start as
 * {@code ./start} does, on a database of their own that holds the realm already. The one without has the same realm,
 * less what needs the jars.
 */
public final class StartBenchmark {

    private static final int RUNS = 5;

    private final Path root;
    private final Path work;
    private final Progress progress;

    private StartBenchmark(Path root, Progress progress) {
        this.root = root;
        this.work = root.resolve("benchmarks/target");
        this.progress = progress;
    }

    /** @param arguments the repository's root */
    public static void main(String[] arguments) {
        Progress progress = Progress.on(System.out, System.console() != null);
        try {
            new StartBenchmark(Path.of(arguments[0]).toRealPath(), progress).run();
        } catch (StartFailure | IOException e) {
            System.err.println("./benchmark: " + e.getMessage());
            System.exit(1);
        }
    }

    private void run() throws IOException {
        Path distribution = BundleJars.distributionIn(root);
        Path shipped = root.resolve("realm-export.json");
        Path withoutJars = Files.writeString(work.resolve("stock-realm.json"), StockRealm.of(shipped));
        Variant stock = variant("stock", distribution, List.of(), withoutJars);
        Variant bundle = variant("bundle", distribution, BundleJars.in(root), shipped);

        // Not measured: they import the realm, and the system's cache of files is filled.
        stock.start();
        bundle.start();
        List<Start> stockStarts = new ArrayList<>();
        List<Start> bundleStarts = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            // Each goes first in turn: neither is always the one after the other's end.
            if (run % 2 == 0) {
                stockStarts.add(stock.start());
                bundleStarts.add(bundle.start());
            } else {
                bundleStarts.add(bundle.start());
                stockStarts.add(stock.start());
            }
        }

        progress.say("");
        progress.say("From the command to readiness, realm in the database, " + RUNS + " runs each by turns.");
        progress.say(distribution.getFileName() + ", Java " + System.getProperty("java.version") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors");
        progress.say("");
        progress.say("| start | median | least to greatest | ratio of the medians |");
        progress.say("|---|---|---|---|");
        tell("seconds", stockStarts, bundleStarts, Start::seconds);
        tell("processor seconds", stockStarts, bundleStarts, Start::processorSeconds);
    }

    private void tell(String unit, List<Start> stock, List<Start> bundle, ToDoubleFunction<Start> value) {
        Samples base = Samples.of(stock.stream().mapToDouble(value));
        progress.say(base.row("stock, " + unit, base));
        progress.say(Samples.of(bundle.stream().mapToDouble(value)).row("with the bundle, " + unit, base));
    }

    private Variant variant(String name, Path distribution, List<Path> jars, Path realmFile) {
        Path home = work.resolve(name);
        Path data = work.resolve(name + "-data");
        KeycloakServer.endEarlierOne(home);
        KeycloakHome.deleteFolder(data);
        KeycloakSettings settings = new KeycloakSettings(
                LoopbackPort.free(),
                LoopbackPort.free(),
                data,
                realmFile,
                work.resolve(name + ".log"),
                "admin",
                "admin",
                Map.of(),
                List.of());
        return new Variant(KeycloakHome.prepare(distribution, jars, home, progress), settings, progress);
    }

    /** What one start took. */
    private record Start(double seconds, double processorSeconds) {}

    /** One of the two servers. */
    private record Variant(KeycloakHome home, KeycloakSettings settings, Progress progress) {

        /** Starts it, and ends it again when it is ready. */
        Start start() {
            long began = System.nanoTime();
            KeycloakServer server = KeycloakServer.start(home, settings, progress);
            double seconds = (System.nanoTime() - began) / 1e9;
            double processorSeconds = server.processorTime().toMillis() / 1e3;
            server.close();
            return new Start(seconds, processorSeconds);
        }
    }
}
