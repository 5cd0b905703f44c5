package io.github.gatehouse.sessionlimit.keycloak;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;

/**
 * All connections of the pool are taken, so it cannot be decided beside the request's own transaction. The pool is too
 * small (docs/session-limit.md names its size). Whether the sign-in may be is then decided where its session begins.
 */
final class NoConnectionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private NoConnectionException(Throwable cause) {
        super("No free connection in the pool", cause);
    }

    /** Does nothing if it was something else. What a database says has an SQLSTATE, what the pool says has none. */
    static void throwIfFor(PersistenceException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() == null) {
                throw new NoConnectionException(e);
            }
        }
    }
}
