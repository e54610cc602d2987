package dev.troupe.cli.replay;

import dev.troupe.api.Cache;
import dev.troupe.api.CacheException;
import dev.troupe.api.PutOptions;
import dev.troupe.api.Reason;
import dev.troupe.cli.console.Defect;
import dev.troupe.cli.console.Progress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests of a trace as a read-through client would: a get, and on a miss a put of a value of fixed length.
 * Closed loop: each thread waits for its answer before it takes the next request. Owned by the replay command.
 */
final class Replay {
    /** So many failed requests in a row, over all threads, end a replay: nobody is there any more. */
    static final int MOST_FAILURES_IN_A_ROW = 1000;

    private static final long LONGEST_MICROS = 3_600_000_000L;
    private static final int PRECISION_DIGITS = 3;

    private final Trace trace;
    private final Cache<byte[], byte[]> cache;
    private final PutOptions options;
    private final byte[] value;
    private final AtomicInteger failuresInARow = new AtomicInteger();
    private final Defect defect = new Defect();

    Replay(Trace trace, Cache<byte[], byte[]> cache, PutOptions options, int valueBytes) {
        this.trace = trace;
        this.cache = cache;
        this.options = options;
        this.value = new byte[valueBytes];
        new Random(valueBytes).nextBytes(value);
    }

    /**
     * Runs to the end of the trace, or until nothing works any more.
     *
     * @throws java.io.UncheckedIOException if the trace could not be read to its end
     * @throws IllegalStateException if a thread ended early
     */
    ReplayReport run(int threads, int nodes, Progress progress) throws InterruptedException {
        long start = System.nanoTime();
        List<Worker> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Worker worker = new Worker(progress);
            worker.setName("troupe-replay-" + (i + 1));
            worker.setDaemon(true);
            worker.start();
            workers.add(worker);
        }
        Worker total = new Worker(progress);
        for (Worker worker : workers) {
            worker.join();
            total.add(worker);
        }
        defect.rethrow();
        return total.report(threads, nodes, System.nanoTime() - start);
    }

    /** One thread of requests and what it has seen. */
    private final class Worker extends Thread {
        private final Progress progress;
        private final Histogram gets = new Histogram(LONGEST_MICROS, PRECISION_DIGITS);
        private final Histogram puts = new Histogram(LONGEST_MICROS, PRECISION_DIGITS);
        private final Map<Reason, Long> errors = new EnumMap<>(Reason.class);
        private long hits;
        private long misses;

        private Worker(Progress progress) {
            this.progress = progress;
        }

        @Override
        public void run() {
            defect.watch(() -> {
                for (Optional<byte[]> key = trace.next(); key.isPresent() && goesOn(); key = trace.next()) {
                    request(key.get());
                    progress.to(trace.taken());
                }
            });
        }

        private boolean goesOn() {
            return failuresInARow.get() < MOST_FAILURES_IN_A_ROW && !defect.isThere();
        }

        private void request(byte[] key) {
            var found = timed(cache.get(key), gets);
            if (found == null) {
                return;
            }
            if (found.isPresent()) {
                hits++;
            } else {
                misses++;
                var unused = timed(cache.put(key, value, options), puts);
            }
        }

        /** Waits for an answer and counts it; null if it is a failure. */
        private <T> @Nullable T timed(CompletionStage<T> call, Histogram histogram) {
            long start = System.nanoTime();
            try {
                T answer = call.toCompletableFuture().join();
                failuresInARow.set(0);
                return answer;
            } catch (CompletionException failed) {
                if (!(failed.getCause() instanceof CacheException known)) {
                    throw failed;
                }
                failuresInARow.incrementAndGet();
                errors.merge(known.reason(), 1L, Long::sum);
                return null;
            } finally {
                histogram.recordValue(Math.min(LONGEST_MICROS, (System.nanoTime() - start) / 1000));
            }
        }

        private void add(Worker other) {
            gets.add(other.gets);
            puts.add(other.puts);
            other.errors.forEach((reason, count) -> errors.merge(reason, count, Long::sum));
            hits += other.hits;
            misses += other.misses;
        }

        private ReplayReport report(int threads, int nodes, long nanos) {
            return new ReplayReport(threads, nodes, hits, misses, errors, nanos, gets, puts);
        }
    }
}
