package dev.troupe.cluster.moves;

import java.util.function.Function;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSelection;
import org.apache.pekko.cluster.sharding.ShardCoordinator$Internal$BeginHandOffAck;
import org.apache.pekko.cluster.sharding.ShardCoordinator$Internal$ShardStopped;

/**
 * The workers of Pekko's shard coordinator, one for each hand-off ({@code ShardCoordinator.RebalanceWorker}, 1.7.0), and the two messages of its
 * protocol that Troupe sends them: there is no public way to end one early. A worker that does not wait for an answer ignores it.
 */
final class RebalanceWorkers {
    private final Function<String, ActorSelection> selection;

    /**
     * Those of one coordinator.
     *
     * @param selection of actors on the coordinator's node, by path
     */
    RebalanceWorkers(Function<String, ActorSelection> selection) {
        this.selection = selection;
    }

    /** A region routes no more messages to the home of a partition: what it would answer itself. */
    void regionHasForgotten(int partition, ActorRef region) {
        workers(region).tell(new ShardCoordinator$Internal$BeginHandOffAck(Integer.toString(partition)), region);
    }

    /** The home of a partition has stopped it: what its home would answer. A worker that still asks regions takes no note. */
    void homeHasStopped(int partition, ActorRef anyRegion) {
        workers(anyRegion)
                .tell(new ShardCoordinator$Internal$ShardStopped(Integer.toString(partition)), ActorRef.noSender());
    }

    /** The coordinator has its name from the regions, which have the same on all nodes, and its workers are its children. */
    private ActorSelection workers(ActorRef region) {
        return selection.apply(region.path().toStringWithoutAddress() + "Coordinator/singleton/coordinator/*");
    }
}
