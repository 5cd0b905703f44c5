package io.github.gatehouse.sessionlimit.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitOverrideTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "3, 3", "' 12 ', 12", "2147483647, 2147483647"})
    void aWholeNumberFromZeroIsAnException(String value, int number) {
        assertThat(LimitOverride.number(value)).hasValue(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "three", "-1", "2.5", "2147483648", "3 4"})
    void anythingElseIsNone(String value) {
        assertThat(LimitOverride.number(value)).isEmpty();
    }

    @Test
    void theLargestOfSeveralHoldsAndNoCapIsTheLargest() {
        assertThat(LimitOverride.largest(Stream.of())).isEqualTo(OptionalInt.empty());
        assertThat(LimitOverride.largest(Stream.of(2))).hasValue(2);
        assertThat(LimitOverride.largest(Stream.of(2, 5, 3))).hasValue(5);
        assertThat(LimitOverride.largest(Stream.of(2, 0, 3))).hasValue(0);
    }
}
