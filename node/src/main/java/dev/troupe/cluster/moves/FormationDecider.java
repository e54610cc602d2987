package dev.troupe.cluster.moves;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * Whether partitions may be placed yet. Where nothing moves later, a cluster that has just started must not put all of
 * them on the node that came first. Not thread safe: owned by one shard coordinator.
 */
final class FormationDecider {
    private final int plannedNodes;
    private final long timeoutMillis;
    private OptionalLong firstAskedAtMillis = OptionalLong.empty();

    FormationDecider(int plannedNodes, Duration timeout) {
        this.plannedNodes = plannedNodes;
        this.timeoutMillis = timeout.toMillis();
    }

    /**
     * Whether a partition may be placed now: all planned nodes are here, or partitions were placed before, or the time
     * since the first question is up.
     *
     * @param nodes that are ready for partitions, or hold none
     * @param placed partitions that have a home
     * @param nowMillis of a clock that never goes back
     */
    boolean mayPlace(int nodes, int placed, long nowMillis) {
        if (firstAskedAtMillis.isEmpty()) {
            firstAskedAtMillis = OptionalLong.of(nowMillis);
        }
        return nodes >= plannedNodes || placed > 0 || nowMillis - firstAskedAtMillis.getAsLong() >= timeoutMillis;
    }
}
