package io.github.gatehouse.sessionlimit.setup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionPoolTest {

    @Test
    void isLargeEnoughWithOneConnectionForEachRequestAndTwoForEachDecision() {
        assertThat(ConnectionPool.finding(66, 50, 8)).isEmpty();
        assertThat(ConnectionPool.finding(100, 50, 8)).isEmpty();
    }

    @Test
    void aSmallerOneIsNamedWithTheSizeThatIsNeeded() {
        assertThat(ConnectionPool.finding(65, 50, 8))
                .hasValueSatisfying(line -> assertThat(line)
                        .contains("db-pool-max-size is 65", "needs 66", "--db-pool-max-size=66")
                        .doesNotContain("\n"));
    }
}
