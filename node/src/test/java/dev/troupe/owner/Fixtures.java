package dev.troupe.owner;

import dev.troupe.api.Condition;
import dev.troupe.protocol.Operation;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.Reply;
import dev.troupe.replication.state.ChangeMemory;
import dev.troupe.replication.state.PartitionState;
import dev.troupe.store.Store;
import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.policy.StoreSettings;
import dev.troupe.store.segment.EntryAttributes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Partitions and operations for tests. */
public final class Fixtures {
    public static final long EPOCH = 1_700_000_000L;
    public static final int CACHE = 0;

    private Fixtures() {}

    public static PartitionState state() {
        return state(64 << 20, StoreSettings.Policy.S3_FIFO);
    }

    public static PartitionState state(long memoryBytes, StoreSettings.Policy policy) {
        MemoryPool memory = new MemoryPool(memoryBytes);
        PartitionState state = new PartitionState(
                (cache, seed, drops) -> new Store(new StoreSettings(policy, seed), memory, drops),
                42,
                ChangeMemory.unbounded(1 << 20));
        state.lead(EPOCH, 0);
        return state;
    }

    /** The answer to a request, or nothing if nobody waits for one any more. */
    public static Optional<Reply> handle(Served owner, Request request, long nowMillis) {
        return owner.handle(request, nowMillis);
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static Operation.Get get(String key) {
        return new Operation.Get(CACHE, bytes(key));
    }

    public static Operation.Put put(String key, String value) {
        return put(key, value, Condition.always());
    }

    public static Operation.Put put(String key, String value, Condition condition) {
        return new Operation.Put(
                CACHE, bytes(key), bytes(value), condition, EntryAttributes.NEVER, EntryAttributes.NEVER, "text/plain");
    }

    public static Operation.Put putForMillis(String key, long ttlMillis) {
        return new Operation.Put(
                CACHE, bytes(key), bytes("v"), Condition.always(), ttlMillis, EntryAttributes.NEVER, "text/plain");
    }

    public static Operation.Remove remove(String key, Condition condition) {
        return new Operation.Remove(CACHE, bytes(key), condition);
    }
}
