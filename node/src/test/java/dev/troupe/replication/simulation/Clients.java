package dev.troupe.replication.simulation;

import dev.troupe.replication.owner.Ownership;
import dev.troupe.replication.state.Change;
import dev.troupe.replication.state.PartitionState;
import dev.troupe.replication.state.Receipt;
import dev.troupe.store.segment.EntryAttributes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A gateway and its callers: each value is unique, and what is not answered is asked again under the same number. */
final class Clients {
    private static final int MOST_OPEN = 6;
    private static final int KEYS = 14;

    private record Call(long number, boolean sync, long[] triedMillis) {}

    private final World world;
    private final long gateway;
    private final SortedMap<Long, Call> open = new TreeMap<>();
    private final int syncPercent;
    private long numbers;
    private int answered;
    private double lostReplies;

    Clients(World world, long gateway, int syncPercent) {
        this.syncPercent = syncPercent;
        this.world = world;
        this.gateway = gateway;
    }

    int answered() {
        return answered;
    }

    void loseReplies(double share) {
        lostReplies = share;
    }

    /** One call more, or one that had no answer once more. */
    void call() {
        SimNode node = anyOpen();
        if (node == null) {
            return;
        }
        Call again = open.values().stream()
                .filter(call -> world.clockwork().nowMillis() - call.triedMillis()[0] > 100)
                .findFirst()
                .orElse(null);
        if (again != null && world.random().nextInt(20) == 0) {
            open.remove(again.number());
            again = null;
        }
        if (again != null) {
            send(again, node);
        } else if (open.size() < MOST_OPEN) {
            Call call = new Call(++numbers, world.random().nextInt(100) < syncPercent, new long[1]);
            open.put(call.number(), call);
            send(call, node);
        }
    }

    private @Nullable SimNode anyOpen() {
        List<SimNode> candidates = new ArrayList<>();
        for (SimNode node : world.nodes()) {
            if (node.isRunning() && node.isOpen()) {
                candidates.add(node);
            }
        }
        return candidates.isEmpty() ? null : candidates.get(world.random().nextInt(candidates.size()));
    }

    private void send(Call call, SimNode node) {
        call.triedMillis()[0] = world.clockwork().nowMillis();
        long lowest = open.firstKey();
        world.clockwork().in(1 + world.random().nextInt(3), () -> node.run(() -> execute(call, lowest, node)));
    }

    /** What the owner does: refuse, answer a repetition, or execute. */
    private void execute(Call call, long lowest, SimNode node) {
        Ownership ownership = node.ownership();
        if (ownership == null || ownership.phase() != Ownership.Phase.OPEN) {
            return;
        }
        PartitionState state = ownership.state();
        if (world.mutation().looksForRepetitions()) {
            if (state.receipts().isOver(gateway, call.number())) {
                return;
            }
            Change.Recall first = state.receipts().answer(gateway, call.number());
            if (first != null) {
                reply(call, first.version(), node);
                return;
            }
        }
        if (ownership.mayWrite(call.sync(), node.clock()) != Ownership.Verdict.YES) {
            return;
        }
        long before = state.lastVersion();
        Change change = put(state.nextVersion(), new Receipt(gateway, call.number(), lowest, 1, 0), node);
        state.execute(change, node.clock());
        world.ledger().executed(state, before, node.skewMillis());
        reply(call, change.version(), node);
        node.changed();
    }

    private void reply(Call call, long version, SimNode node) {
        if (call.sync()) {
            node.pending().add(version, () -> answer(call));
            node.proceed();
        } else {
            answer(call);
        }
    }

    private void answer(Call call) {
        answered++;
        if (world.random().nextDouble() >= lostReplies) {
            world.clockwork().in(1, () -> open.remove(call.number()));
        }
    }

    private Change put(long version, Receipt receipt, SimNode node) {
        int size = world.random().nextInt(25) == 0 ? 2500 : 8 + world.random().nextInt(200);
        byte[] value = ByteBuffer.allocate(size)
                .putLong(gateway << 32 | receipt.number())
                .array();
        byte[] key = ("key" + world.random().nextInt(KEYS)).getBytes(StandardCharsets.US_ASCII);
        long expires = world.random().nextBoolean() ? EntryAttributes.NEVER : node.clock() + 3_600_000;
        return new Change.Put(version, 1, key, value, expires, EntryAttributes.NEVER, "", receipt);
    }
}
