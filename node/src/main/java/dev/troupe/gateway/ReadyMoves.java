package dev.troupe.gateway;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which partitions their owners have said to be ready to move, and whereto. Safe for use by many threads. */
public final class ReadyMoves {
    private final Map<Integer, Long> ready = new ConcurrentHashMap<>();

    /** An owner has said how far it is. */
    void answered(int partition, long target, boolean isReady) {
        if (isReady) {
            ready.put(partition, target);
        } else {
            ready.remove(partition);
        }
    }

    /** Whether an owner has said that a partition can move to a node. */
    boolean isReady(int partition, long target) {
        return ready.getOrDefault(partition, 0L) == target;
    }
}
