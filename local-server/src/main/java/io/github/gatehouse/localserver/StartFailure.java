package io.github.gatehouse.localserver;

/** Something that stops the local server from coming up, with one sentence that says what to do about it. */
public final class StartFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param sentence what is wrong and what to do, in one line; shown to the person as it is
     */
    public StartFailure(String sentence) {
        super(sentence);
    }

    /**
     * @param sentence what is wrong and what to do, in one line; shown to the person as it is
     * @param cause what was thrown; for the log of a test, never shown by {@code ./start}
     */
    public StartFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
