package dev.troupe.members;

import dev.troupe.placement.StorageNode;
import java.util.Locale;

/**
 * One member of the cluster, as the node that hands this out sees it.
 *
 * @param id its address and which of its lives
 * @param storage whether it holds partitions
 * @param status what gossip says of it
 * @param unreachableSinceMillis when it was lost, on the clock of the node that sees it; {@link #NEVER} if it is reachable
 * @param draining whether it has said that it is about to leave
 * @param weight its part of the load relative to the others'
 * @param zone what fails together at large
 * @param host what fails together at small
 */
public record Member(
        NodeId id,
        boolean storage,
        Status status,
        long unreachableSinceMillis,
        boolean draining,
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
        public String text() {
            return name().replace("_", "").toLowerCase(Locale.ROOT);
        }

        /** Whether all have agreed that it is in, and nobody can have it for gone. */
        public boolean isFull() {
            return this == UP || this == LEAVING;
        }

        /** Whether it has asked to join, and others may take it for a full member already. */
        public boolean isOnItsWayIn() {
            return this == JOINING || this == WEAKLY_UP;
        }
    }

    /** host:port of its cluster port. */
    public String address() {
        return id.address();
    }

    /** Tells the lives of an address apart. */
    public long uid() {
        return id.uid();
    }

    /** Whether it can be reached. */
    public boolean reachable() {
        return unreachableSinceMillis == NEVER;
    }

    /** Whether it was declared dead: it need not answer, and is not obeyed. */
    public boolean isDown() {
        return status == Status.DOWN;
    }

    /** Whether a partition may be placed on it. */
    public boolean takesPartitions() {
        return storage && status == Status.UP && reachable() && !draining;
    }

    /** As placement sees it. */
    public StorageNode storageNode() {
        return new StorageNode(address(), uid(), weight, zone, host);
    }
}
