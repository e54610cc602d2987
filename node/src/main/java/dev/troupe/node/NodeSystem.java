package dev.troupe.node;

import com.typesafe.config.Config;
import dev.troupe.cluster.membership.Membership;
import dev.troupe.gateway.Gateway;
import dev.troupe.http.HttpServer;
import dev.troupe.lifecycle.Evacuation;
import dev.troupe.lifecycle.RegionEnd;
import dev.troupe.members.NodeId;
import dev.troupe.settings.ClusterSettings;
import dev.troupe.settings.NodeSettings;
import dev.troupe.settings.SettingsException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.PoisonPill;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.apache.pekko.remote.RemoteTransportException;

/** The actor system of a node: made, joined to its cluster, and ended. */
final class NodeSystem {
    /** Of a node that has not joined, or not yet; one that has left is past the phase in question. */
    private static final Set<MemberStatus> NEVER_UP =
            Set.of(MemberStatus.removed(), MemberStatus.joining(), MemberStatus.weaklyUp());

    /** For the last replies on their way to clients. */
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private NodeSystem() {}

    /**
     * Makes it.
     *
     * @param exit of the process, if that is this node's own
     * @throws SettingsException if the cluster's host or port cannot be bound
     */
    static ActorSystem<Void> create(NodeSettings settings, Config config, Optional<ProcessExit> exit) {
        ClusterSettings cluster = settings.cluster();
        try {
            return exit.isPresent()
                    ? exit.get().system(cluster.name(), config)
                    : ActorSystem.create(Behaviors.empty(), cluster.name(), config);
        } catch (RemoteTransportException failed) {
            throw ListenFailure.of("troupe.cluster", cluster.host(), cluster.listeningPort(), failed);
        }
    }

    /** Joins the seeds, or forms a cluster of one if there are none. */
    static void join(ActorSystem<?> system, ClusterSettings settings) {
        Cluster cluster = Cluster.get(system);
        Address self = cluster.selfMember().address();
        if (settings.seeds().isEmpty()) {
            cluster.manager().tell(Join.create(self));
            return;
        }
        List<Address> seeds =
                settings.seeds().stream().map(seed -> address(self, seed)).toList();
        cluster.manager().tell(new JoinSeedNodes(seeds));
    }

    /**
     * What has to know that a node is about to leave.
     *
     * @param drain how long requests under way may take to end
     */
    record Draining(ClusterSettings cluster, Membership membership, HttpServer http, Duration drain, Gateway gateway) {}

    /**
     * On shutdown, tells clients and the other nodes to go elsewhere, lets requests under way end, and then gives the
     * partitions up.
     */
    static void drainOnShutdown(ActorSystem<?> system, Draining draining) {
        CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
        shutdown.addTask(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "troupe-http-drain", () -> {
            draining.http().drain();
            return CompletableFuture.completedFuture(Done.done());
        });
        shutdown.addTask(
                CoordinatedShutdown.PhaseServiceUnbind(),
                "troupe-http",
                () -> draining.http().unbind(draining.drain()).thenApply(idle -> Done.done()));
        shutdown.addTask(
                CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
                "troupe-http-close",
                () -> draining.http().terminate(CLOSE).thenApply(ended -> Done.done()));
        leaveOnShutdown(system, draining.cluster(), draining.membership(), draining.gateway());
        shutdown.addTask(CoordinatedShutdown.PhaseBeforeClusterShutdown(), "troupe-abandon", () -> {
            if (NEVER_UP.contains(Cluster.get(system).selfMember().status())) {
                // It holds nothing, and would wait for homes of partitions until the phase is over.
                RegionEnd.region(system).tell(PoisonPill.getInstance(), ActorRef.noSender());
            }
            return CompletableFuture.completedFuture(Done.done());
        });
    }

    /**
     * On shutdown, tells the other nodes to take over, waits while they do, and refuses calls before what is left of the
     * partitions is given up.
     */
    static void leaveOnShutdown(
            ActorSystem<?> system, ClusterSettings cluster, Membership membership, Gateway gateway) {
        CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
        shutdown.addTask(
                CoordinatedShutdown.PhaseBeforeServiceUnbind(),
                "troupe-drain",
                () -> membership
                        .drain()
                        .thenCompose(known -> Evacuation.of(system, cluster, membership, gateway))
                        .thenApply(gone -> Done.done()));
        shutdown.addTask(CoordinatedShutdown.PhaseBeforeClusterShutdown(), "troupe-gateway", () -> {
            gateway.close();
            return CompletableFuture.completedFuture(Done.done());
        });
        RegionEnd.await(system, membership);
    }

    private static Address address(Address self, String seed) {
        return new Address(self.protocol(), self.system(), NodeId.host(seed), NodeId.port(seed));
    }
}
