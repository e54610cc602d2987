package dev.troupe.partition;

import dev.troupe.api.Condition;
import dev.troupe.replication.PartitionState;
import dev.troupe.store.EntryAttributes;
import dev.troupe.store.MemoryPool;
import dev.troupe.store.Store;
import dev.troupe.store.StoreSettings;
import java.nio.charset.StandardCharsets;

/** Partitions and operations for tests. */
final class Fixtures {
    static final long EPOCH = 1_700_000_000L;
    static final int CACHE = 0;

    private Fixtures() {}

    static PartitionState state() {
        return state(64 << 20, StoreSettings.Policy.S3_FIFO);
    }

    static PartitionState state(long memoryBytes, StoreSettings.Policy policy) {
        MemoryPool memory = new MemoryPool(memoryBytes);
        return new PartitionState(cache -> new Store(new StoreSettings(policy, 42), memory), EPOCH);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Operation.Get get(String key) {
        return new Operation.Get(CACHE, bytes(key));
    }

    static Operation.Put put(String key, String value) {
        return put(key, value, Condition.always());
    }

    static Operation.Put put(String key, String value, Condition condition) {
        return new Operation.Put(
                CACHE, bytes(key), bytes(value), condition, EntryAttributes.NEVER, EntryAttributes.NEVER, "text/plain");
    }

    static Operation.Put putForMillis(String key, long ttlMillis) {
        return new Operation.Put(
                CACHE, bytes(key), bytes("v"), Condition.always(), ttlMillis, EntryAttributes.NEVER, "text/plain");
    }

    static Operation.Remove remove(String key, Condition condition) {
        return new Operation.Remove(CACHE, bytes(key), condition);
    }
}
