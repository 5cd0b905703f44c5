package io.github.gatehouse.localserver;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells a waiting person what goes on: one line a step, and a sign of life while a step takes longer than two seconds.
 */
public final class Progress {

    private static final int QUIET_SECONDS = 2;

    private final PrintStream out;
    private final boolean terminal;

    private Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /**
     * @param out where the lines go
     * @param terminal whether a line may be rewritten in place; otherwise a new line comes every ten seconds
     */
    public static Progress on(PrintStream out, boolean terminal) {
        return new Progress(out, terminal);
    }

    /** A step of the work that may fail. */
    @FunctionalInterface
    public interface Step<T> {
        T run() throws Exception;
    }

    /**
     * Runs a step and shows how long it takes.
     *
     * @param name what happens, as a person would say it
     * @throws StartFailure as thrown by the step; anything else that it throws comes wrapped into one
     */
    public <T> T step(String name, Step<T> step) {
        Instant began = Instant.now();
        CountDownLatch done = new CountDownLatch(1);
        Thread ticker = new Thread(() -> tick(name, began, done), "progress");
        ticker.setDaemon(true);
        ticker.start();
        boolean succeeded = false;
        try {
            T result = step.run();
            succeeded = true;
            return result;
        } catch (StartFailure e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure(name + ": interrupted.", e);
        } catch (Exception e) {
            throw new StartFailure(name + ": failed: " + e, e);
        } finally {
            done.countDown();
            join(ticker);
            finish(name, began, succeeded);
        }
    }

    /** Prints one line. */
    public void say(String line) {
        out.println(line);
        out.flush();
    }

    private void tick(String name, Instant began, CountDownLatch done) {
        try {
            int every = terminal ? 1 : 10;
            if (done.await(QUIET_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
            do {
                String line = name + " ... " + seconds(began) + " s";
                out.print(terminal ? "\r" + line : line + System.lineSeparator());
                out.flush();
            } while (!done.await(every, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void finish(String name, Instant began, boolean succeeded) {
        String end = succeeded ? "done in " + seconds(began) + " s" : "failed after " + seconds(began) + " s";
        out.println((terminal ? "\r" : "") + name + " ... " + end);
        out.flush();
    }

    private static long seconds(Instant since) {
        return Math.round(Duration.between(since, Instant.now()).toMillis() / 1000.0);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
