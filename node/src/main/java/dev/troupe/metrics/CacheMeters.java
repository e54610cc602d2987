package dev.troupe.metrics;

import io.micrometer.core.instrument.Tags;
import java.util.function.Supplier;

/** The meters of what a node holds of a cache, under Micrometer's names for caches where it has one. */
public final class CacheMeters {
    private static final String GETS = "Gets answered by this node's partitions";

    private CacheMeters() {}

    /** Declares them for one cache. @throws IllegalStateException if this book has them already */
    public static void declare(MeterBook book, String cache, Supplier<CacheFigures> now) {
        Tags tags = Tags.of("cache", cache);
        declareHeld(book, tags, now);
        declareCounts(book, tags, now);
    }

    private static void declareHeld(MeterBook book, Tags tags, Supplier<CacheFigures> now) {
        book.gauge(
                "cache.size", "Entries this node holds", tags, () -> now.get().entries());
        book.gauge(
                "troupe.cache.bytes",
                "Memory they take, overhead included",
                tags,
                () -> now.get().bytes());
        book.gauge(
                "troupe.cache.dead.bytes",
                "Memory of removed and overwritten entries",
                tags,
                () -> now.get().deadBytes());
        book.gauge(
                "troupe.cache.expiry.lag.seconds",
                "How late background expiry was",
                tags,
                () -> now.get().expiryLagMillis() / 1000.0);
    }

    private static void declareCounts(MeterBook book, Tags tags, Supplier<CacheFigures> now) {
        book.count(
                "cache.gets", GETS, tags.and("result", "hit"), () -> now.get().hits());
        book.count(
                "cache.gets", GETS, tags.and("result", "miss"), () -> now.get().misses());
        book.count(
                "cache.evictions",
                "Entries removed to make room",
                tags,
                () -> now.get().evicted());
        book.count(
                "troupe.cache.expirations",
                "Entries removed when their time was over",
                tags,
                () -> now.get().expired());
    }
}
