package io.github.gatehouse.benchmarks;

import io.github.gatehouse.localserver.BundleJars;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.keycloak.admin.client.Keycloak;

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

    private static final int ROUNDS = 20;

    /** Of each round, in each of which every variant has its turn: what slows the machine for a second slows them all. */
    private static final int TURNS = 8;

    /** For what is the same in every run. */
    private static final int COUNTED_RUNS = 5;

    static final int PEOPLE = 4;
    /**
     * Rounds for each realm, and sign-ins in each, before anything is measured. On two processors Java compiles Keycloak
     * for three minutes beside the sign-ins; until then a server that was asked less is slower for that alone.
     */
    private static final int WARM_UP_ROUNDS = 25;

    private static final int WARM_UP = 200;

    /** Before each round: PostgreSQL plans every statement anew once its tables were tidied, on each connection. */
    static final int LEAD_IN = 20;

    private static final int CROWD = 100_000;
    private static final String ARGON = ",org.bouncycastle.crypto.generators.Argon2BytesGenerator::";

    /**
     * Which functions of Argon2 Java compiles into which others is chance, is a matter of twice the time for a hash, and
     * stays so as long as the server runs. Here it is always the same, and nearly the quickest.
     */
    private static final List<String> ARGON_COMPILED_ALIKE = List.of(
            "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=inline" + ARGON + "quarterRound",
            "-XX:CompileCommand=inline" + ARGON + "F",
            "-XX:CompileCommand=dontinline" + ARGON + "roundFunction");

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
            Map<Load, Map<Variant, MeasuredSignIns>> loads = new LinkedHashMap<>();
            for (Load load : Load.values()) {
                loads.put(load, measured(load, variants));
            }
            progress.step("Signing in, not measured", () -> {
                for (int round = 0; round < WARM_UP_ROUNDS; round++) {
                    for (MeasuredSignIns measured : loads.get(Load.ONE).values()) {
                        measured.signIn(WARM_UP);
                        measured.asBefore();
                    }
                }
                return null;
            });
            progress.step("Counting", () -> {
                for (int run = 0; run < COUNTED_RUNS; run++) {
                    for (Map<Variant, MeasuredSignIns> each : loads.values()) {
                        for (MeasuredSignIns measured : each.values()) {
                            measured.count(TURNS);
                            measured.asBefore();
                        }
                    }
                }
                return null;
            });
            progress.step("Measuring", () -> {
                for (int round = 0; round < ROUNDS; round++) {
                    for (Map<Variant, MeasuredSignIns> each : loads.values()) {
                        measureByTurns(variants.stream().map(each::get).toList());
                    }
                }
                return null;
            });
            tell(distribution, loads, without);
        }
    }

    private static void measureByTurns(List<MeasuredSignIns> all) throws SQLException {
        for (MeasuredSignIns measured : all) {
            measured.beginRound();
        }
        for (int turn = 0; turn < TURNS; turn++) {
            // Each goes first in turn.
            for (int i = 0; i < all.size(); i++) {
                all.get((turn + i) % all.size()).takeTurn();
            }
        }
        for (MeasuredSignIns measured : all) {
            measured.endRound(TURNS);
            measured.asBefore();
        }
    }

    private void tell(Path distribution, Map<Load, Map<Variant, MeasuredSignIns>> loads, Variant base) {
        progress.say("");
        progress.say(ROUNDS + " rounds of " + TURNS + " turns of " + Load.ONE.signIns + " sign-ins (Argon2: "
                + Load.ARGON.signIns + ") each, " + PEOPLE + " people at once.");
        progress.say(distribution.getFileName() + ", PostgreSQL, Java " + System.getProperty("java.version") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors");
        for (MeasuredSignIns.Unit unit : MeasuredSignIns.Unit.values()) {
            progress.say("");
            progress.say("| " + unit.title
                    + " | median | least to greatest | ratio of the medians | median of the ratios |");
            progress.say("|---|---|---|---|---|");
            loads.forEach((load, each) -> each.forEach((variant, measured) ->
                    progress.say(measured.row(load.title + ": " + variant.name, unit, each.get(base)))));
        }
    }

    private Map<Variant, MeasuredSignIns> measured(Load load, List<Variant> variants) throws SQLException {
        Map<Variant, MeasuredSignIns> all = new LinkedHashMap<>();
        for (Variant variant : variants) {
            all.put(
                    variant,
                    progress.step(
                            "Making sessions (" + load.title + ", " + variant.name + ")",
                            () -> new MeasuredSignIns(variant, load)));
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
                Stream.concat(Stream.of("-Xlog:gc:file=" + collections), ARGON_COMPILED_ALIKE.stream())
                        .toList());
        KeycloakServer server = KeycloakServer.start(
                KeycloakHome.prepare(distribution, jars, KeycloakHome.POSTGRES, home, progress), settings, progress);
        return new Server(
                server,
                Keycloak.getInstance(server.baseUrl(), "master", ADMIN, ADMIN, "admin-cli"),
                new SessionRows(database.jdbcUrl(databaseName), OWNER, OWNER),
                new Allocation(server, collections));
    }

    /** One of the two servers. */
    record Server(KeycloakServer server, Keycloak admin, SessionRows rows, Allocation allocation)
            implements AutoCloseable {
        @Override
        public void close() {
            admin.close();
            rows.close();
            server.close();
        }
    }

    /** What is compared: a realm's step behind the form; {@code step} is null for none. */
    record Variant(String name, Server server, String realm, String step, Map<String, String> settings) {}

    /** Among how many sessions people sign in. */
    enum Load {
        ONE("1 session of the user", LimitedRealm.CHEAP_HASH, 24, 1, 0),
        HUNDRED("100 sessions of the user", LimitedRealm.CHEAP_HASH, 24, 100, 0),
        THOUSAND("1 000 sessions of the user", LimitedRealm.CHEAP_HASH, 24, 1_000, 0),
        CROWDED("1 session of the user, 100 000 of the realm", LimitedRealm.CHEAP_HASH, 24, 1, CROWD),
        ARGON("1 session of the user, Argon2", "", 8, 1, 0);

        final String title;
        final String passwordPolicy;
        /** In one turn. */
        final int signIns;

        final int ofEach;
        final int ofOthers;

        Load(String title, String passwordPolicy, int signIns, int ofEach, int ofOthers) {
            this.title = title;
            this.passwordPolicy = passwordPolicy;
            this.signIns = signIns;
            this.ofEach = ofEach;
            this.ofOthers = ofOthers;
        }
    }
}
