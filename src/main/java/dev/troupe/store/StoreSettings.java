package dev.troupe.store;

/**
 * How a store behaves.
 *
 * @param eviction what gives way when the memory is used up
 * @param hashSeed seed of the hash; cursors are positions in hash order, so they mean the same only under the same seed
 * @param segments how large the pieces are in which memory is taken and given back
 * @param queues parameters of {@link Policy#S3_FIFO}
 * @param mostEntries a bound on the number of entries beside the one on bytes; {@link Long#MAX_VALUE} for none
 */
public record StoreSettings(Policy eviction, long hashSeed, Segments segments, Queues queues, long mostEntries) {
    /** The common case: segments that grow with the store, the default queues, no bound on entries. */
    public StoreSettings(Policy eviction, long hashSeed) {
        this(eviction, hashSeed, Segments.GROWING, Queues.DEFAULT, Long.MAX_VALUE);
    }

    /** The same settings with segments of another size. */
    public StoreSettings withSegments(Segments other) {
        return new StoreSettings(eviction, hashSeed, other, queues, mostEntries);
    }

    /** The same settings with other queues. */
    public StoreSettings withQueues(Queues other) {
        return new StoreSettings(eviction, hashSeed, segments, other, mostEntries);
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

    /**
     * Sizes of segments. A new one has 1/32 to 1/128 of the bytes that the store holds, within these bounds, so that an
     * empty store costs little and a full one has enough segments to evict them one by one.
     *
     * @param smallestBytes of the first segment, 64 to {@code largestBytes}
     * @param largestBytes of any segment, at most 1 MiB and, so that the collector does not treat the arrays as
     *     humongous, at most half a region of G1; a store holds at most 4 GiB of segments
     */
    public record Segments(int smallestBytes, int largestBytes) {
        /** From 1 to 256 KiB: fits every heap, since the smallest region of G1 is 1 MiB. */
        public static final Segments GROWING = new Segments(1 << 10, 256 << 10);

        /** @throws IllegalArgumentException if a bound is out of range */
        public Segments {
            if (smallestBytes < 64 || smallestBytes > largestBytes || largestBytes > 1 << 20) {
                throw new IllegalArgumentException("segments of " + smallestBytes + " to " + largestBytes
                        + " bytes: must be 64 bytes to 1 MiB, the smaller first");
            }
        }

        /** All segments of one size. */
        public static Segments fixed(int bytes) {
            return new Segments(bytes, bytes);
        }
    }
}
