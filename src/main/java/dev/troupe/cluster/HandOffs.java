package dev.troupe.cluster;

import java.util.Set;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSelection;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.sharding.ShardCoordinator$Internal$ShardStopped;

/**
 * Ends hand-offs of partitions whose home has died. Pekko's shard coordinator has a worker for each hand-off, which asks all regions
 * to forget the home and then the home to stop the partition; the end of a region counts as its answer to the first question. If it is
 * the home's own, the worker goes on to ask the dead one, and nobody has the partition until the hand-off times out (Pekko 1.7.0,
 * {@code ShardCoordinator.RebalanceWorker}). So the worker gets the answer that the dead region would have given. Used by the shard
 * coordinator's thread, on its node.
 */
final class HandOffs {
    private final ActorSelection workers;

    /**
     * Those of one kind of entities.
     *
     * @param type name of the kind
     */
    HandOffs(ActorSystem<?> system, String type) {
        String guardian = system.settings().config().getString("pekko.cluster.sharding.guardian-name");
        this.workers = Adapter.toClassic(system)
                .actorSelection("/system/" + guardian + "/" + type + "Coordinator/singleton/coordinator/*");
    }

    /**
     * Ends what cannot end by itself. To be said again until it has: a worker that still waits for other regions does not listen.
     *
     * @param handingOff partitions that are being handed off
     * @param owned partitions that have a home; one that is being handed off keeps it until it is done, or until that dies
     */
    void end(Set<Integer> handingOff, Set<Integer> owned) {
        handingOff.stream()
                .filter(partition -> !owned.contains(partition))
                .forEach(partition -> workers.tell(
                        new ShardCoordinator$Internal$ShardStopped(partition.toString()), ActorRef.noSender()));
    }
}
