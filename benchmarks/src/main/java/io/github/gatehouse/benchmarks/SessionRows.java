package io.github.gatehouse.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The rows of sessions in a server's database, and the statements that the server sends it. */
final class SessionRows implements AutoCloseable {

    private static final String COPY_USER_SESSIONS = "insert into offline_user_session select made.* from copies c"
            + " join offline_user_session s on s.user_session_id = c.source, lateral jsonb_populate_record(s,"
            + " jsonb_build_object('user_session_id', c.id, 'user_id', coalesce(c.user_id, s.user_id))) made";
    private static final String COPY_CLIENT_SESSIONS = "insert into offline_client_session select made.* from copies c"
            + " join offline_client_session s on s.user_session_id = c.source, lateral jsonb_populate_record(s,"
            + " jsonb_build_object('user_session_id', c.id)) made";
    private static final String STATEMENTS = "select coalesce(sum(calls) filter (where not control), 0),"
            + " coalesce(sum(calls) filter (where query ilike 'begin%'), 0) from (select calls, query,"
            + " query ~* '^(begin|commit|rollback|set|show|savepoint|release)' as control from pg_stat_statements"
            + " where dbid = (select oid from pg_database where datname = current_database())"
            + " and query not like '%pg_stat_statements%') s";

    private final Connection connection;

    /** What the server has sent; begin and end of transactions are not in {@code all}. */
    record Statements(long all, long transactions) {}

    SessionRows(String jdbcUrl, String user, String password) throws SQLException {
        connection = DriverManager.getConnection(jdbcUrl, user, password);
        execute("create extension pg_stat_statements");
        execute("create table measured_from (user_session_id varchar(36) primary key)");
    }

    /**
     * Copies the sessions of a realm, so that each user of it has so many, and users who do not exist have others.
     * All of them stay at {@link #deleteNew}.
     */
    void multiply(String realmId, int ofEach, int ofOthers) throws SQLException {
        copy(realmId, "generate_series(2, " + ofEach + ")", "null");
        if (ofOthers > 0) {
            copy(realmId, "generate_series(1, " + ofOthers + " / 4)", "gen_random_uuid()::text");
        }
        try (PreparedStatement keep = connection.prepareStatement(
                "insert into measured_from select user_session_id from offline_user_session where realm_id = ?")) {
            keep.setString(1, realmId);
            keep.executeUpdate();
        }
        tidy();
    }

    private void copy(String realmId, String times, String userId) throws SQLException {
        execute("create temporary table copies (id varchar(36), user_id varchar(36), source varchar(36))");
        try (PreparedStatement copies = connection.prepareStatement("insert into copies"
                + " select gen_random_uuid()::text, " + userId + ", s.user_session_id"
                + " from offline_user_session s, " + times + " where s.realm_id = ?"
                + " and s.user_id in (select id from user_entity)"
                + " and not exists (select from measured_from m where m.user_session_id = s.user_session_id)"
                + (userId.equals("null")
                        ? ""
                        : " and s.user_session_id in (select min(user_session_id)"
                                + " from offline_user_session group by realm_id, user_id)"))) {
            copies.setString(1, realmId);
            copies.executeUpdate();
        }
        execute(COPY_USER_SESSIONS);
        execute(COPY_CLIENT_SESSIONS);
        execute("drop table copies");
    }

    /** Deletes the sessions of the realm that were made since {@link #multiply}. */
    void deleteNew(String realmId) throws SQLException {
        String made = " in (select user_session_id from offline_user_session where realm_id = '" + realmId
                + "' except select user_session_id from measured_from)";
        execute("delete from offline_client_session where user_session_id" + made);
        execute("delete from offline_user_session where user_session_id" + made);
        tidy();
    }

    void forgetStatements() throws SQLException {
        execute("select pg_stat_statements_reset()");
    }

    /** Since {@link #forgetStatements}. */
    Statements statements() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet counted = statement.executeQuery(STATEMENTS)) {
            counted.next();
            return new Statements(counted.getLong(1), counted.getLong(2));
        }
    }

    /** What PostgreSQL does by itself at moments of its own choice, which are not to fall into a run. */
    private void tidy() throws SQLException {
        execute("vacuum analyze");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
