package dev.troupe.protocol;

/**
 * What a partition holds.
 *
 * @param entries in all caches
 * @param bytes of memory they take
 */
public record PartitionSize(long entries, long bytes) {}
