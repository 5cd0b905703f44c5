package io.github.gatehouse.benchmarks;

import io.github.gatehouse.localserver.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** {@code ./benchmark rules}: how long a password is checked, by the bundle, by Passay and by stock's own policies. */
public final class RulesBenchmark {

    private static final int ROUNDS = 5;

    /** A row of the table: the method of {@link CheckedPassword} and its length. */
    private record Row(String name, String method, int length) {}

    private static final Row BASE = new Row("the bundle, all kept, 14 characters", "bundle", 14);

    private static final List<Row> ROWS = List.of(
            BASE,
            new Row("Passay, all kept, 14 characters", "passay", 14),
            new Row("stock policies, all kept, 14 characters", "stock", 14),
            new Row("the bundle, all broken, 14 characters", "bundle", -14),
            new Row("Passay, all broken, 14 characters", "passay", -14),
            new Row("stock policies, all broken, 14 characters", "stock", -14),
            new Row("the bundle, all kept, 128 characters", "bundle", 128),
            new Row("the bundle, all kept, 1 024 characters", "bundle", 1024),
            new Row("refused for its length, 2 100 characters", "manager", 2100),
            new Row("refused for its length, 1 048 576 characters", "manager", 1 << 20));

    private RulesBenchmark() {}

    public static void main(String[] arguments) throws RunnerException {
        Progress progress = Progress.on(System.out, System.console() != null);
        Map<Row, List<Double>> microseconds = new LinkedHashMap<>();
        // One after the other in each round, so that what else the machine does meets them all.
        for (int round = 1; round <= ROUNDS; round++) {
            progress.say("Round " + round + " of " + ROUNDS);
            for (Row row : ROWS) {
                microseconds.computeIfAbsent(row, first -> new ArrayList<>()).add(measure(row));
            }
        }
        Samples base = samples(microseconds.get(BASE));
        progress.say("");
        progress.say("Microseconds for a password, each finding as a code, " + ROUNDS + " runs each by turns, Java "
                + System.getProperty("java.version") + ".");
        progress.say("");
        progress.say("| checked by | median | least to greatest | ratio of the medians |");
        progress.say("|---|---|---|---|");
        microseconds.forEach((row, values) -> progress.say(samples(values).row(row.name(), base)));
    }

    /** In a Java of its own. */
    private static double measure(Row row) throws RunnerException {
        Options options = new OptionsBuilder()
                .include(CheckedPassword.class.getName() + "\\." + row.method() + "$")
                .param("length", String.valueOf(row.length()))
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(500))
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build();
        return new Runner(options).runSingle().getPrimaryResult().getScore();
    }

    private static Samples samples(List<Double> values) {
        return Samples.of(values.stream().mapToDouble(Double::doubleValue));
    }
}
