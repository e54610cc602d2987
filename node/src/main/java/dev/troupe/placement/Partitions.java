package dev.troupe.placement;

/**
 * The division of the slots into partitions: contiguous ranges in order, whose sizes differ by at most one slot.
 *
 * @param count partitions there are, 1 to {@link Slots#COUNT}; fixed for the life of a cluster
 */
public record Partitions(int count) {

    /** @throws IllegalArgumentException if the count is out of range */
    public Partitions {
        if (count < 1 || count > Slots.COUNT) {
            throw new IllegalArgumentException("partitions must be between 1 and " + Slots.COUNT + ", got " + count);
        }
    }

    /** The partition of a key, 0 to count - 1. */
    public int of(byte[] key) {
        return ofSlot(Slots.of(key));
    }

    /**
     * The partition of a slot, 0 to count - 1.
     *
     * @throws IndexOutOfBoundsException if there is no such slot
     */
    public int ofSlot(int slot) {
        if (slot < 0 || slot >= Slots.COUNT) {
            throw new IndexOutOfBoundsException("slot " + slot + " of " + Slots.COUNT);
        }
        return slot * count / Slots.COUNT;
    }

    /**
     * The first slot of a partition.
     *
     * @throws IndexOutOfBoundsException if there is no such partition
     */
    public int firstSlot(int partition) {
        check(partition);
        return start(partition);
    }

    /**
     * The last slot of a partition, itself included.
     *
     * @throws IndexOutOfBoundsException if there is no such partition
     */
    public int lastSlot(int partition) {
        check(partition);
        return start(partition + 1) - 1;
    }

    private int start(int partition) {
        return (partition * Slots.COUNT + count - 1) / count;
    }

    private void check(int partition) {
        if (partition < 0 || partition >= count) {
            throw new IndexOutOfBoundsException("partition " + partition + " of " + count);
        }
    }
}
