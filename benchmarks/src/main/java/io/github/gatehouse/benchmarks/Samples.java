package io.github.gatehouse.benchmarks;

import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * What was measured for one variant, in whatever unit.
 *
 * @param values in rising order
 */
record Samples(double[] values) {

    /** @param values in any order, at least one */
    static Samples of(DoubleStream values) {
        return new Samples(values.sorted().toArray());
    }

    /** The middle one; of an even number, the mean of the two in the middle. */
    double median() {
        int half = values.length / 2;
        return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }

    /**
     * A row of a Markdown table: name, median, spread, ratio of the medians.
     *
     * @param base what the ratio is to
     */
    String row(String name, Samples base) {
        return String.format(
                Locale.ROOT,
                "| %s | %.2f | %.2f to %.2f | %.2f |",
                name,
                median(),
                values[0],
                values[values.length - 1],
                median() / base.median());
    }
}
