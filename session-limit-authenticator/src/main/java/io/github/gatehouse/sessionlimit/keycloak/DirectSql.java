package io.github.gatehouse.sessionlimit.keycloak;

import jakarta.persistence.EntityManager;
import jakarta.transaction.InvalidTransactionException;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.StatelessSession;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.jdbc.ReturningWork;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.connections.jpa.util.JpaUtils;
import org.keycloak.models.KeycloakSession;
import org.keycloak.transaction.JtaTransactionManagerLookup;

/**
 * SQL in the transaction of a session, past Hibernate's query languages and what it tidies up behind statements that it
 * does not understand: with each sign-in those cost several times what the database takes. What Hibernate has not written
 * yet is not seen here, and what is changed here Hibernate does not see.
 */
final class DirectSql {

    private final KeycloakSession session;
    private final EntityManager entities;

    DirectSql(KeycloakSession session) {
        this.session = session;
        entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /** The name of a table in the schema that the server is set up with. */
    String table(String name) {
        return JpaUtils.getTableNameForNativeQuery(name, entities);
    }

    /**
     * @param values of the question marks, in their order
     * @return how many rows were changed
     */
    int update(String sql, List<?> values) {
        return update(sql, values, Duration.ZERO);
    }

    /**
     * @param patience in whole seconds, what is over them counts for one more; 0: as long as it takes
     * @throws org.hibernate.JDBCException as Hibernate names what went wrong: also that it took longer
     */
    int update(String sql, List<?> values, Duration patience) {
        return entities.unwrap(Session.class).doReturningWork(updating(sql, values, patience));
    }

    /**
     * The same in a transaction of its own, which is this statement. That of the session waits meanwhile, and neither
     * sees what the other does.
     */
    int updateApart(String sql, List<?> values) {
        TransactionManager transactions =
                session.getProvider(JtaTransactionManagerLookup.class).getTransactionManager();
        try {
            Transaction waiting = transactions.suspend();
            try (StatelessSession apart = sessionFactory().openStatelessSession()) {
                return apart.doReturningWork(updating(sql, values, Duration.ZERO));
            } finally {
                if (waiting != null) {
                    transactions.resume(waiting);
                }
            }
        } catch (SystemException | InvalidTransactionException e) {
            throw new IllegalStateException("The transaction of the request cannot wait", e);
        }
    }

    boolean isOfPostgreSql() {
        return sessionFactory().getJdbcServices().getDialect() instanceof PostgreSQLDialect;
    }

    private SessionFactoryImplementor sessionFactory() {
        return entities.getEntityManagerFactory().unwrap(SessionFactoryImplementor.class);
    }

    private static ReturningWork<Integer> updating(String sql, List<?> values, Duration patience) {
        return connection -> {
            try (PreparedStatement statement = prepare(connection, sql, values)) {
                if (!patience.isZero()) {
                    statement.setQueryTimeout((int) patience.plusMillis(999).toSeconds());
                }
                return statement.executeUpdate();
            }
        };
    }

    /** What is read of a row. */
    @FunctionalInterface
    interface Row<T> {
        T of(ResultSet columns) throws SQLException;
    }

    /** @param values of the question marks, in their order */
    <T> List<T> rows(String sql, List<?> values, Row<T> row) {
        return entities.unwrap(Session.class).doReturningWork(connection -> {
            try (PreparedStatement statement = prepare(connection, sql, values);
                    ResultSet found = statement.executeQuery()) {
                List<T> rows = new ArrayList<>();
                while (found.next()) {
                    rows.add(row.of(found));
                }
                return rows;
            }
        });
    }

    private static PreparedStatement prepare(Connection connection, String sql, List<?> values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
        return statement;
    }
}
