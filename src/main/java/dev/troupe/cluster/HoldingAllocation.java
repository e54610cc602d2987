package dev.troupe.cluster;

import dev.troupe.placement.HomeChoice;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.sharding.ShardCoordinator;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.dispatch.Futures;
import org.slf4j.Logger;
import scala.collection.immutable.IndexedSeq;
import scala.concurrent.Future;

/**
 * Places partitions as {@link HomeChoice} says once the planned nodes are here, and never moves one: sharding moves no
 * state, so a partition that moved would be empty. The id of a shard is the number of its partition. Owned by the shard
 * coordinator.
 */
public final class HoldingAllocation extends ShardCoordinator.AbstractShardAllocationStrategy {
    private final FormationDecider formation;
    private final int plannedNodes;
    private final IntSupplier gateways;
    private final String selfAddress;
    private final ActorRef nowhere;
    private final LongSupplier nowMillis;
    private final Logger log;
    private boolean holding;

    /**
     * When the first partitions are placed.
     *
     * @param plannedNodes how many nodes to wait for, at least 1, those that hold no partitions included
     * @param storageRole of the nodes that hold partitions; empty if all do
     * @param formationTimeout how long to wait for them from the first request on
     */
    public record Settings(int plannedNodes, String storageRole, Duration formationTimeout) {
        /** @throws IllegalArgumentException if one is out of range */
        public Settings {
            if (plannedNodes < 1) {
                throw new IllegalArgumentException("plannedNodes must be at least 1, got " + plannedNodes);
            }
            if (formationTimeout.isNegative()) {
                throw new IllegalArgumentException("formationTimeout must not be negative, got " + formationTimeout);
            }
        }
    }

    /** What it sees of the system it runs in; {@code gateways} are the full members that hold no partitions. */
    record Surroundings(String selfAddress, IntSupplier gateways, ActorRef nowhere, Logger log) {}

    HoldingAllocation(Settings settings, Surroundings surroundings, LongSupplier nowMillis) {
        this.formation = new FormationDecider(settings.plannedNodes(), settings.formationTimeout());
        this.plannedNodes = settings.plannedNodes();
        this.gateways = surroundings.gateways();
        this.selfAddress = surroundings.selfAddress();
        this.nowhere = surroundings.nowhere();
        this.nowMillis = nowMillis;
        this.log = surroundings.log();
    }

    /**
     * One for the partitions of a node.
     *
     * @param system the node's
     * @param settings when the first partitions are placed
     * @param nowMillis a clock that never goes back
     */
    public static HoldingAllocation create(ActorSystem<?> system, Settings settings, LongSupplier nowMillis) {
        Cluster cluster = Cluster.get(system);
        Surroundings surroundings = new Surroundings(
                Incarnation.hostAndPort(cluster.selfMember().address()),
                () -> gateways(cluster, settings.storageRole()),
                Adapter.toClassic(system).deadLetters(),
                system.log());
        return new HoldingAllocation(settings, surroundings, nowMillis);
    }

    private static int gateways(Cluster cluster, String storageRole) {
        int gateways = 0;
        for (Member member : cluster.state().getMembers()) {
            if (member.status() == MemberStatus.up() && !storageRole.isEmpty() && !member.hasRole(storageRole)) {
                gateways++;
            }
        }
        return gateways;
    }

    @Override
    public Future<ActorRef> allocateShard(
            ActorRef requester, String shardId, Map<ActorRef, IndexedSeq<String>> current) {
        Map<String, ActorRef> regions = new HashMap<>();
        Map<String, Integer> loads = new HashMap<>();
        current.forEach((region, shards) -> {
            regions.put(nodeOf(region), region);
            loads.put(nodeOf(region), shards.size());
        });
        // Not a failed future: the coordinator logs those as errors with their stack, one a partition and retry. A
        // region that it does not know is logged at debug level, and the asker's region asks again.
        ActorRef home = nowhere;
        if (mayPlace(loads)) {
            home = HomeChoice.of(Integer.parseInt(shardId), loads)
                    .map(node -> regions.getOrDefault(node, nowhere))
                    .orElse(nowhere);
        }
        return Futures.successful(home);
    }

    @Override
    public Future<Set<String>> rebalance(Map<ActorRef, IndexedSeq<String>> current, Set<String> inProgress) {
        return Futures.successful(Set.of());
    }

    private boolean mayPlace(Map<String, Integer> loads) {
        int placed = loads.values().stream().mapToInt(Integer::intValue).sum();
        // Of the nodes with storage those count whose regions are here: one that is merely Up cannot take its share
        // yet.
        int here = loads.size() + gateways.getAsInt();
        boolean may = formation.mayPlace(here, placed, nowMillis.getAsLong());
        if (may == holding) {
            log.info(
                    "{} placing partitions: {} of {} planned nodes are here",
                    may ? "Starts" : "Waits with",
                    here,
                    plannedNodes);
        }
        holding = !may;
        return may;
    }

    private String nodeOf(ActorRef region) {
        Address address = region.path().address();
        return address.hasLocalScope() ? selfAddress : Incarnation.hostAndPort(address);
    }
}
