package dev.troupe.partition;

import dev.troupe.api.CacheSpec;
import dev.troupe.api.Catalogue;
import dev.troupe.metrics.CacheFigures;
import dev.troupe.metrics.CacheMeters;
import dev.troupe.metrics.MeterBook;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** What the partitions of this node hold, as they reported it last. Safe for use by many threads; owned by the node. */
final class Holdings {
    private final Map<Integer, Map<Integer, CacheFigures>> byPartition = new HashMap<>();
    private final Map<Integer, CopyReport> copies = new HashMap<>();
    private final Map<Integer, CacheFigures> gone = new HashMap<>();
    private long losses;

    /** Exposes the figures of every cache. */
    void declare(Catalogue catalogue, MeterBook book) {
        for (CacheSpec spec : catalogue.specs()) {
            int cache = catalogue.number(spec.name()).orElseThrow();
            CacheMeters.declare(book, spec.name().value(), () -> of(cache));
        }
        book.gauge(
                "troupe.partitions.underreplicated",
                "Partitions owned here that have fewer complete copies than there should be",
                Tags.empty(),
                () -> count(report -> !report.fullyReplicated()));
        book.gauge(
                "troupe.partitions.lost",
                "Partitions owned here whose content was lost with all its copies",
                Tags.empty(),
                () -> count(CopyReport::lost));
        book.count(
                "troupe.partitions.losses",
                "How often a partition was opened empty here because its content was lost with all its copies",
                Tags.empty(),
                this::losses);
    }

    /** What a partition holds now, by the number of the cache, and how its copies stand. */
    synchronized void report(int partition, Map<Integer, CacheFigures> figures, CopyReport report) {
        byPartition.put(partition, figures);
        copies.put(partition, report);
    }

    /** A partition has started empty though it had an owner before. */
    synchronized void lost() {
        losses++;
    }

    synchronized long losses() {
        return losses;
    }

    private synchronized int count(Predicate<CopyReport> which) {
        return (int) copies.values().stream().filter(which).count();
    }

    /** A partition has left; what it counted stays counted. */
    synchronized void release(int partition) {
        copies.remove(partition);
        Map<Integer, CacheFigures> last = byPartition.remove(partition);
        if (last != null) {
            last.forEach((cache, figures) -> gone.merge(cache, figures.counts(), CacheFigures::plus));
        }
    }

    /** What this node holds of a cache. */
    synchronized CacheFigures of(int cache) {
        CacheFigures sum = gone.getOrDefault(cache, CacheFigures.NONE);
        for (Map<Integer, CacheFigures> partition : byPartition.values()) {
            sum = sum.plus(partition.getOrDefault(cache, CacheFigures.NONE));
        }
        return sum;
    }
}
