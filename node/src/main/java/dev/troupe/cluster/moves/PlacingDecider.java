package dev.troupe.cluster.moves;

import dev.troupe.placement.Move;
import dev.troupe.placement.Moves;
import dev.troupe.placement.Partitions;
import dev.troupe.placement.StorageNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Decides where partitions go and which of them move. Knows no actors. Not thread safe: owned by one shard coordinator, and
 * starts without memories with each.
 */
final class PlacingDecider {
    /** The surplus moves when members have been at rest for so long: after a crash the copies come first. */
    static final long REST_MILLIS = 3000;

    /** And when so much time has passed since a hand-off failed, which has kept its partition from everybody: what fails once may fail again. */
    static final long AFTER_FAILURE_MILLIS = 30_000;

    private final Settings settings;
    private final IntToLongFunction lastOwner;
    private final TargetPlacement homes;
    private final FailoverPlanner failover;
    private final PlannedMoves moves;
    /** When the surplus may move. */
    private long movesFromMillis = Long.MIN_VALUE;

    /** All was where it should be when it looked so. */
    private @Nullable ClusterSnapshot restful;

    /**
     * What it goes by.
     *
     * @param backups copies of each partition
     * @param maxMoves most moves under way at a time; 0 leaves partitions where they are
     */
    record Settings(Partitions partitions, int backups, int maxMoves) {}

    /**
     * One for a coordinator.
     *
     * @param inherited whether partitions were placed before this coordinator came
     * @param preparation hears of moves before they happen
     * @param lastOwner uid of the node on which an owner of a partition began last, 0 if none is known
     */
    PlacingDecider(Settings settings, boolean inherited, MovePreparation preparation, IntToLongFunction lastOwner) {
        this.settings = settings;
        this.lastOwner = lastOwner;
        this.homes = new TargetPlacement(settings.partitions());
        this.failover = new FailoverPlanner(settings.partitions().count(), settings.backups(), inherited);
        this.moves = new PlannedMoves(preparation);
    }

    /**
     * Where a partition without an owner goes, by address; nothing if no node may take it. One whose move has
     * begun goes on. One whose last owner began on a node that is still there stays: a coordinator that has just started may not know
     * all that the one before it has decided. One whose owner died goes to the best of its heirs, any other where the plan says, or else
     * to its target.
     */
    Optional<String> home(int partition, ClusterSnapshot snapshot) {
        failover.remember(snapshot);
        return moves.begun(partition)
                .filter(address -> isCandidate(address, snapshot))
                .or(() -> begunAt(partition, snapshot))
                .or(() -> failover.of(partition, snapshot))
                .or(() -> moves.planned(partition).filter(address -> isCandidate(address, snapshot)))
                .or(() -> Optional.ofNullable(homes.of(snapshot).get(partition)));
    }

    /**
     * The partitions to be handed off now, a few at a time: the surplus while the members are at rest and hand-offs succeed, and what nodes hold that
     * are about to leave, as long as every member can be reached. What is left of that when they leave moves then, all at once.
     *
     * @param handingOff partitions that are being handed off already
     * @param nowMillis of a clock that never goes back
     */
    Set<Integer> rebalance(ClusterSnapshot snapshot, Set<Integer> handingOff, long nowMillis) {
        if (handingOff.isEmpty() && snapshot.equals(restful)) {
            return Set.of();
        }
        failover.remember(snapshot);
        Map<Integer, String> targets = homes.of(snapshot);
        if (moves.look(snapshot, handingOff, targets)) {
            movesFromMillis = nowMillis + AFTER_FAILURE_MILLIS;
        }
        boolean areOwned = areOwned(snapshot, handingOff);
        boolean isCalm = snapshot.isCalm() && areOwned;
        if (!isCalm) {
            movesFromMillis = Math.max(movesFromMillis, nowMillis + REST_MILLIS);
        }
        if (isCalm && nowMillis >= movesFromMillis) {
            moves.plan(Moves.next(snapshot.owners(), targets, moves.all(), settings.maxMoves()));
            restful = moves.all().isEmpty() ? snapshot : null;
            return moves.begin(settings.maxMoves());
        }
        restful = null;
        moves.callOff();
        moves.plan(evacuations(snapshot, targets));
        return snapshot.isInReach() && areOwned ? moves.begin(settings.maxMoves()) : Set.of();
    }

    private List<Move> evacuations(ClusterSnapshot snapshot, Map<Integer, String> targets) {
        return snapshot.owners().entrySet().stream()
                .filter(owned -> snapshot.isDraining(owned.getKey()) && targets.containsKey(owned.getKey()))
                .map(owned -> new Move(
                        owned.getKey(), owned.getValue(), targets.getOrDefault(owned.getKey(), owned.getValue())))
                .toList();
    }

    private boolean areOwned(ClusterSnapshot snapshot, Set<Integer> handingOff) {
        return snapshot.ownerless(settings.partitions().count()).stream()
                .allMatch(partition ->
                        handingOff.contains(partition) || moves.begun(partition).isPresent());
    }

    private Optional<String> begunAt(int partition, ClusterSnapshot snapshot) {
        long uid = lastOwner.applyAsLong(partition);
        return snapshot.candidates().stream()
                .filter(node -> node.uid() == uid)
                .map(StorageNode::address)
                .findFirst();
    }

    private static boolean isCandidate(String address, ClusterSnapshot snapshot) {
        return snapshot.candidates().stream().map(StorageNode::address).anyMatch(address::equals);
    }
}
