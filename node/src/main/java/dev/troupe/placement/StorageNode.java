package dev.troupe.placement;

/**
 * A member that holds partitions, as placement sees it.
 *
 * @param address host:port of its cluster port; scores depend on this alone, so that a restarted node keeps its places
 * @param uid its incarnation
 * @param weight its part of the load relative to the others', 1 to {@link #MAX_WEIGHT}
 * @param zone what fails together at large, such as a data centre; members of one zone name it alike
 * @param host what fails together at small: the machine; members of one machine name it alike
 */
public record StorageNode(String address, long uid, int weight, String zone, String host) {
    /** The highest weight. */
    public static final int MAX_WEIGHT = 100;

    /** @throws IllegalArgumentException if the weight is out of range or the address is empty */
    public StorageNode {
        if (weight < 1 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException("weight must be between 1 and " + MAX_WEIGHT + ", got " + weight);
        }
        if (address.isEmpty()) {
            throw new IllegalArgumentException("a storage node needs an address");
        }
    }
}
