package dev.troupe.store.policy;

import dev.troupe.store.segment.SegmentSizes;

/**
 * How a store behaves.
 *
 * @param eviction what gives way when the memory is used up
 * @param hashSeed seed of the hash; cursors are positions in hash order, so they mean the same only under the same seed
 * @param segments how large the pieces are in which memory is taken and given back
 * @param queues parameters of {@link Policy#S3_FIFO}
 * @param mostEntries a bound on the number of entries beside the one on bytes; {@link Long#MAX_VALUE} for none
 */
public record StoreSettings(Policy eviction, long hashSeed, SegmentSizes segments, Queues queues, long mostEntries) {
    /** The common case: segments that grow with the store, the default queues, no bound on entries. */
    public StoreSettings(Policy eviction, long hashSeed) {
        this(eviction, hashSeed, SegmentSizes.GROWING, Queues.DEFAULT, Long.MAX_VALUE);
    }

    /** The same settings with segments of another size. */
    public StoreSettings withSegments(SegmentSizes other) {
        return new StoreSettings(eviction, hashSeed, other, queues, mostEntries);
    }

    /** The same settings with a bound on the number of entries. */
    public StoreSettings withMostEntries(long most) {
        return new StoreSettings(eviction, hashSeed, segments, queues, most);
    }

    /** What gives way when the memory is used up. */
    public enum Policy {
        /** Two queues and a memory of what was dropped lately. */
        S3_FIFO,
        /**
         * Least recently used, approximated: one queue, in which an entry that was hit since the last pass stays
         * (CLOCK).
         */
        LRU,
        /** Nothing: a put that does not fit is refused. */
        NONE
    }
}
