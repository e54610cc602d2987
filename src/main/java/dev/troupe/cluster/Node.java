package dev.troupe.cluster;

import java.util.Locale;

/**
 * One member of the cluster, as the node that hands this out sees it.
 *
 * @param address host and port of its cluster port
 * @param uid tells the incarnations of an address apart
 * @param storage whether it holds partitions
 * @param status what gossip says of it
 * @param reachable whether it can be reached
 * @param unreachableSinceMillis when it was lost, on the clock of the node that sees it; {@link #NEVER} if it is reachable
 * @param draining whether it has said that it is about to leave
 * @param oldest whether it is the one that acts for all: of the storage nodes that {@link #takesPartitions()} the one
 *     that has been a full member for longest
 * @param weight its part of the load relative to the others'
 * @param zone what fails together at large
 * @param host what fails together at small
 */
public record Node(
        String address,
        long uid,
        boolean storage,
        Status status,
        boolean reachable,
        long unreachableSinceMillis,
        boolean draining,
        boolean oldest,
        int weight,
        String zone,
        String host) {
    /** In place of a time that has not come; later than any. */
    public static final long NEVER = Long.MAX_VALUE;

    /** The stations of a member, in their order. */
    public enum Status {
        /** It has asked to join. */
        JOINING,
        /** It has joined while somebody else was unreachable. */
        WEAKLY_UP,
        /** A full member. */
        UP,
        /** It has asked to leave. */
        LEAVING,
        /** It is about to be removed. */
        EXITING,
        /** It was declared dead, and is removed as soon as nobody reaches it. */
        DOWN;

        /** As it is shown. */
        String text() {
            return name().replace("_", "").toLowerCase(Locale.ROOT);
        }
    }

    /** Whether a partition may be placed on it. */
    public boolean takesPartitions() {
        return storage && status == Status.UP && reachable && !draining;
    }

    /** The same, as the one that acts for all. */
    Node asOldest() {
        return new Node(
                address, uid, storage, status, reachable, unreachableSinceMillis, draining, true, weight, zone, host);
    }
}
