package dev.troupe.cluster;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSelection;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.sharding.ShardCoordinator$Internal$BeginHandOffAck;
import org.apache.pekko.cluster.sharding.ShardCoordinator$Internal$ShardStopped;

/**
 * Sees to it that hand-offs of partitions end soon, as nobody has the partition meanwhile. Pekko's shard coordinator has a worker for
 * each (1.7.0, {@code ShardCoordinator.RebalanceWorker}), which first asks all regions to forget where the partition is, then its home
 * to stop it, and gives up after {@code handoff-timeout}. Two of the answers are given here, in the place of those who owe them. Not
 * thread safe: owned by one {@link PlacingAllocation}.
 */
final class HandOffs {
    /** Regions that have not answered after so long are not waited for. */
    static final long PATIENCE_MILLIS = 1000;

    private final ActorSelection workers;
    private final Map<Integer, Long> sinceMillis = new HashMap<>();

    /**
     * Those of one kind of entities, on the coordinator's node.
     *
     * @param type name of the kind
     */
    HandOffs(ActorSystem<?> system, String type) {
        String guardian = system.settings().config().getString("pekko.cluster.sharding.guardian-name");
        this.workers = Adapter.toClassic(system)
                .actorSelection("/system/" + guardian + "/" + type + "Coordinator/singleton/coordinator/*");
    }

    /**
     * Looks at those under way, some times a second.
     *
     * @param handingOff partitions that are being handed off
     * @param owned partitions that have a home; one that is being handed off keeps it until it is done, or until that dies
     * @param regions all that hold partitions
     */
    void look(Set<Integer> handingOff, Set<Integer> owned, Collection<ActorRef> regions, long nowMillis) {
        sinceMillis.keySet().retainAll(handingOff);
        for (int partition : handingOff) {
            long since = sinceMillis.computeIfAbsent(partition, unseen -> nowMillis);
            if (!owned.contains(partition)) {
                stopped(partition);
            } else if (nowMillis - since >= PATIENCE_MILLIS) {
                regions.forEach(region -> forgotten(partition, region));
            }
        }
    }

    /**
     * The home has died. A worker that had not got its first answer takes the death for that, and goes on to ask the dead. One that
     * still waits for others does not listen, so this is said again at every look.
     */
    private void stopped(int partition) {
        workers.tell(new ShardCoordinator$Internal$ShardStopped(shard(partition)), ActorRef.noSender());
    }

    /**
     * A region may stand still, with its whole process. What it has not forgotten when it goes on is no harm: what it then sends to the old home is sent on
     * from there, and only messages that ask who owns a partition go that way. A worker that is past this does not listen.
     */
    private void forgotten(int partition, ActorRef region) {
        workers.tell(new ShardCoordinator$Internal$BeginHandOffAck(shard(partition)), region);
    }

    private static String shard(int partition) {
        return Integer.toString(partition);
    }
}
