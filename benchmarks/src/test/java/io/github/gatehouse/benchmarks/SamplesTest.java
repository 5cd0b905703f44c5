package io.github.gatehouse.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** The arithmetic of the tables that {@code ./benchmark} prints. */
class SamplesTest {

    @Test
    void aRowHasTheMedianTheSpreadAndTheRatioOfTheMedians() {
        assertThat(of(9, 2, 4, 3, 5).row("with", of(1, 2, 3))).isEqualTo("| with | 4.00 | 2.00 to 9.00 | 2.00 |");
    }

    @Test
    void theMedianOfAnEvenNumberIsTheMeanOfTheTwoInTheMiddle() {
        assertThat(of(4, 1, 2, 9).median()).isEqualTo(3);
    }

    private static Samples of(double... values) {
        return Samples.of(DoubleStream.of(values));
    }
}
