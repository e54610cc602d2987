package dev.troupe.cluster.moves;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.ActorRef;

/**
 * Sees to it that hand-offs of partitions end soon, as nobody has the partition meanwhile. Pekko's shard coordinator has a worker for
 * each, which first asks all regions to forget where the partition is, then its home to stop it, and gives up after {@code handoff-timeout}.
 * Two of the answers are given here, in the place of those who owe them. A region may stand still, with its whole process. What it has not
 * forgotten when it goes on is no harm: only messages that ask who owns a partition go through regions, and they are repeated. What it
 * sends to the old home is dropped or sent on there. The home is waited for: it could not stop the partition either, and would do so in
 * vain when it goes on. Once it is gone that is said at every look, since a worker does not listen while it waits for regions. Not thread safe: owned by one {@link PlacingAllocation}.
 */
final class HandOffs {
    /** Other regions than the home that have not answered after so long are not waited for. */
    static final long PATIENCE_MILLIS = 1000;

    private final RebalanceWorkers workers;
    private final Map<Integer, Long> sinceMillis = new HashMap<>();
    private final Set<Integer> answeredFor = new HashSet<>();

    /**
     * Nothing is under way yet.
     *
     * @param workers of this node's coordinator
     */
    HandOffs(RebalanceWorkers workers) {
        this.workers = workers;
    }

    /**
     * Looks at those under way, some times a second.
     *
     * @param handingOff partitions that are being handed off
     * @param homes regions by partition; one that is being handed off keeps its home until it is done, or until that is gone
     * @param regions all that may hold partitions
     */
    void look(Set<Integer> handingOff, Map<Integer, ActorRef> homes, Collection<ActorRef> regions, long nowMillis) {
        sinceMillis.keySet().retainAll(handingOff);
        answeredFor.retainAll(handingOff);
        for (int partition : handingOff) {
            long since = sinceMillis.computeIfAbsent(partition, unseen -> nowMillis);
            if (nowMillis - since >= PATIENCE_MILLIS && answeredFor.add(partition)) {
                regions.stream()
                        .filter(region -> !region.equals(homes.get(partition)))
                        .forEach(region -> workers.regionHasForgotten(partition, region));
            }
            if (!homes.containsKey(partition)) {
                regions.stream().findAny().ifPresent(any -> workers.homeHasStopped(partition, any));
            }
        }
    }
}
