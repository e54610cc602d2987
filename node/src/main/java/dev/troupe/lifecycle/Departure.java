package dev.troupe.lifecycle;

import dev.troupe.cluster.membership.Membership;
import dev.troupe.keeper.CopyTable;
import dev.troupe.settings.ClusterSettings;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Keeps a node that leaves until nobody needs it: until the owners elsewhere have released all that it holds, or nobody is
 * left to take it.
 */
public final class Departure {
    /** How long it is kept. */
    public static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private Departure() {}

    /** Adds the waiting to the system's shutdown. */
    public static void await(ActorSystem<?> system, ClusterSettings cluster, Membership membership, CopyTable copies) {
        CoordinatedShutdown.get(system)
                .addTask(
                        CoordinatedShutdown.PhaseClusterShardingShutdownRegion(),
                        "troupe-copies",
                        () -> released(
                                system, cluster, () -> !copies.isEmpty() && !membership.isAlone(), LONGEST_WAIT));
    }

    /** Done when it is not needed any more, or has waited for the longest, which is logged; does not fail. */
    static CompletableFuture<Done> released(
            ActorSystem<?> system, ClusterSettings cluster, BooleanSupplier isNeeded, Duration longestWait) {
        if (Termination.whenTerminated(system).isDone()) {
            // It was ended without a word: there is nobody left to wait, and no timer to wait with.
            return CompletableFuture.completedFuture(Done.done());
        }
        CompletableFuture<Void> over = Poll.until(system, cluster, () -> !isNeeded.getAsBoolean());
        CompletableFuture<Done> done = new CompletableFuture<>();
        CompletionStage<Void> waited = over.completeOnTimeout(null, longestWait.toMillis(), TimeUnit.MILLISECONDS);
        waited.whenComplete((released, failed) -> {
            if (isNeeded.getAsBoolean()) {
                system.log()
                        .warn(
                                "Leaves after {} s although copies here are still needed elsewhere; they are gone now",
                                longestWait.toSeconds());
            }
            done.complete(Done.done());
        });
        return done;
    }
}
