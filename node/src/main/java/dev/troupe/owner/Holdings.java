package dev.troupe.owner;

import dev.troupe.api.CacheSpec;
import dev.troupe.api.Catalogue;
import dev.troupe.metrics.CacheFigures;
import dev.troupe.metrics.CacheMeters;
import dev.troupe.metrics.MeterBook;
import dev.troupe.protocol.CopyReport;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What the partitions of this node hold, as they reported it last, and all that they have counted. Safe for use by many threads; owned by
 * the node.
 */
public final class Holdings {
    private final Map<Integer, Map<Integer, CacheFigures>> held = new HashMap<>();
    private final Map<Integer, CopyReport> copies = new HashMap<>();
    private final Map<Integer, CacheFigures> counted = new HashMap<>();
    private long losses;

    /** Exposes the figures of every cache. */
    public void declare(Catalogue catalogue, MeterBook book) {
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

    /** What a partition holds now, and what it has counted since its last report, by the number of the cache. */
    synchronized void report(int partition, Map<Integer, CacheFigures> figures) {
        held.put(partition, figures);
        figures.forEach((cache, part) -> counted.merge(cache, part.counts(), CacheFigures::plus));
    }

    /** How the copies of a partition stand that is owned here. */
    synchronized void report(int partition, CopyReport report) {
        if (held.containsKey(partition)) {
            copies.put(partition, report);
        }
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

    /** A partition is not owned here any more; what it counted stays counted. */
    synchronized void release(int partition) {
        copies.remove(partition);
        held.remove(partition);
    }

    /** What this node holds of a cache. */
    synchronized CacheFigures of(int cache) {
        CacheFigures sum = counted.getOrDefault(cache, CacheFigures.NONE);
        for (Map<Integer, CacheFigures> partition : held.values()) {
            sum = sum.plus(partition.getOrDefault(cache, CacheFigures.NONE).held());
        }
        return sum;
    }
}
