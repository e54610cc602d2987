package dev.troupe.placement;

/**
 * How many partitions a node may hold in a complete allocation.
 *
 * @param floor its share, rounded down
 * @param ceiling its share, rounded up; floor if the share is whole
 */
public record Quota(int floor, int ceiling) {
    /** Whether a node with so many partitions has its share. */
    public boolean allows(int partitions) {
        return floor <= partitions && partitions <= ceiling;
    }
}
