package dev.troupe.partition;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Collects the sizes of all partitions. A result is kept for a second; an owner that does not answer in time counts with what
 * it said last. Safe for use by many threads.
 */
final class Survey {
    private static final long FRESH_MILLIS = 1000;
    private static final long PATIENCE_MILLIS = 500;
    private static final PartitionSize UNKNOWN = new PartitionSize(0, 0);

    private final PartitionSize[] sizes;
    private final boolean[] awaited;
    private int missing;
    private long startedAtMillis = Long.MIN_VALUE / 2;
    private @Nullable CompletableFuture<List<PartitionSize>> running;

    Survey(int partitions) {
        sizes = IntStream.range(0, partitions).mapToObj(partition -> UNKNOWN).toArray(PartitionSize[]::new);
        awaited = new boolean[partitions];
    }

    /** The sizes by partition; runs {@code ask} if they have to be asked for. */
    CompletableFuture<List<PartitionSize>> sizes(List<Integer> owned, long nowMillis, Runnable ask) {
        CompletableFuture<List<PartitionSize>> result;
        synchronized (this) {
            if (running != null) {
                return running;
            }
            if (owned.isEmpty() || nowMillis - startedAtMillis < FRESH_MILLIS) {
                return CompletableFuture.completedFuture(List.of(sizes));
            }
            startedAtMillis = nowMillis;
            owned.forEach(partition -> awaited[partition] = true);
            missing = owned.size();
            result = new CompletableFuture<>();
            running = result;
        }
        ask.run();
        return result;
    }

    /** An owner has answered. */
    void measured(int partition, PartitionSize size) {
        synchronized (this) {
            sizes[partition] = size;
            if (awaited[partition]) {
                awaited[partition] = false;
                missing--;
            }
        }
        finishIf(missing() == 0);
    }

    /** Ends the waiting for owners that do not answer. */
    void tick(long nowMillis) {
        boolean isLate;
        synchronized (this) {
            isLate = nowMillis - startedAtMillis > PATIENCE_MILLIS;
        }
        finishIf(isLate);
    }

    private synchronized int missing() {
        return missing;
    }

    private void finishIf(boolean isOver) {
        CompletableFuture<List<PartitionSize>> finished;
        List<PartitionSize> result;
        synchronized (this) {
            if (!isOver || running == null) {
                return;
            }
            finished = running;
            running = null;
            result = List.of(sizes);
        }
        finished.complete(result);
    }
}
