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
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Calls of one row to keys chosen at random. Closed loop: a call follows the answer to the one before. Used once. */
final class BenchLoad {
    private static final long LONGEST_MICROS = 600_000_000L;
    private static final int PRECISION_DIGITS = 3;

    private final Function<String, CompletionStage<?>> call;
    private final List<String> keys;
    private final LongSupplier cpuNanos;
    private final Histogram micros = new AtomicHistogram(LONGEST_MICROS, PRECISION_DIGITS);
    private final LongAdder errors = new LongAdder();
    private final Defect defect = new Defect();
    private volatile boolean over;

    /**
     * Calls that have not begun.
     *
     * @param cpuNanos tells the processor time that all who take part have used
     */
    BenchLoad(Function<String, CompletionStage<?>> call, List<String> keys, LongSupplier cpuNanos) {
        this.call = call;
        this.keys = keys;
        this.cpuNanos = cpuNanos;
    }

    /**
     * Calls for so long, and then waits for the last answers.
     *
     * @throws RuntimeException if a caller has ended early, with what ended it
     */
    BenchSample run(BenchRow.Caller caller, Duration duration) throws InterruptedException {
        int chains = caller == BenchRow.Caller.ASYNC ? BenchRow.Caller.IN_FLIGHT : BenchRow.Caller.THREADS;
        CountDownLatch running = new CountDownLatch(chains);
        long cpuStart = cpuNanos.getAsLong();
        long start = System.nanoTime();
        if (caller == BenchRow.Caller.ASYNC) {
            for (int chain = 0; chain < chains; chain++) {
                next(running);
            }
        } else {
            threads(chains, running).forEach(Thread::start);
        }
        Thread.sleep(duration.toMillis());
        over = true;
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
        while (!over) {
            long began = System.nanoTime();
            CompletionStage<?> answer = call.apply(key());
            if (!answer.toCompletableFuture().isDone()) {
                answer.whenComplete((found, failed) -> {
                    ended(began, failed);
                    next(running);
                });
                return true;
            }
            answer.whenComplete((found, failed) -> ended(began, failed));
        }
        return false;
    }

    private List<Thread> threads(int count, CountDownLatch running) {
        List<Thread> threads = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            Thread thread = new Thread(
                    () -> {
                        defect.watch(() -> {
                            while (!over) {
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
            var unused = call.apply(key()).toCompletableFuture().join();
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

    private String key() {
        return keys.get(ThreadLocalRandom.current().nextInt(keys.size()));
    }
}
