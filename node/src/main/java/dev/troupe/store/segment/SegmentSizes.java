package dev.troupe.store.segment;

/**
 * Sizes of segments. A new one has 1/32 to 1/128 of the bytes that the store holds, within these bounds, so that an
 * empty store costs little and a full one has enough segments to evict them one by one.
 *
 * @param smallestBytes of the first segment, 64 to {@code largestBytes}
 * @param largestBytes of any segment, at most 1 MiB and, so that the collector does not treat the arrays as
 *     humongous, at most half a region of G1; a store holds at most 4 GiB of segments
 */
public record SegmentSizes(int smallestBytes, int largestBytes) {
    /** From 1 to 256 KiB: fits every heap, since the smallest region of G1 is 1 MiB. */
    public static final SegmentSizes GROWING = new SegmentSizes(1 << 10, 256 << 10);

    /** @throws IllegalArgumentException if a bound is out of range */
    public SegmentSizes {
        if (smallestBytes < 64 || smallestBytes > largestBytes || largestBytes > 1 << 20) {
            throw new IllegalArgumentException("segments of " + smallestBytes + " to " + largestBytes
                    + " bytes: must be 64 bytes to 1 MiB, the smaller first");
        }
    }

    /** All segments of one size. */
    public static SegmentSizes fixed(int bytes) {
        return new SegmentSizes(bytes, bytes);
    }
}
