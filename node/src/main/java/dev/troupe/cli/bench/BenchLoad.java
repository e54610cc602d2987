package dev.troupe.cli.bench;

import dev.troupe.api.CacheException;
import dev.troupe.cli.console.Defect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Calls of one row to keys chosen at random. Closed loop: a call follows the answer to the one before. Used once. */
public final class BenchLoad {
    private static final long LONGEST_MICROS = 600_000_000L;
    private static final int PRECISION_DIGITS = 3;

    private final Calls calls;
    private final List<String> keys;
    private final LongSupplier cpuNanos;
    private final Histogram micros = new AtomicHistogram(LONGEST_MICROS, PRECISION_DIGITS);
    private final LongAdder errors = new LongAdder();
    private final Defect defect = new Defect();
    private volatile long endNanos;

    /** What is called with each key. */
    @FunctionalInterface
    public interface Calls {
        /** Begins a call. */
        CompletionStage<?> send(String key);

        /** Makes a call and waits for its answer. */
        default void call(String key) {
            var unused = send(key).toCompletableFuture().join();
        }
    }

    /**
     * Calls that have not begun.
     *
     * @param cpuNanos tells the processor time that all who take part have used
     */
    public BenchLoad(Calls calls, List<String> keys, LongSupplier cpuNanos) {
        this.calls = calls;
        this.keys = keys;
        this.cpuNanos = cpuNanos;
    }

    /**
     * Calls for so long, and then waits for the last answers.
     *
     * @throws RuntimeException if a caller has ended early, with what ended it
     */
    public BenchSample run(BenchRow.Caller caller, Duration duration) throws InterruptedException {
        int chains = caller == BenchRow.Caller.ASYNC ? BenchRow.Caller.IN_FLIGHT : BenchRow.Caller.THREADS;
        CountDownLatch running = new CountDownLatch(chains);
        long cpuStart = cpuNanos.getAsLong();
        long start = System.nanoTime();
        endNanos = start + duration.toNanos();
        if (caller == BenchRow.Caller.ASYNC) {
            for (int chain = 0; chain < chains; chain++) {
                next(running);
            }
        } else {
            threads(chains, running).forEach(Thread::start);
        }
        running.await();
        defect.rethrow();
        return new BenchSample(System.nanoTime() - start, cpuNanos.getAsLong() - cpuStart, errors.sum(), micros);
    }

    /** One of the calls in flight: whoever completes it sends the next. An answer that is there at once takes no stack. */
    private void next(CountDownLatch running) {
        boolean waits = false;
        try {
            waits = sendUntilOneWaits(running);
        } catch (Throwable failed) {
            defect.note(failed);
        }
        if (!waits) {
            running.countDown();
        }
    }

    /** Returns whether there is an answer to come, which goes on then; else this chain is over. */
    private boolean sendUntilOneWaits(CountDownLatch running) {
        while (true) {
            long began = System.nanoTime();
            if (isOver(began)) {
                return false;
            }
            CompletionStage<?> answer = calls.send(key());
            if (!answer.toCompletableFuture().isDone()) {
                answer.whenComplete((found, failed) -> {
                    ended(began, failed);
                    next(running);
                });
                return true;
            }
            answer.whenComplete((found, failed) -> ended(began, failed));
        }
    }

    private List<Thread> threads(int count, CountDownLatch running) {
        List<Thread> threads = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            Thread thread = new Thread(
                    () -> {
                        defect.watch(() -> {
                            while (!isOver(System.nanoTime())) {
                                block();
                            }
                        });
                        running.countDown();
                    },
                    "troupe-bench-" + number);
            thread.setDaemon(true);
            threads.add(thread);
        }
        return threads;
    }

    private void block() {
        long began = System.nanoTime();
        try {
            calls.call(key());
            ended(began, null);
        } catch (CompletionException failed) {
            if (!(failed.getCause() instanceof CacheException)) {
                throw failed;
            }
            ended(began, failed);
        }
    }

    private void ended(long began, @Nullable Throwable failed) {
        if (failed != null) {
            errors.increment();
        }
        micros.recordValue(Math.min(LONGEST_MICROS, (System.nanoTime() - began) / 1000));
    }

    private boolean isOver(long nowNanos) {
        return nowNanos - endNanos >= 0;
    }

    private String key() {
        return keys.get(ThreadLocalRandom.current().nextInt(keys.size()));
    }
}
