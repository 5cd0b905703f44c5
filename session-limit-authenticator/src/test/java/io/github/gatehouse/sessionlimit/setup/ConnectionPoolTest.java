package io.github.gatehouse.sessionlimit.setup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionPoolTest {

    @Test
    void isLargeEnoughWithOneConnectionForEachRequestAndTwoForEachDecision() {
        assertThat(ConnectionPool.finding(66, 50)).isEmpty();
        assertThat(ConnectionPool.finding(100, 50)).isEmpty();
    }

    @Test
    void aSmallerOneIsNamedWithTheSizeThatIsNeeded() {
        assertThat(ConnectionPool.finding(65, 50))
                .hasValueSatisfying(line -> assertThat(line)
                        .contains("db-pool-max-size is 65", "needs 66", "--db-pool-max-size=66")
                        .doesNotContain("\n"));
    }

    @ParameterizedTest(name = "of {0} connections {1} decisions at once, {2} requests at it")
    @CsvSource({"100, 8, 84", "66, 8, 50", "50, 8, 34", "40, 8, 24", "20, 4, 12", "10, 2, 6", "5, 1, 3", "1, 1, 1"})
    void whoDecidesFindsAConnectionWhoeverWaits(int size, int decisions, int requests) {
        assertThat(ConnectionPool.of(size)).isEqualTo(new ConnectionPool(decisions, requests));
    }
}
