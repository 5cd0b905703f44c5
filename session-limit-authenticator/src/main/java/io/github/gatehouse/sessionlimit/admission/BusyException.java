package io.github.gatehouse.sessionlimit.admission;

/** A decision could not be made in time, because others about the same user were not done. Nothing was changed. */
public final class BusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BusyException(String message) {
        super(message);
    }

    public BusyException(String message, Throwable cause) {
        super(message, cause);
    }
}
