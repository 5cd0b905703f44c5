package io.github.gatehouse.it;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Does the same with many things in the same instant. */
final class AtOnce {

    private AtOnce() {}

    /** Each in a thread of its own, all set off together; the results in the order of the things. */
    static <T, R> List<R> each(List<T> things, Function<T, R> what) {
        ExecutorService threads = Executors.newFixedThreadPool(things.size());
        CountDownLatch ready = new CountDownLatch(things.size());
        try {
            List<Future<R>> running = new ArrayList<>();
            for (T thing : things) {
                running.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return what.apply(thing);
                }));
            }
            List<R> results = new ArrayList<>();
            for (Future<R> result : running) {
                results.add(result.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
