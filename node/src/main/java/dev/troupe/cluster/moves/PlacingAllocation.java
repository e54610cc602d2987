package dev.troupe.cluster.moves;

import dev.troupe.cluster.membership.Membership;
import dev.troupe.cluster.membership.PekkoMembers;
import dev.troupe.members.Member;
import dev.troupe.placement.Partitions;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToLongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.sharding.ShardCoordinator;
import org.apache.pekko.dispatch.Futures;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import scala.collection.immutable.IndexedSeq;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Places and moves partitions as a {@link PlacingDecider} says, once the planned nodes are here. The id of a shard is the
 * number of its partition. Owned by the shard coordinator, which starts it anew when it comes to this node.
 */
public final class PlacingAllocation extends ShardCoordinator.AbstractShardAllocationStrategy
        implements ShardCoordinator.StartableAllocationStrategy {
    private final Settings settings;
    private final Surroundings surroundings;
    private final LongSupplier nowMillis;
    private FormationDecider formation;
    private @Nullable PlacingDecider decider;
    private boolean holding;

    /**
     * How partitions are placed.
     *
     * @param partitions of the key space
     * @param plannedNodes how many storage nodes to wait for, at least 1
     * @param formationTimeout how long to wait for them from the first request on
     * @param backups copies of each partition, 0 or more
     * @param maxMoves most partitions on their way to another node at a time; 0 leaves them where they are
     */
    public record Settings(
            Partitions partitions, int plannedNodes, Duration formationTimeout, int backups, int maxMoves) {
        /** @throws IllegalArgumentException if one is out of range */
        public Settings {
            if (plannedNodes < 1 || formationTimeout.isNegative() || backups < 0 || maxMoves < 0) {
                throw new IllegalArgumentException("out of range: " + plannedNodes + " nodes, " + formationTimeout
                        + ", " + backups + " backups, " + maxMoves + " moves");
            }
        }
    }

    /** What it sees of the node it runs on. */
    record Surroundings(
            String selfAddress,
            Supplier<List<Member>> nodes,
            MovePreparation preparation,
            HandOffs handOffs,
            IntToLongFunction lastOwner,
            ActorRef nowhere,
            Logger log) {}

    PlacingAllocation(Settings settings, Surroundings surroundings, LongSupplier nowMillis) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.nowMillis = nowMillis;
        this.formation = new FormationDecider(settings.plannedNodes(), settings.formationTimeout());
    }

    /**
     * One for the partitions of a node.
     *
     * @param system the node's
     * @param membership of that node
     * @param settings how partitions are placed
     * @param preparation hears of moves before they happen
     * @param lastOwner uid of the node on which an owner of a partition began last, as far as this node has heard; 0 for none. Asked
     *     on the coordinator's thread
     * @param nowMillis a clock that never goes back
     */
    public static PlacingAllocation create(
            ActorSystem<?> system,
            Membership membership,
            Settings settings,
            MovePreparation preparation,
            IntToLongFunction lastOwner,
            LongSupplier nowMillis) {
        Surroundings surroundings = new Surroundings(
                membership.selfAddress(),
                membership::nodes,
                preparation,
                new HandOffs(new RebalanceWorkers(Adapter.toClassic(system)::actorSelection)),
                lastOwner,
                Adapter.toClassic(system).deadLetters(),
                system.log());
        return new PlacingAllocation(settings, surroundings, nowMillis);
    }

    /** What another coordinator has done since this node had one is not known here. */
    @Override
    public void start() {
        formation = new FormationDecider(settings.plannedNodes(), settings.formationTimeout());
        decider = null;
        holding = false;
    }

    @Override
    public Future<ActorRef> allocateShard(
            ActorRef requester, String shardId, Map<ActorRef, IndexedSeq<String>> current) {
        ClusterSnapshot snapshot = snapshot(current);
        // Not a failed future: the coordinator logs those as errors with their stack, one a partition and retry. A
        // region that it does not know is logged at debug level, and the asker's region asks again.
        ActorRef home = surroundings.nowhere();
        if (mayPlace(snapshot)) {
            home = decider(snapshot)
                    .home(Integer.parseInt(shardId), snapshot)
                    .map(address -> regions(current).getOrDefault(address, surroundings.nowhere()))
                    .orElse(surroundings.nowhere());
        }
        return Futures.successful(home);
    }

    @Override
    public Future<Set<String>> rebalance(Map<ActorRef, IndexedSeq<String>> current, Set<String> inProgress) {
        ClusterSnapshot snapshot = snapshot(current);
        Set<Integer> handingOff = inProgress.stream().map(Integer::valueOf).collect(Collectors.toSet());
        long now = nowMillis.getAsLong();
        surroundings.handOffs().look(handingOff, homes(current), current.keySet(), now);
        return Futures.successful(decider(snapshot).rebalance(snapshot, handingOff, now).stream()
                .map(String::valueOf)
                .collect(Collectors.toSet()));
    }

    private PlacingDecider decider(ClusterSnapshot snapshot) {
        if (decider == null) {
            decider = new PlacingDecider(
                    new PlacingDecider.Settings(settings.partitions(), settings.backups(), settings.maxMoves()),
                    !snapshot.owners().isEmpty(),
                    surroundings.preparation(),
                    surroundings.lastOwner());
        }
        return decider;
    }

    private boolean mayPlace(ClusterSnapshot snapshot) {
        int here = snapshot.candidates().size();
        boolean may = formation.mayPlace(here, snapshot.owners().size(), nowMillis.getAsLong());
        if (may == holding) {
            surroundings
                    .log()
                    .info(
                            "{} placing partitions: {} of {} planned storage nodes are here",
                            may ? "Starts" : "Waits with",
                            here,
                            settings.plannedNodes());
        }
        holding = !may;
        return may;
    }

    private ClusterSnapshot snapshot(Map<ActorRef, IndexedSeq<String>> current) {
        Map<Integer, String> owners = new HashMap<>();
        current.forEach((region, shards) -> {
            String address = addressOf(region);
            CollectionConverters.asJava(shards).forEach(shard -> owners.put(Integer.valueOf(shard), address));
        });
        return new ClusterSnapshot(
                surroundings.nodes().get(), new HashSet<>(regions(current).keySet()), owners);
    }

    private static Map<Integer, ActorRef> homes(Map<ActorRef, IndexedSeq<String>> current) {
        Map<Integer, ActorRef> homes = new HashMap<>();
        current.forEach((region, shards) ->
                CollectionConverters.asJava(shards).forEach(shard -> homes.put(Integer.valueOf(shard), region)));
        return homes;
    }

    private Map<String, ActorRef> regions(Map<ActorRef, IndexedSeq<String>> current) {
        Map<String, ActorRef> regions = new HashMap<>();
        current.keySet().forEach(region -> regions.put(addressOf(region), region));
        return regions;
    }

    private String addressOf(ActorRef region) {
        Address address = region.path().address();
        return address.hasLocalScope() ? surroundings.selfAddress() : PekkoMembers.address(address);
    }
}
