package io.github.gatehouse.benchmarks;

import io.github.gatehouse.localserver.BundleJars;
import io.github.gatehouse.localserver.FormBrowser;
import io.github.gatehouse.localserver.KeycloakHome;
import io.github.gatehouse.localserver.KeycloakServer;
import io.github.gatehouse.localserver.KeycloakSettings;
import io.github.gatehouse.localserver.LimitedRealm;
import io.github.gatehouse.localserver.LoopbackPort;
import io.github.gatehouse.localserver.PostgresCluster;
import io.github.gatehouse.localserver.Progress;
import io.github.gatehouse.localserver.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.resource.RealmResource;

/**
 * {@code ./benchmark sign-in}: what a sign-in by the form costs with the cap, with stock's own limiter, and without
 * either, on PostgreSQL. The three are realms alike but for the step behind the form; those without our step are on a
 * server without the jars. Limits are far away, so that every sign-in is let in.
 *
 * <p>Four people sign in at once, each over and over in a new browser: page and form, as far as the application's code.
 * SQL statements are those that {@code pg_stat_statements} counts, beginning and end of transactions apart. Allocation
 * is from the server's log of collections, between two that are forced. Processor time is the server's without
 * PostgreSQL.
 */
public final class SignInBenchmark {

    private static final int RUNS = 15;
    private static final int PEOPLE = 4;
    /**
     * Rounds for each realm, and sign-ins in each, before anything is measured. On two processors Java compiles Keycloak
     * for three minutes beside the sign-ins; until then a server that was asked less is slower for that alone.
     */
    private static final int WARM_UP_ROUNDS = 25;

    private static final int WARM_UP = 200;

    /** Before each run: PostgreSQL plans every statement anew once its tables were tidied, on each connection. */
    private static final int LEAD_IN = 20;

    private static final int CROWD = 100_000;
    /**
     * Java compiles Argon2 either so that it takes 20 milliseconds or so that it takes 40, by chance, and stays with it.
     * With this its inner function is always on its own, and it takes 20: then what else a sign-in costs weighs most.
     */
    private static final String ARGON_COMPILED_WELL =
            "-XX:CompileCommand=dontinline,org.bouncycastle.crypto.generators.Argon2BytesGenerator::F";

    private static final String FAR_AWAY = "1000000";
    private static final String ADMIN = "admin";
    private static final String OWNER = "benchmark";

    private final Path root;
    private final Path work;
    private final Progress progress;

    private SignInBenchmark(Path root, Progress progress) {
        this.root = root;
        this.work = root.resolve("benchmarks/target");
        this.progress = progress;
    }

    /** @param arguments the repository's root */
    public static void main(String[] arguments) {
        Progress progress = Progress.on(System.out, System.console() != null);
        try {
            new SignInBenchmark(Path.of(arguments[0]).toRealPath(), progress).run();
        } catch (StartFailure | IOException | SQLException e) {
            System.err.println("./benchmark: " + e.getMessage());
            System.exit(1);
        }
    }

    private void run() throws IOException, SQLException {
        Path distribution = BundleJars.distributionIn(root);
        try (PostgresCluster database = PostgresCluster.start(
                        work, OWNER, OWNER, "shared_preload_libraries=pg_stat_statements", "autovacuum=off");
                Server stock = server("stock-on-postgres", distribution, List.of(), database);
                Server bundle = server("bundle-on-postgres", distribution, BundleJars.in(root), database)) {
            Variant without = new Variant("stock without limiter", stock, "none", null, Map.of());
            Variant limiter = new Variant(
                    "stock's user-session-limits",
                    stock,
                    "limiter",
                    "user-session-limits",
                    Map.of("userRealmLimit", FAR_AWAY, "behavior", "Deny new session"));
            Variant cap = new Variant(
                    "the cap", bundle, "cap", "session-limit", Map.of("userLimit", FAR_AWAY, "atLimit", "deny"));
            // In the same process as the cap: what Java compiles well or badly, it does for both.
            Variant jars = new Variant("the jars, no cap", bundle, "none", null, Map.of());
            List<Variant> variants = List.of(without, limiter, jars, cap);
            Map<Load, Map<Variant, Measured>> loads = new LinkedHashMap<>();
            for (Load load : Load.values()) {
                loads.put(load, measured(load, variants));
            }
            progress.step("Signing in, not measured", () -> {
                for (int round = 0; round < WARM_UP_ROUNDS; round++) {
                    for (Measured measured : loads.get(Load.ONE).values()) {
                        measured.signIn(WARM_UP);
                        measured.asBefore();
                    }
                }
                for (Map<Variant, Measured> each : loads.values()) {
                    for (Measured measured : each.values()) {
                        measured.signIn(measured.load.signIns / 2);
                        measured.asBefore();
                    }
                }
                return null;
            });
            progress.step("Measuring", () -> {
                for (int run = 0; run < RUNS; run++) {
                    for (Map<Variant, Measured> each : loads.values()) {
                        // Each goes first in turn.
                        for (int i = 0; i < variants.size(); i++) {
                            each.get(variants.get((run + i) % variants.size())).measure();
                        }
                    }
                }
                return null;
            });
            tell(distribution, loads, without);
        }
    }

