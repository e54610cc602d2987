package dev.troupe.lifecycle;

import dev.troupe.cluster.membership.Membership;
import dev.troupe.gateway.Gateway;
import dev.troupe.protocol.NodeClock;
import dev.troupe.settings.ClusterSettings;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Waits, on a node that is about to leave, until its partitions have moved away a few at a time, each for a moment only. What
 * is left when this has gone on for too long, or makes no progress, moves all at once when the node gives its region up.
 */
public final class Evacuation {
    static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
    private static final long PATIENCE_MILLIS = 3000;

    private final LongSupplier owned;
    private final BooleanSupplier isAlone;
    private long fewest = Long.MAX_VALUE;
    private long progressMillis;

    /**
     * Nothing was looked at yet.
     *
     * @param owned partitions that this node has
     * @param isAlone whether there is nobody to whom they could go
     */
    Evacuation(LongSupplier owned, BooleanSupplier isAlone) {
        this.owned = owned;
        this.isAlone = isAlone;
    }

    /** Done when there is nothing left to wait for; does not fail. */
    public static CompletableFuture<Void> of(
            ActorSystem<?> system, ClusterSettings cluster, Membership membership, Gateway gateway) {
        // One that was ended without a word has nobody left to wait, and no timer to wait with.
        if (cluster.maxMoves() == 0 || Termination.whenTerminated(system).isDone()) {
            return CompletableFuture.completedFuture(null);
        }
        Evacuation evacuation = new Evacuation(() -> ownedHere(gateway), membership::isAlone);
        return within(LONGEST_WAIT, Poll.until(system, cluster, () -> evacuation.isOver(NodeClock.millis())));
    }

    /** Done when that is, or after the longest wait; does not fail. */
    static CompletableFuture<Void> within(Duration longestWait, CompletableFuture<Void> waiting) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        CompletionStage<Void> waited = waiting.completeOnTimeout(null, longestWait.toMillis(), TimeUnit.MILLISECONDS);
        waited.whenComplete((gone, ended) -> over.complete(null));
        return over;
    }

    /** Whether there is nothing to wait for, or there has been no progress for too long. */
    boolean isOver(long nowMillis) {
        long left = owned.getAsLong();
        if (left < fewest) {
            fewest = left;
            progressMillis = nowMillis;
        }
        return left == 0 || isAlone.getAsBoolean() || nowMillis - progressMillis > PATIENCE_MILLIS;
    }

    private static long ownedHere(Gateway gateway) {
        return IntStream.range(0, gateway.partitions().count())
                .filter(partition -> gateway.owner(partition)
                        .filter(owner -> owner.node().isEmpty())
                        .isPresent())
                .count();
    }
}
