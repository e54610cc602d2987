package dev.troupe.lifecycle;

import dev.troupe.cluster.membership.Membership;
import dev.troupe.owner.PartitionSharding;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.PoisonPill;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.ClusterSharding;
import org.apache.pekko.cluster.sharding.ShardRegion;

/**
 * The end of the region of partitions on a node that leaves. A region without partitions is ended though it still has messages:
 * if no member can take a partition any more it would keep them, and its node, until the phase of the shutdown is over. After that the
 * node stays for a moment, so that what its shard coordinator decided last has reached the next one by gossip.
 */
public final class RegionEnd {
    /** Longer than a region takes that has nothing in its way. */
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** Ten rounds of gossip of the coordinator's state, see {@code troupe-pekko.conf}. */
    private static final Duration SETTLE = Duration.ofMillis(500);

    private enum Event {
        LOOK,
        SETTLED
    }

    private RegionEnd() {}

    /** Adds the waiting to the system's shutdown. */
    public static void await(ActorSystem<?> system, Membership membership) {
        CoordinatedShutdown.get(system)
                .addTask(
                        CoordinatedShutdown.PhaseClusterShardingShutdownRegion(),
                        "troupe-region",
                        () -> ended(system, membership));
    }

    private static CompletableFuture<Done> ended(ActorSystem<?> system, Membership membership) {
        // One that was ended without a word has no actors left that could wait.
        if (Termination.whenTerminated(system).isDone()) {
            return CompletableFuture.completedFuture(Done.done());
        }
        CompletableFuture<Done> over = new CompletableFuture<>();
        system.systemActorOf(waiting(region(system), membership::isAlone, over), "troupe-region-end", Props.empty());
        return over;
    }

    /** Where the partitions of this node are, or the way to those of others. */
    public static ActorRef region(ActorSystem<?> system) {
        return ClusterSharding.get(Adapter.toClassic(system)).shardRegion(PartitionSharding.TYPE_NAME);
    }

    /**
     * Waits for the end of a region.
     *
     * @param isAlone whether there is nobody who could hear the last decisions
     * @param over is completed when it ends, whatever ends it
     */
    static Behavior<Object> waiting(ActorRef region, BooleanSupplier isAlone, CompletableFuture<Done> over) {
        Behavior<Object> waiting = Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            context.watch(Adapter.toTyped(region));
            timers.startTimerWithFixedDelay(Event.LOOK, LOOK);
            return Behaviors.receive(Object.class)
                    .onMessageEquals(Event.LOOK, () -> {
                        region.tell(ShardRegion.getShardRegionStateInstance(), Adapter.toClassic(context.getSelf()));
                        return Behaviors.same();
                    })
                    .onMessage(ShardRegion.CurrentShardRegionState.class, state -> {
                        if (state.getShards().isEmpty() && state.getFailed().isEmpty()) {
                            region.tell(PoisonPill.getInstance(), ActorRef.noSender());
                        }
                        return Behaviors.same();
                    })
                    .onMessageEquals(Event.SETTLED, Behaviors::stopped)
                    .onSignal(Terminated.class, gone -> {
                        timers.cancelAll();
                        timers.startSingleTimer(Event.SETTLED, isAlone.getAsBoolean() ? Duration.ZERO : SETTLE);
                        return Behaviors.same();
                    })
                    .onSignal(PostStop.class, stopped -> {
                        over.complete(Done.done());
                        return Behaviors.same();
                    })
                    .build();
        }));
        return Behaviors.supervise(waiting).onFailure(Throwable.class, SupervisorStrategy.resume());
    }
}
