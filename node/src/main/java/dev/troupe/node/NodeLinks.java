package dev.troupe.node;

import dev.troupe.api.RateLimit;
import dev.troupe.members.NodeId;
import dev.troupe.metrics.MeterBook;
import dev.troupe.transport.LinkActor;
import dev.troupe.transport.Links;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.typed.Cluster;
import scala.concurrent.ExecutionContextExecutor;

/** The ways of messages from a node to others, in its actor system. */
final class NodeLinks {
    /** For actors that never wait and know no code of users. */
    static final String CALLING_THREAD = "troupe-calling-thread-dispatcher";

    private static final String PARTITIONS = "troupe-partition-dispatcher";

    private NodeLinks() {}

    /** Links that take nothing yet. */
    static Links create(ActorSystem<?> system, LongSupplier nowMillis, MeterBook book) {
        UniqueAddress self = Cluster.get(system).selfMember().uniqueAddress();
        Address address = self.address();
        Links.Counts counts = new Links.Counts();
        count(book, counts);
        return new Links(
                new Links.Shared(
                        NodeId.address(
                                address.host().get(), (int) address.port().get()),
                        self.longUid(),
                        nowMillis,
                        partitions(system),
                        defects(system),
                        counts),
                node -> LinkActor.carrier(system, node));
    }

    /** From now on batches are taken. */
    static void open(ActorSystem<?> system, Links links) {
        system.systemActorOf(
                LinkActor.create(links, partitions(system)),
                LinkActor.NAME,
                DispatcherSelector.fromConfig(CALLING_THREAD));
    }

    /** The threads of partitions. */
    static ExecutionContextExecutor partitions(ActorSystem<?> system) {
        return system.dispatchers().lookup(DispatcherSelector.fromConfig(PARTITIONS));
    }

    private static void count(MeterBook book, Links.Counts counts) {
        book.count(
                "troupe.links.batches",
                "Batches of messages that have left for other nodes",
                Tags.empty(),
                counts.batches()::sum);
        book.count(
                "troupe.links.lost",
                "Batches that the other node has not said it has taken, within a fifth of a second without any that it has",
                Tags.empty(),
                counts.lost()::sum);
        book.count(
                "troupe.links.dropped",
                "Messages to other nodes that were dropped since too many waited",
                Tags.empty(),
                counts.dropped()::sum);
    }

    private static BiConsumer<String, Exception> defects(ActorSystem<?> system) {
        RateLimit limit = new RateLimit(Duration.ofSeconds(1), System.nanoTime());
        return (what, why) -> limit.pass(System.nanoTime())
                .ifPresent(others -> system.log()
                        .error("Between nodes: {}; {} more like this since the last that was told", what, others, why));
    }
}
