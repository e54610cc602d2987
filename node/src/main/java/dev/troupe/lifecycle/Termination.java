package dev.troupe.lifecycle;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;

/** The end of an actor system. */
public final class Termination {
    private Termination() {}

    /** Leaves the cluster and ends the system; done when it has. */
    public static CompletableFuture<Void> shutdown(ActorSystem<?> system, CoordinatedShutdown.Reason reason) {
        return plain(CoordinatedShutdown.get(system).runAll(reason));
    }

    /** Done when the system has ended. */
    public static CompletableFuture<Void> whenTerminated(ActorSystem<?> system) {
        return plain(system.getWhenTerminated());
    }

    /** A future whose dependants need no thread of their own, however few processors there are. */
    private static CompletableFuture<Void> plain(CompletionStage<Done> stage) {
        CompletableFuture<Void> plain = new CompletableFuture<>();
        stage.whenCompleteAsync(
                (done, failed) -> {
                    if (failed == null) {
                        plain.complete(null);
                    } else {
                        plain.completeExceptionally(failed);
                    }
                },
                Runnable::run);
        return plain;
    }
}
