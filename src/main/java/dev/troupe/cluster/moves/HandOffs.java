package dev.troupe.cluster.moves;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSelection;
import org.apache.pekko.cluster.sharding.ShardCoordinator$Internal$BeginHandOffAck;
import org.apache.pekko.cluster.sharding.ShardCoordinator$Internal$ShardStopped;

/**
 * Sees to it that hand-offs of partitions end soon, as nobody has the partition meanwhile. Pekko's shard coordinator has a worker for
 * each (1.7.0, {@code ShardCoordinator.RebalanceWorker}), which first asks all regions to forget where the partition is, then its home
 * to stop it, and gives up after {@code handoff-timeout}. Two of the answers are given here, in the place of those who owe them. A worker
 * that does not wait for an answer ignores it. Not thread safe: owned by one {@link PlacingAllocation}.
 */
final class HandOffs {
    /** Other regions than the home that have not answered after so long are not waited for. */
    static final long PATIENCE_MILLIS = 1000;

    private final Function<String, ActorSelection> selection;
    private final Map<Integer, Long> sinceMillis = new HashMap<>();
    private final Set<Integer> answeredFor = new HashSet<>();

    /**
     * Nothing is under way yet.
     *
     * @param selection of actors on this node, which is the coordinator's, by path
     */
    HandOffs(Function<String, ActorSelection> selection) {
        this.selection = selection;
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
                        .forEach(region -> forgotten(partition, region));
            }
            if (!homes.containsKey(partition)) {
                regions.stream().findAny().ifPresent(any -> stopped(partition, any));
            }
        }
    }

    /**
     * A region may stand still, with its whole process. What it has not forgotten when it goes on is no harm: only messages that ask who
     * owns a partition go through regions, and they are repeated. What it sends to the old home is dropped or sent on there. The home is waited for: it could not stop
     * the partition either, and would do so in vain when it goes on.
     */
    private void forgotten(int partition, ActorRef region) {
        workers(region).tell(new ShardCoordinator$Internal$BeginHandOffAck(Integer.toString(partition)), region);
    }

    /**
     * The home is gone. A worker that still waited for its first answer takes the end for that, and goes on to ask what is gone. While it waits for
     * other regions it does not listen, so this is said again at every look.
     */
    private void stopped(int partition, ActorRef anyRegion) {
        workers(anyRegion)
                .tell(new ShardCoordinator$Internal$ShardStopped(Integer.toString(partition)), ActorRef.noSender());
    }

    /** The coordinator has its name from the regions, which have the same on all nodes, and its workers are its children. */
    private ActorSelection workers(ActorRef region) {
        return selection.apply(region.path().toStringWithoutAddress() + "Coordinator/singleton/coordinator/*");
    }
}
