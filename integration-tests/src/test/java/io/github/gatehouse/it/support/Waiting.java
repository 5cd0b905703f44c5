package io.github.gatehouse.it.support;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what other processes do; they tell nobody when they have done it. */
final class Waiting {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final long LOOK_MILLISECONDS = 10;

    private Waiting() {}

    /**
     * @param what for the message of the error
     * @throws AssertionError after five minutes
     */
    static void until(String what, BooleanSupplier happened) {
        until(what, LIMIT, happened);
    }

    /** The same for what takes a moment. */
    static void until(String what, Duration limit, BooleanSupplier happened) {
        CountDownLatch never = new CountDownLatch(1);
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            while (!happened.getAsBoolean()) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("This did not happen within " + limit.toSeconds() + " seconds: " + what);
                }
                never.await(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting: " + what, e);
        }
    }
}
