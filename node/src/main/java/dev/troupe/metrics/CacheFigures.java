package dev.troupe.metrics;

/**
 * What one node holds of one cache, or a part of it. Figures that say "now" are sums of what there is; the others count since
 * the node started.
 *
 * @param entries now, expired ones that are still stored included
 * @param bytes of memory now: segments, index and ghost
 * @param deadBytes of removed and overwritten entries, now
 * @param hits gets that found an entry
 * @param misses gets that found none
 * @param expired entries removed because their time was over
 * @param evicted entries removed to make room
 * @param expiryLagMillis how late background expiry was, now; of several parts the largest
 */
public record CacheFigures(
        long entries,
        long bytes,
        long deadBytes,
        long hits,
        long misses,
        long expired,
        long evicted,
        long expiryLagMillis) {
    /** Nothing. */
    public static final CacheFigures NONE = new CacheFigures(0, 0, 0, 0, 0, 0, 0, 0);

    /** Both together. */
    public CacheFigures plus(CacheFigures other) {
        return new CacheFigures(
                entries + other.entries,
                bytes + other.bytes,
                deadBytes + other.deadBytes,
                hits + other.hits,
                misses + other.misses,
                expired + other.expired,
                evicted + other.evicted,
                Math.max(expiryLagMillis, other.expiryLagMillis));
    }

    /** The same without what had been counted before. */
    public CacheFigures since(CacheFigures before) {
        return new CacheFigures(
                entries,
                bytes,
                deadBytes,
                hits - before.hits,
                misses - before.misses,
                expired - before.expired,
                evicted - before.evicted,
                expiryLagMillis);
    }

    /** What there is now, without what was counted. */
    public CacheFigures held() {
        return new CacheFigures(entries, bytes, deadBytes, 0, 0, 0, 0, expiryLagMillis);
    }

    /** What stays counted when these entries are no longer held. */
    public CacheFigures counts() {
        return new CacheFigures(0, 0, 0, hits, misses, expired, evicted, 0);
    }
}
