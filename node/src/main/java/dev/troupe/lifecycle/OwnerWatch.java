package dev.troupe.lifecycle;

import dev.troupe.gateway.Gateway;
import dev.troupe.metrics.MeterBook;
import dev.troupe.protocol.NodeClock;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;

/** Looks every second whether every partition has an owner, and raises the alarm if one has none for long. */
public final class OwnerWatch {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private OwnerWatch() {}

    /** Starts looking; ends with the system. */
    public static OwnerlessPartitions start(ActorSystem<?> system, Gateway gateway, Duration limit, MeterBook book) {
        OwnerlessPartitions ownerless =
                new OwnerlessPartitions(gateway.partitions().count(), limit, NodeClock.millis());
        book.gauge(
                "troupe.partitions.ownerless",
                "Partitions of the cluster without an owner that this node knows",
                Tags.empty(),
                ownerless::count);
        CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
        Cancellable looking = RepeatedLook.start(system, INTERVAL, INTERVAL, () -> {
            // One that is about to stop looks for no owners any more.
            if (shutdown.getShutdownReason().isEmpty()) {
                ownerless
                        .look(partition -> gateway.owner(partition).isPresent(), NodeClock.millis())
                        .ifPresent(line -> system.log().error(line));
            }
        });
        CompletionStage<Void> ended = Termination.whenTerminated(system);
        ended.thenRun(looking::cancel);
        return ownerless;
    }
}
