package dev.troupe.store;

/**
 * How a store behaves.
 *
 * @param eviction what gives way when the memory is used up
 * @param hashSeed seed of the hash, the same on all nodes of a cluster
 */
public record StoreSettings(Policy eviction, long hashSeed) {
    /** What gives way when the memory is used up. */
    public enum Policy {
        S3_FIFO,
        LRU,
        /** Nothing: a put that does not fit is refused. */
        NONE
    }
}
