package io.github.gatehouse.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What was measured for one variant, in whatever unit. */
final class Samples {

    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
        Collections.sort(values);
    }

    /** The middle one; of an even number, the mean of the two in the middle. */
    double median() {
        int half = values.size() / 2;
        return values.size() % 2 == 1 ? values.get(half) : (values.get(half - 1) + values.get(half)) / 2;
    }

    /**
     * A row of a Markdown table: name, median, spread, ratio of the medians.
     *
     * @param base what the ratio is to
     */
    String row(String name, Samples base) {
        return String.format(
                Locale.ROOT,
                "| %s | %.2f | %.2f to %.2f | %.3f |",
                name,
                median(),
                values.get(0),
                values.get(values.size() - 1),
                median() / base.median());
    }
}
