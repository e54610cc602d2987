package dev.troupe.replication.state;

/**
 * The number of a change: a 32-bit epoch and a 32-bit sequence within it, packed in a long and compared unsigned. An epoch
 * belongs to one owner's epoch, so a version is never used twice.
 */
public final class Version {
    /** An owner opens the next epoch before its sequence gets here. */
    public static final long LAST_SEQUENCE = (1L << 31) - 1;

    private static final long LOW_BITS = 0xffff_ffffL;

    private Version() {}

    /** The version before the first one of an epoch. */
    public static long opening(long epoch) {
        if (epoch <= 0 || epoch > LOW_BITS) {
            throw new IllegalArgumentException("an epoch is between 1 and 2^32 - 1, got " + epoch);
        }
        return epoch << 32;
    }

    /** The epoch of a version. */
    public static long epoch(long version) {
        return version >>> 32;
    }

    /** The sequence of a version. */
    public static long sequence(long version) {
        return version & LOW_BITS;
    }

    /** The version after this one; the next epoch's first when the sequence is used up. */
    public static long next(long version) {
        return sequence(version) < LAST_SEQUENCE ? version + 1 : opening(epoch(version) + 1) + 1;
    }
}
