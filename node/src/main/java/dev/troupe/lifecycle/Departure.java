package dev.troupe.lifecycle;

import dev.troupe.cluster.membership.Membership;
import dev.troupe.keeper.CopyTable;
import dev.troupe.settings.ClusterSettings;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Keeps a node that leaves until nobody needs it: until the owners elsewhere have released all that it holds, or nobody is
 * left to take it.
 */
public final class Departure {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private Departure() {}

    /** Adds the waiting to the system's shutdown. */
    public static void await(ActorSystem<?> system, ClusterSettings cluster, Membership membership, CopyTable copies) {
        CoordinatedShutdown.get(system)
                .addTask(
                        CoordinatedShutdown.PhaseClusterShardingShutdownRegion(),
                        "troupe-copies",
                        () -> released(system, cluster, membership, copies));
    }

    private static CompletionStage<Done> released(
            ActorSystem<?> system, ClusterSettings cluster, Membership membership, CopyTable copies) {
        if (Termination.whenTerminated(system).isDone()) {
            // It was ended without a word: there is nobody left to wait, and no timer to wait with.
            return CompletableFuture.completedFuture(Done.done());
        }
        CompletableFuture<Void> over = Poll.until(system, cluster, () -> copies.isEmpty() || membership.isAlone());
        CompletableFuture<Done> done = new CompletableFuture<>();
        CompletionStage<Void> waited = over.completeOnTimeout(null, LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        waited.whenComplete((released, failed) -> {
            if (!copies.isEmpty() && !membership.isAlone()) {
                system.log()
                        .warn(
                                "Leaves after {} s although copies here are still needed elsewhere; they are gone now",
                                LONGEST_WAIT.toSeconds());
            }
            done.complete(Done.done());
        });
        return done;
    }
}
