package dev.troupe.partition;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * The highest epoch of each partition that this node has heard of. A new owner opens a higher one, and none below the clock in
 * seconds, so that versions are not used again after a full stop either. Safe for use by many threads.
 */
final class Epochs {
    private final AtomicLongArray highest;
    private final LongSupplier unixSeconds;

    Epochs(int partitions, LongSupplier unixSeconds) {
        this.highest = new AtomicLongArray(partitions);
        this.unixSeconds = unixSeconds;
    }

    /** Some owner of a partition is in office under this epoch. */
    void heard(int partition, long epoch) {
        highest.accumulateAndGet(partition, epoch, Math::max);
    }

    /** The epoch for a new owner of a partition. */
    long open(int partition) {
        return highest.updateAndGet(partition, seen -> Math.max(seen + 1, unixSeconds.getAsLong()));
    }
}
