package dev.troupe.node;

import com.typesafe.config.Config;
import dev.troupe.api.RateLimit;
import dev.troupe.members.NodeId;
import dev.troupe.metrics.MeterBook;
import dev.troupe.settings.DirectSettings;
import dev.troupe.transport.LinkActor;
import dev.troupe.transport.Links;
import dev.troupe.transport.direct.DirectConnections;
import dev.troupe.transport.direct.DirectPlace;
import io.micrometer.core.instrument.Tags;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.typed.Cluster;
import scala.concurrent.ExecutionContextExecutor;

/** The ways of messages from a node to others, in its actor system. */
final class NodeLinks {
    /** For actors that never wait and know no code of users. */
    static final String CALLING_THREAD = "troupe-calling-thread-dispatcher";

    private static final String PARTITIONS = "troupe-partition-dispatcher";

    private static final String TCP = "tcp";

    private final Links links;
    private final DirectConnections direct;
    private final DirectSettings settings;

    private NodeLinks(Links links, DirectConnections direct, DirectSettings settings) {
        this.links = links;
        this.direct = direct;
        this.settings = settings;
    }

    /** Links that take nothing yet. */
    static NodeLinks create(ActorSystem<?> system, DirectSettings settings, LongSupplier nowMillis, MeterBook book) {
        UniqueAddress unique = Cluster.get(system).selfMember().uniqueAddress();
        String self = hostPort(unique.address());
        BiConsumer<String, Exception> defects = defects(system);
        DirectConnections direct = new DirectConnections(new DirectConnections.Shared(
                self,
                () -> members(system),
                (node, invitation) -> LinkActor.on(system, node).tell(invitation),
                system.dispatchers().lookup(DispatcherSelector.blocking()),
                nowMillis,
                new SecureRandom(),
                defects));
        Links.Counts counts = new Links.Counts();
        count(book, counts);
        book.gauge(
                "troupe.links.direct",
                "Nodes that batches go to over a connection of Troupe's own, not over the cluster's",
                Tags.empty(),
                direct::count);
        Links links = new Links(
                new Links.Shared(self, unique.longUid(), nowMillis, partitions(system), defects, counts),
                node -> direct.to(node, LinkActor.on(system, node)::tell));
        return new NodeLinks(links, direct, settings);
    }

    Links links() {
        return links;
    }

    /** From now on batches are taken. */
    void open(ActorSystem<?> system) {
        openDirect(system);
        system.systemActorOf(
                LinkActor.create(links, direct::invited, direct::tick, partitions(system)),
                LinkActor.NAME,
                DispatcherSelector.fromConfig(CALLING_THREAD));
    }

    /** Where the cluster's connections are encrypted, or are no connections, or a test may cut them, nothing goes another way. */
    static boolean mayBePassedBy(Config artery) {
        return artery.getString("transport").equals(TCP) && !artery.getBoolean("advanced.test-mode");
    }

    /** Without them the cluster's connections serve. */
    private void openDirect(ActorSystem<?> system) {
        Config artery = system.settings().config().getConfig("pekko.remote.artery");
        if (!settings.enabled() || !mayBePassedBy(artery)) {
            return;
        }
        Adapter.toClassic(system).registerOnTermination(direct::close);
        try {
            direct.open(place(system, artery), links::receive);
        } catch (UncheckedIOException | IllegalArgumentException unavailable) {
            system.log()
                    .warn(
                            "Cannot listen for direct connections of other nodes at port {}: {}. Batches take the cluster's connections,"
                                    + " which is slower. Set troupe.direct.port, or troupe.direct.bind-port, to a port that is free",
                            settings.listeningPort(),
                            unavailable.getMessage());
        }
    }

    private DirectPlace place(ActorSystem<?> system, Config artery) {
        String bound = artery.getString("bind.hostname");
        boolean isName = !bound.isEmpty() && !bound.startsWith("<");
        Address self = Cluster.get(system).selfMember().address();
        return new DirectPlace(
                isName ? bound : self.host().get(),
                settings.listeningPort(),
                settings.port(),
                artery.getString("advanced.tcp.outbound-client-hostname"));
    }

    private static Set<String> members(ActorSystem<?> system) {
        return StreamSupport.stream(Cluster.get(system).state().getMembers().spliterator(), false)
                .filter(member -> member.status() != MemberStatus.down())
                .map(Member::address)
                .map(NodeLinks::hostPort)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String hostPort(Address address) {
        return NodeId.address(address.host().get(), (int) address.port().get());
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
