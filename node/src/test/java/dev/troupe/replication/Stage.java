package dev.troupe.replication;

import dev.troupe.replication.messages.PeerView;
import dev.troupe.replication.owner.Ownership;
import dev.troupe.replication.simulation.Mutation;
import dev.troupe.replication.simulation.SimNode;
import dev.troupe.replication.simulation.Weather;
import dev.troupe.replication.simulation.World;
import dev.troupe.replication.state.Change;
import dev.troupe.replication.state.PartitionState;
import dev.troupe.replication.state.Receipt;
import dev.troupe.store.segment.EntryAttributes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** A few nodes on which a scenario is played: nothing happens by chance but delays. */
final class Stage {
    private static final long GATEWAY = 7;
    private static final long MOST_MILLIS = 30_000;

    private final World world;
    private long writes;

    Stage(int backups, int size) {
        this(backups, size, Mutation.NONE);
    }

    Stage(int backups, int size, Mutation mutation) {
        world = new World(1, backups, size, mutation, Weather.FAIR);
    }

    World world() {
        return world;
    }

    SimNode node(long uid) {
        return Objects.requireNonNull(world.node(uid));
    }

    Ownership ownership(SimNode node) {
        return Objects.requireNonNull(node.ownership());
    }

    void pass(long millis) {
        world.clockwork().runUntil(world.clockwork().nowMillis() + millis);
    }

    void until(BooleanSupplier condition) {
        long limit = world.clockwork().nowMillis() + MOST_MILLIS;
        while (!condition.getAsBoolean()) {
            if (world.clockwork().nowMillis() > limit) {
                throw new AssertionError("waited in vain: " + world.log());
            }
            pass(1);
        }
    }

    /** Node 1, which serves, and as many complete copies stand as are wanted. */
    SimNode owner() {
        SimNode owner = node(1);
        untilWell(owner);
        return owner;
    }

    /** The same after a write that is acknowledged. */
    SimNode ownerOfAWrite() {
        SimNode owner = owner();
        safeWrite(owner);
        return owner;
    }

    /** The node beside the owner with a complete copy. */
    SimNode holder(SimNode owner) {
        return world.membership().members().stream()
                .filter(node -> node != owner && node.copy().isComplete())
                .findFirst()
                .orElseThrow();
    }

    /** A running node that is none of these. */
    SimNode other(SimNode... not) {
        return world.membership().members().stream()
                .filter(node -> !List.of(not).contains(node) && node.isRunning())
                .findFirst()
                .orElseThrow();
    }

    /** The node serves, and as many complete copies stand as are wanted. */
    void untilWell(SimNode owner) {
        until(() -> owner.isOpen() && ownership(owner).status().fullyReplicated());
    }

    /** A write is executed; its version. The ledger remembers it once it is acknowledged. */
    long write(SimNode owner) {
        PartitionState state = ownership(owner).state();
        long before = state.lastVersion();
        long version = state.nextVersion();
        byte[] key = ("key" + writes % 5).getBytes(StandardCharsets.US_ASCII);
        Receipt receipt = new Receipt(GATEWAY, ++writes, writes, 1, 0);
        Change put = new Change.Put(
                version, 1, key, new byte[200], EntryAttributes.NEVER, EntryAttributes.NEVER, "", receipt);
        state.execute(put, owner.clock());
        world.ledger().executed(state, before, owner.skewMillis());
        owner.pending().add(version, () -> {});
        owner.changed();
        return version;
    }

    /** A write that is acknowledged when this returns. */
    long safeWrite(SimNode owner) {
        long version = write(owner);
        until(() -> world.ledger().isAcknowledged(version));
        return version;
    }

    /** The partition moves, with whatever the owner can do for it before. */
    void handOver(SimNode from, SimNode to) {
        from.view().plan(to.uid());
        until(() -> ownership(from).status().targetReady());
        from.stop();
        until(() -> from.ownership() == null);
        from.view().plan(PeerView.NO_TARGET);
        place(to);
    }

    void crash(SimNode node) {
        node.crash();
        world.membership().remove(node);
    }

    /** Sharding looks for the partition on this node from now on. */
    void place(SimNode next) {
        world.sharding().book(next.uid());
    }

    /** The node opens, and has all that has been acknowledged. */
    void opensWithAll(SimNode next) {
        until(next::isOpen);
        assertHasAll(next);
    }

    void assertHasAll(SimNode owner) {
        world.ledger().complete(owner.toString(), ownership(owner).state().lastVersion());
    }
}
