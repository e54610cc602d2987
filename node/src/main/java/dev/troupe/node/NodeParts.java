package dev.troupe.node;

import dev.troupe.api.ClusterView;
import dev.troupe.cluster.liveness.CrashDetector;
import dev.troupe.cluster.membership.Membership;
import dev.troupe.cluster.moves.MovePreparation;
import dev.troupe.cluster.moves.PlacingAllocation;
import dev.troupe.gateway.Gateway;
import dev.troupe.lifecycle.Departure;
import dev.troupe.lifecycle.LastOwners;
import dev.troupe.lifecycle.OwnerWatch;
import dev.troupe.lifecycle.OwnerlessPartitions;
import dev.troupe.lifecycle.PreparedMoves;
import dev.troupe.metrics.MeterBook;
import dev.troupe.owner.PlacementSettings;
import dev.troupe.protocol.NodeClock;
import dev.troupe.settings.ClusterSettings;
import dev.troupe.settings.NodeSettings;
import dev.troupe.settings.ShardingConfig;
import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * What a node is made of in whatever actor system it runs.
 *
 * @param membership whom it knows
 * @param gateway its way to all partitions
 * @param view both, put together
 */
record NodeParts(Membership membership, Gateway gateway, ClusterView view) {
    /** Short, since a node that leaves waits for the answers. */
    private static final Duration HELLO_INTERVAL = Duration.ofMillis(250);

    /** Where Pekko's own connections between nodes come from; empty unless an operator says so. */
    private static final String OUTBOUND_ADDRESS = "pekko.remote.artery.advanced.tcp.outbound-client-hostname";

    private static final String LIFELINE_DETECTOR = "dev.troupe.cluster.liveness.LifelineFailureDetector";

    /**
     * Starts them; once in the life of a system.
     *
     * @param storageRole of the members that hold partitions; empty if all do
     */
    static NodeParts start(ActorSystem<?> system, NodeSettings settings, String storageRole, MeterBook book) {
        Membership membership = Membership.start(system, storageRole, HELLO_INTERVAL, NodeClock.of(system));
        if (hearsCrashDetector(system)) {
            CrashDetector.start(
                    system, crashDetector(system, settings, storageRole, membership), book, NodeClock::millis);
        }
        PreparedMoves moves = new PreparedMoves(membership);
        LastOwners owners = new LastOwners();
        PlacementSettings placing = new PlacementSettings(
                storageRole,
                allocation(system, settings, membership, moves, owners),
                ShardingConfig.of(system.settings().config()));
        PartitionService.Started started = PartitionService.start(
                system,
                settings.agreement(),
                new PartitionService.Holding(settings.partitions(), settings.copies(), placing, book),
                settings.gateway(),
                NodeLinks.create(system, settings.direct(), NodeClock.of(system), book));
        moves.connect(started.gateway());
        owners.connect(started.table());
        membership.onChange(started::members);
        Departure.await(system, settings.cluster(), membership, started.table());
        OwnerlessPartitions ownerless =
                OwnerWatch.start(system, started.gateway(), settings.cluster().ownerlessAlarm(), book);
        return new NodeParts(
                membership, started.gateway(), new NodeClusterView(membership, started.gateway(), ownerless));
    }

    /** An application may keep its own failure detector; then its cluster finds crashed nodes as it always has. */
    private static boolean hearsCrashDetector(ActorSystem<?> system) {
        return system.settings()
                .config()
                .getString("pekko.cluster.failure-detector.implementation-class")
                .equals(LIFELINE_DETECTOR);
    }

    private static CrashDetector.Settings crashDetector(
            ActorSystem<?> system, NodeSettings settings, String storageRole, Membership membership) {
        String source = system.settings().config().getString(OUTBOUND_ADDRESS);
        return new CrashDetector.Settings(
                storageRole,
                settings.cluster().trustRefusal(),
                Optional.of(source).filter(address -> !address.isEmpty()),
                uid -> isDraining(membership, uid));
    }

    private static boolean isDraining(Membership membership, long uid) {
        return membership.nodes().stream().anyMatch(node -> node.uid() == uid && node.draining());
    }

    private static PlacingAllocation allocation(
            ActorSystem<?> system,
            NodeSettings settings,
            Membership membership,
            MovePreparation moves,
            LastOwners owners) {
        ClusterSettings cluster = settings.cluster();
        return PlacingAllocation.create(
                system,
                membership,
                new PlacingAllocation.Settings(
                        settings.agreement().partitions(),
                        cluster.plannedNodes(),
                        cluster.formationTimeout(),
                        settings.copies().backups(),
                        cluster.maxMoves()),
                moves,
                owners,
                NodeClock::millis);
    }
}