    private void tell(Path distribution, Map<Load, Map<Variant, Measured>> loads, Variant base) {
        progress.say("");
        progress.say(RUNS + " runs of " + Load.ONE.signIns + " sign-ins (Argon2: " + Load.ARGON.signIns
                + ") each by turns, " + PEOPLE + " people at once.");
        progress.say(distribution.getFileName() + ", PostgreSQL, Java " + System.getProperty("java.version") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors");
        for (Unit unit : Unit.values()) {
            progress.say("");
            progress.say("| " + unit.name
                    + " | median | least to greatest | ratio of the medians | median of the runs' ratios |");
            progress.say("|---|---|---|---|---|");
            loads.forEach((load, each) -> each.forEach((variant, measured) ->
                    progress.say(measured.row(load.name + ": " + variant.name, unit, each.get(base)))));
        }
    }

    private Map<Variant, Measured> measured(Load load, List<Variant> variants) throws SQLException {
        Map<Variant, Measured> all = new LinkedHashMap<>();
        for (Variant variant : variants) {
            all.put(
                    variant,
                    progress.step(
                            "Making sessions (" + load.name + ", " + variant.name + ")",
                            () -> new Measured(variant, load)));
        }
        return all;
    }

    private Server server(String name, Path distribution, List<Path> jars, PostgresCluster database)
            throws IOException, SQLException {
        Path home = work.resolve(name);
        String databaseName = name.replace('-', '_');
        database.createDatabase(databaseName);
        KeycloakServer.endEarlierOne(home);
        Path collections = work.resolve(name + "-gc.log");
        Files.deleteIfExists(collections);
        KeycloakSettings settings = new KeycloakSettings(
                LoopbackPort.free(),
                LoopbackPort.free(),
                home.resolve("data"),
                null,
                work.resolve(name + ".log"),
                ADMIN,
                ADMIN,
                database.environment(databaseName, name),
                List.of("-Xlog:gc:file=" + collections, "-XX:CompileCommand=quiet", ARGON_COMPILED_WELL));
        KeycloakServer server = KeycloakServer.start(
                KeycloakHome.prepare(distribution, jars, KeycloakHome.POSTGRES, home, progress), settings, progress);
        return new Server(
                server,
                Keycloak.getInstance(server.baseUrl(), "master", ADMIN, ADMIN, "admin-cli"),
                new SessionRows(database.jdbcUrl(databaseName), OWNER, OWNER),
                new Allocation(server, collections));
    }

    /** One of the two servers. */
    private record Server(KeycloakServer server, Keycloak admin, SessionRows rows, Allocation allocation)
            implements AutoCloseable {
        @Override
        public void close() {
            admin.close();
            rows.close();
            server.close();
        }
    }

    /** What is compared: a realm's step behind the form; {@code step} is null for none. */
    private record Variant(String name, Server server, String realm, String step, Map<String, String> settings) {}

    /** Among how many sessions people sign in. */
    private enum Load {
        ONE("1 session of the user", LimitedRealm.CHEAP_HASH, 200, 1, 0),
        HUNDRED("100 sessions of the user", LimitedRealm.CHEAP_HASH, 200, 100, 0),
        THOUSAND("1 000 sessions of the user", LimitedRealm.CHEAP_HASH, 200, 1_000, 0),
        CROWDED("1 session of the user, 100 000 of the realm", LimitedRealm.CHEAP_HASH, 200, 1, CROWD),
        ARGON("1 session of the user, Argon2", "", 40, 1, 0);

        private final String name;
        private final String passwordPolicy;
        /** In one run. */
        private final int signIns;

        private final int ofEach;
        private final int ofOthers;

        Load(String name, String passwordPolicy, int signIns, int ofEach, int ofOthers) {
            this.name = name;
            this.passwordPolicy = passwordPolicy;
            this.signIns = signIns;
            this.ofEach = ofEach;
            this.ofOthers = ofOthers;
        }
    }

    /** What one run is measured in, each for one sign-in but the first. */
    private enum Unit {
        RATE("sign-ins a second", Run::rate),
        STATEMENTS("SQL statements a sign-in", Run::statements),
        TRANSACTIONS("transactions a sign-in", Run::transactions),
        ALLOCATION("MB allocated a sign-in", Run::megabytes),
        PROCESSOR("processor milliseconds a sign-in", Run::processorMilliseconds);

        private final String name;
        private final ToDoubleFunction<Run> value;

        Unit(String name, ToDoubleFunction<Run> value) {
            this.name = name;
            this.value = value;
        }
    }

    /** What one run took. */
    private record Run(
            double rate, double statements, double transactions, double megabytes, double processorMilliseconds) {}

    /** A realm of one variant with the sessions of one load. */
    private static final class Measured {

        private final Load load;
        private final Server server;
        private final String realmUrl;
        private final List<String> userNames = new ArrayList<>();
        private final String realmId;
        private final List<Run> runs = new ArrayList<>();

        Measured(Variant variant, Load load) throws SQLException {
            this.load = load;
            server = variant.server();
            String name = variant.realm() + "-" + load.name().toLowerCase();
            RealmResource realm =
                    LimitedRealm.make(server.admin(), name, load.passwordPolicy, variant.step(), variant.settings());
            realmId = realm.toRepresentation().getId();
            realmUrl = server.server().baseUrl() + "/realms/" + name;
            for (int i = 0; i < PEOPLE; i++) {
                userNames.add("person" + i);
                LimitedRealm.addPerson(realm, "person" + i);
            }
            signIn(PEOPLE);
            server.rows().multiply(realmId, load.ofEach, load.ofOthers);
        }

        void measure() throws IOException, SQLException {
            signIn(LEAD_IN);
            server.rows().forgetStatements();
            server.allocation().force();
            long processorBefore = server.server().processorTime().toNanos();
            long began = System.nanoTime();
            signIn(load.signIns);
            double seconds = (System.nanoTime() - began) / 1e9;
            double processor = (server.server().processorTime().toNanos() - processorBefore) / 1e6;
            double megabytes = server.allocation().megabytesSinceForced();
            SessionRows.Statements statements = server.rows().statements();
            runs.add(new Run(
                    load.signIns / seconds,
                    statements.all() / (double) load.signIns,
                    statements.transactions() / (double) load.signIns,
                    megabytes / load.signIns,
                    processor / load.signIns));
            asBefore();
        }

        /** With both ratios: a machine that is slow for a minute is so for all variants of the runs in that minute. */
        String row(String name, Unit unit, Measured base) {
            Samples ratios = Samples.of(IntStream.range(0, RUNS)
                    .mapToDouble(run ->
                            unit.value.applyAsDouble(runs.get(run)) / unit.value.applyAsDouble(base.runs.get(run))));
            return samples(unit).row(name, base.samples(unit)) + String.format(Locale.ROOT, " %.2f |", ratios.median());
        }

        private Samples samples(Unit unit) {
            return Samples.of(runs.stream().mapToDouble(unit.value));
        }

        /** Deletes the sessions that were made since. */
        void asBefore() throws SQLException {
            server.rows().deleteNew(realmId);
        }

        /** So many sign-ins, each person's one after the other. */
        void signIn(int count) {
            ExecutorService threads = Executors.newFixedThreadPool(PEOPLE);
            try {
                List<Future<?>> all = new ArrayList<>();
                for (String userName : userNames) {
                    all.add(threads.submit(() -> {
                        for (int i = 0; i < count / PEOPLE; i++) {
                            signIn(userName);
                        }
                    }));
                }
                for (Future<?> each : all) {
                    each.get();
                }
            } catch (ExecutionException e) {
                throw new StartFailure("A sign-in failed: " + e.getCause().getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StartFailure("Interrupted.", e);
            } finally {
                threads.shutdownNow();
            }
        }

        private void signIn(String userName) {
            FormBrowser browser = new FormBrowser();
            FormBrowser.Answer page = browser.open(
                    FormBrowser.authorization(realmUrl, LimitedRealm.CLIENT, LimitedRealm.REDIRECT_URI, ""));
            FormBrowser.Answer answer =
                    browser.send(page.form(), List.of("username", userName, "password", LimitedRealm.PASSWORD));
            if (answer.location() == null || !answer.location().contains("code=")) {
                throw new StartFailure(realmUrl + " did not let " + userName + " in: " + answer);
            }
        }
    }
}
