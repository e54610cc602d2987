package dev.troupe.lifecycle;

import dev.troupe.cluster.membership.Membership;
import dev.troupe.gateway.Gateway;
import dev.troupe.protocol.NodeClock;
import dev.troupe.settings.ClusterSettings;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Waits, on a node that is about to leave, until its partitions have moved away a few at a time, each for a moment only. What
 * is left when this has gone on for too long, or makes no progress, moves all at once when the node gives its region up.
 */
public final class Evacuation {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
    private static final long PATIENCE_MILLIS = 3000;

    private final Membership membership;
    private final Gateway gateway;
    private final LongSupplier nowMillis;
    private long fewest = Long.MAX_VALUE;
    private long progressMillis;

    private Evacuation(Membership membership, Gateway gateway, LongSupplier nowMillis) {
        this.membership = membership;
        this.gateway = gateway;
        this.nowMillis = nowMillis;
    }

    /** Done when there is nothing left to wait for; does not fail. */
    public static CompletableFuture<Void> of(
            ActorSystem<?> system, ClusterSettings cluster, Membership membership, Gateway gateway) {
        // One that was ended without a word has nobody left to wait, and no timer to wait with.
        if (cluster.maxMoves() == 0 || Termination.whenTerminated(system).isDone()) {
            return CompletableFuture.completedFuture(null);
        }
        Evacuation evacuation = new Evacuation(membership, gateway, NodeClock::millis);
        CompletableFuture<Void> over = new CompletableFuture<>();
        CompletionStage<Void> waited = Poll.until(system, cluster, evacuation::isOver)
                .completeOnTimeout(null, LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        waited.whenComplete((gone, ended) -> over.complete(null));
        return over;
    }

    private boolean isOver() {
        long owned = ownedHere();
        long now = nowMillis.getAsLong();
        if (owned < fewest) {
            fewest = owned;
            progressMillis = now;
        }
        return owned == 0 || membership.isAlone() || now - progressMillis > PATIENCE_MILLIS;
    }

    private long ownedHere() {
        return IntStream.range(0, gateway.partitions().count())
                .filter(partition -> gateway.owner(partition)
                        .filter(owner -> owner.node().isEmpty())
                        .isPresent())
                .count();
    }
}
