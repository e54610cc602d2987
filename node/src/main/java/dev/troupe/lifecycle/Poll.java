package dev.troupe.lifecycle;

import dev.troupe.settings.ClusterSettings;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;

/** Waits for a node to become ready by looking at it, many times a second. */
public final class Poll {
    private static final Duration INTERVAL = Duration.ofMillis(50);

    private Poll() {}

    /** Done when the condition holds for the first time; fails with the cause if the system ends before that. */
    public static CompletableFuture<Void> until(
            ActorSystem<?> system, ClusterSettings cluster, BooleanSupplier isReady) {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        Cancellable looking = RepeatedLook.start(system, Duration.ZERO, INTERVAL, () -> {
            if (isReady.getAsBoolean()) {
                ready.complete(null);
            }
        });
        CompletionStage<Void> ended = Termination.whenTerminated(system);
        ended.thenRun(() -> ready.completeExceptionally(new NodeEndedException("the node ended before it was ready"
                + Ending.of(CoordinatedShutdown.get(system).getShutdownReason(), cluster)
                        .map(": "::concat)
                        .orElse(""))));
        CompletionStage<Void> over = ready;
        over.whenComplete((done, failed) -> looking.cancel());
        return ready;
    }
}
