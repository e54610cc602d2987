package dev.troupe.gateway;

import dev.troupe.protocol.CopyReport;
import dev.troupe.protocol.PartitionSize;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Collects what the owners of all partitions report. A result is kept for as long as whoever asks allows; an owner that does not answer in time counts with what
 * it said last. Safe for use by many threads.
 */
public final class PartitionReports {
    private static final long PATIENCE_MILLIS = 500;
    private static final PartitionReport UNKNOWN = new PartitionReport(new PartitionSize(0, 0), CopyReport.UNKNOWN);

    private final PartitionReport[] reports;
    private final boolean[] awaited;
    private int missing;
    private long startedAtMillis = Long.MIN_VALUE / 2;
    private @Nullable CompletableFuture<List<PartitionReport>> running;

    public PartitionReports(int partitions) {
        reports = IntStream.range(0, partitions).mapToObj(partition -> UNKNOWN).toArray(PartitionReport[]::new);
        awaited = new boolean[partitions];
    }

    /**
     * The reports by partition; runs {@code ask} if they have to be asked for.
     *
     * @param freshMillis they may be so old
     */
    CompletableFuture<List<PartitionReport>> reports(
            List<Integer> owned, long freshMillis, long nowMillis, Runnable ask) {
        CompletableFuture<List<PartitionReport>> result;
        synchronized (this) {
            if (running != null) {
                return running;
            }
            if (owned.isEmpty() || nowMillis - startedAtMillis < freshMillis) {
                return CompletableFuture.completedFuture(List.of(reports));
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

    /** From now on reports that were asked for count as old; of those on their way too. */
    CompletableFuture<Void> expire() {
        CompletableFuture<List<PartitionReport>> before;
        synchronized (this) {
            startedAtMillis = running == null ? Long.MIN_VALUE / 2 : startedAtMillis;
            before = running;
        }
        return before == null ? CompletableFuture.completedFuture(null) : before.thenCompose(reports -> expire());
    }

    /** The reports as they are, by partition, however old. */
    synchronized List<PartitionReport> last() {
        return List.of(reports);
    }

    /** An owner has answered. */
    void measured(int partition, PartitionReport report) {
        synchronized (this) {
            reports[partition] = report;
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
        CompletableFuture<List<PartitionReport>> finished;
        List<PartitionReport> result;
        synchronized (this) {
            if (!isOver || running == null) {
                return;
            }
            finished = running;
            running = null;
            result = List.of(reports);
        }
        finished.complete(result);
    }
}
