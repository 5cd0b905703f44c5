package io.github.gatehouse.benchmarks;

import io.github.gatehouse.localserver.FormBrowser;
import io.github.gatehouse.localserver.LimitedRealm;
import io.github.gatehouse.localserver.StartFailure;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.keycloak.admin.client.resource.RealmResource;

/** The sign-ins to a realm of one variant with the sessions of one load, and what they took. */
final class MeasuredSignIns {

    private final SignInBenchmark.Load load;
    private final SignInBenchmark.Server server;
    private final String realmUrl;
    private final String realmId;
    private final List<String> userNames = new ArrayList<>();
    private final Map<Unit, List<Double>> values = new EnumMap<>(Unit.class);
    private long roundNanos;

    /** What is measured, each for one sign-in but the first. */
    enum Unit {
        RATE("sign-ins a second"),
        STATEMENTS("SQL statements a sign-in"),
        TRANSACTIONS("transactions a sign-in"),
        ALLOCATION("MB allocated a sign-in"),
        PROCESSOR("processor milliseconds a sign-in");

        final String title;

        Unit(String title) {
            this.title = title;
        }
    }

    MeasuredSignIns(SignInBenchmark.Variant variant, SignInBenchmark.Load load) throws SQLException {
        this.load = load;
        server = variant.server();
        String name = variant.realm() + "-" + load.name().toLowerCase(Locale.ROOT);
        RealmResource realm =
                LimitedRealm.make(server.admin(), name, load.passwordPolicy, variant.step(), variant.settings());
        realmId = realm.toRepresentation().getId();
        realmUrl = server.server().baseUrl() + "/realms/" + name;
        for (int i = 0; i < SignInBenchmark.PEOPLE; i++) {
            userNames.add("person" + i);
            LimitedRealm.addPerson(realm, "person" + i);
        }
        signIn(SignInBenchmark.PEOPLE);
        server.rows().multiply(realmId, load.ofEach, load.ofOthers);
    }

    /** All but the rate, of so many turns in a row. */
    void count(int turns) throws IOException, SQLException {
        signIn(SignInBenchmark.LEAD_IN);
        int signIns = turns * load.signIns;
        server.rows().forgetStatements();
        server.allocation().force();
        long processorBefore = server.server().processorTime().toNanos();
        signIn(signIns);
        double processor = (server.server().processorTime().toNanos() - processorBefore) / 1e6;
        double megabytes = server.allocation().megabytesSinceForced();
        SessionRows.Statements statements = server.rows().statements();
        add(Unit.STATEMENTS, statements.all() / (double) signIns);
        add(Unit.TRANSACTIONS, statements.transactions() / (double) signIns);
        add(Unit.ALLOCATION, megabytes / signIns);
        add(Unit.PROCESSOR, processor / signIns);
    }

    void beginRound() {
        signIn(SignInBenchmark.LEAD_IN);
        roundNanos = 0;
    }

    void takeTurn() {
        long began = System.nanoTime();
        signIn(load.signIns);
        roundNanos += System.nanoTime() - began;
    }

    /** @param turns that were taken in it */
    void endRound(int turns) {
        add(Unit.RATE, turns * load.signIns / (roundNanos / 1e9));
    }

    private void add(Unit unit, double value) {
        values.computeIfAbsent(unit, first -> new ArrayList<>()).add(value);
    }

    /** Deletes the sessions that were made since. */
    void asBefore() throws SQLException {
        server.rows().deleteNew(realmId);
    }

    /** With both ratios: a machine that is slow for a minute is so for all variants of a round in that minute. */
    String row(String name, Unit unit, MeasuredSignIns base) {
        List<Double> own = values.get(unit);
        List<Double> others = base.values.get(unit);
        Samples ratios = Samples.of(IntStream.range(0, own.size()).mapToDouble(i -> own.get(i) / others.get(i)));
        return samples(own).row(name, samples(others)) + String.format(Locale.ROOT, " %.2f |", ratios.median());
    }

    private static Samples samples(List<Double> values) {
        return Samples.of(values.stream().mapToDouble(Double::doubleValue));
    }

    /** So many sign-ins, each person's one after the other. */
    void signIn(int count) {
        ExecutorService threads = Executors.newFixedThreadPool(SignInBenchmark.PEOPLE);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (String userName : userNames) {
                all.add(threads.submit(() -> {
                    for (int i = 0; i < count / SignInBenchmark.PEOPLE; i++) {
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
        FormBrowser.Answer page =
                browser.open(FormBrowser.authorization(realmUrl, LimitedRealm.CLIENT, LimitedRealm.REDIRECT_URI, ""));
        FormBrowser.Answer answer =
                browser.send(page.form(), List.of("username", userName, "password", LimitedRealm.PASSWORD));
        if (answer.location() == null || !answer.location().contains("code=")) {
            throw new StartFailure(realmUrl + " did not let " + userName + " in: " + answer);
        }
    }
}
