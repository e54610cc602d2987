package dev.troupe.replication.copy;

import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.state.PartitionState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a new copy is filled, one at a time, when it is the partition's turn on the node. It keeps or waits for the turn only while there is something to fill. */
final class Filling {
    private final int partition;
    private final BackupReplica.Shared shared;
    private final Follower follower;
    private @Nullable ReplicaReceiver receiver;

    /** Nothing is filled. */
    Filling(int partition, BackupReplica.Shared shared, Follower follower) {
        this.partition = partition;
        this.shared = shared;
        this.follower = follower;
    }

    /** The new copy, null if none is filled. */
    @Nullable
    ReplicaReceiver receiver() {
        return receiver;
    }

    boolean isIdle() {
        return receiver == null;
    }

    /** Whether this order is being carried out. */
    boolean isOf(ToKeeper.Fill order) {
        return receiver != null && receiver.order().fill() == order.fill();
    }

    /** Begins anew; what was filled before is thrown away. */
    void begin(ToKeeper.Fill order) {
        PartitionState empty = shared.newState().apply(order.hashSeed());
        close();
        receiver = new ReplicaReceiver(order, empty, follower, shared.settings().repeatMillis());
    }

    /** The next pull, if it is time and this partition's turn. */
    Optional<FromKeeper> pull(long nowMillis) {
        return receiver != null
                        && receiver.isPullDue(nowMillis)
                        && shared.transfers()
                                .isTurnOf(partition, receiver.order().writer().uid())
                ? Optional.of(receiver.pull(shared.keeper(), nowMillis))
                : Optional.empty();
    }

    /** Others have their turn if nothing comes. */
    void tick(long nowMillis) {
        if (receiver != null
                && receiver.isStalled(nowMillis, shared.settings().replaceMillis())
                && shared.transfers().pass(partition)) {
            receiver.pause();
        }
    }

    /** The new copy is complete, and somebody else's from now on. */
    void finish() {
        receiver = null;
        shared.transfers().leave(partition);
    }

    /** What is filled is thrown away. */
    void stop() {
        close();
        shared.transfers().leave(partition);
    }

    private void close() {
        follower.dropParts();
        if (receiver != null) {
            receiver.state().close();
            receiver = null;
        }
    }
}
