package dev.troupe.store;

/**
 * Figures of a store since it was made.
 *
 * @param entries it holds now, expired ones that are still stored included
 * @param bytes of memory it takes now
 * @param hits gets that found an entry
 * @param misses gets that found none
 * @param expired entries removed because their time was over
 * @param evicted entries removed to make room
 */
public record StoreStats(long entries, long bytes, long hits, long misses, long expired, long evicted) {}
