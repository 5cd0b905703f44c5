package io.github.gatehouse.it.support;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Counts the live sign-ins of everybody in the shipped realm by SQL, every 20 milliseconds until it is closed, and
 * keeps the most that it saw at one instant. Asks no Keycloak: what nodes hold in their caches is no sign-in.
 */
public final class LiveRows implements AutoCloseable {

    private static final long EVERY_MILLISECONDS = 20;

    /** The realm file's, for idle sign-ins and all; what is remembered lives no longer there. */
    private static final Duration IDLE = Duration.ofMinutes(30);

    private static final Duration MAX = Duration.ofHours(12);
    private static final String COUNT = "select user_id, count(*) from offline_user_session"
            + " where realm_id = ? and offline_flag = '0' and last_session_refresh > ? and created_on > ?"
            + " group by user_id";

    private final TwoNodes nodes;
    private final String realm;
    private final Map<String, Integer> most = new HashMap<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "live-rows");
    private int mostOfAll;
    private int samples;
    private int failures;

    private LiveRows(TwoNodes nodes) {
        this.nodes = nodes;
        this.realm = nodes.first().realm().toRepresentation().getId();
    }

    /** Begins to count. */
    public static LiveRows of(TwoNodes nodes) {
        LiveRows rows = new LiveRows(nodes);
        rows.thread.start();
        return rows;
    }

    /** The most live sign-ins of that person at one instant so far, this one included. */
    public synchronized int most(Person person) {
        try (Connection connection = nodes.connect()) {
            sample(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return most.getOrDefault(person.id(), 0);
    }

    /** The live sign-ins of that person at this instant. */
    public int now(Person person) {
        try (Connection connection = nodes.connect()) {
            return count(connection).getOrDefault(person.id(), 0);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The most live sign-ins of everybody together at one instant so far. */
    public synchronized int mostOfAll() {
        return mostOfAll;
    }

    /** The live sign-ins of everybody together at this instant. */
    public int nowOfAll() {
        try (Connection connection = nodes.connect()) {
            return sum(count(connection));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How often it has counted. */
    public synchronized int samples() {
        return samples;
    }

    /** How often it could not count, because the database was away. */
    public synchronized int failures() {
        return failures;
    }

    @Override
    public void close() {
        end.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (end.getCount() > 0) {
            try (Connection connection = nodes.connect()) {
                do {
                    sample(connection);
                } while (!end.await(EVERY_MILLISECONDS, TimeUnit.MILLISECONDS));
            } catch (SQLException e) {
                failed();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(EVERY_MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private synchronized void failed() {
        failures++;
    }

    private void sample(Connection connection) throws SQLException {
        Map<String, Integer> counted = count(connection);
        synchronized (this) {
            counted.forEach((user, live) -> most.merge(user, live, Math::max));
            mostOfAll = Math.max(mostOfAll, sum(counted));
            samples++;
        }
    }

    private static int sum(Map<String, Integer> counted) {
        return counted.values().stream().mapToInt(Integer::intValue).sum();
    }

    private Map<String, Integer> count(Connection connection) throws SQLException {
        long now = Instant.now().getEpochSecond();
        try (PreparedStatement statement = connection.prepareStatement(COUNT)) {
            statement.setString(1, realm);
            statement.setLong(2, now - IDLE.toSeconds());
            statement.setLong(3, now - MAX.toSeconds());
            Map<String, Integer> counted = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    counted.put(rows.getString(1), rows.getInt(2));
                }
            }
            return counted;
        }
    }
}
