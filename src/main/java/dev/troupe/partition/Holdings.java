package dev.troupe.partition;

import dev.troupe.api.CacheSpec;
import dev.troupe.api.Catalogue;
import dev.troupe.metrics.CacheFigures;
import dev.troupe.metrics.CacheMeters;
import dev.troupe.metrics.MeterBook;
import java.util.HashMap;
import java.util.Map;

/** What the partitions of this node hold, as they reported it last. Safe for use by many threads; owned by the node. */
final class Holdings {
    private final Map<Integer, Map<Integer, CacheFigures>> byPartition = new HashMap<>();
    private final Map<Integer, CacheFigures> gone = new HashMap<>();

    /** Exposes the figures of every cache. */
    void declare(Catalogue catalogue, MeterBook book) {
        for (CacheSpec spec : catalogue.specs()) {
            int cache = catalogue.number(spec.name()).orElseThrow();
            CacheMeters.declare(book, spec.name().value(), () -> of(cache));
        }
    }

    /** What a partition holds now, by the number of the cache. */
    synchronized void report(int partition, Map<Integer, CacheFigures> figures) {
        byPartition.put(partition, figures);
    }

    /** A partition has left; what it counted stays counted. */
    synchronized void release(int partition) {
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
