package dev.troupe.store;

/**
 * Figures of a store; counts are since it was made.
 *
 * @param entries it holds now, expired ones that are still stored included
 * @param bytes of memory it takes now: segments, index and ghost
 * @param liveBytes of the entries, headers and padding included, now
 * @param deadBytes of removed and overwritten entries that have not been compacted yet, now
 * @param hits gets that found an entry
 * @param misses gets that found none
 * @param expired entries removed because their time was over
 * @param evicted entries removed to make room
 * @param examined entries that background expiry looked at
 * @param expiryLagMillis how late the latest entry was that the last successful call of background expiry removed
 * @param ghostHits puts of a key that was evicted shortly before
 * @param reclaimedSegments segments given back
 * @param compactions segments given back by compaction
 * @param smallShare share of the bytes that the small queue is meant to have now, 0 to 1
 */
public record StoreStats(
        long entries,
        long bytes,
        long liveBytes,
        long deadBytes,
        long hits,
        long misses,
        long expired,
        long evicted,
        long examined,
        long expiryLagMillis,
        long ghostHits,
        long reclaimedSegments,
        long compactions,
        double smallShare) {}
