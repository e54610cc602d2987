package dev.troupe.replication;

import dev.troupe.store.EntryAttributes;
import dev.troupe.store.PutOutcome;
import dev.troupe.store.Store;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * All that one partition holds: a store for each cache, and the version of the last change. {@link #apply} is the one
 * mutation. Counting a hit and refreshing idle time are reads of a store and not changes. Not thread safe: owned by one
 * actor.
 */
public final class PartitionState {
    private final IntFunction<Store> newStore;
    private final Map<Integer, Store> stores = new HashMap<>();
    private long lastVersion;

    /**
     * An empty partition.
     *
     * @param newStore makes the store of a cache number at its first use
     * @param epoch of the owner that opens it
     */
    public PartitionState(IntFunction<Store> newStore, long epoch) {
        this.newStore = newStore;
        this.lastVersion = Version.opening(epoch);
    }

    /** Version of the last change applied. */
    public long lastVersion() {
        return lastVersion;
    }

    /** The entries of a cache in this partition. */
    public Store store(int cache) {
        Store store = stores.get(cache);
        if (store == null) {
            store = newStore.apply(cache);
            stores.put(cache, store);
        }
        return store;
    }

    /** The stores made so far, by the number of the cache. */
    public Map<Integer, Store> stores() {
        return Collections.unmodifiableMap(stores);
    }

    /**
     * Applies a change.
     *
     * @return false if there is no memory for it; then the value is not stored, and a cache that evicts may have evicted
     *     others, or the older value of the key
     */
    public boolean apply(Change change, long nowMillis) {
        Store store = store(change.cache());
        boolean applied = true;
        if (change instanceof Change.Put put) {
            applied = store.put(put.key(), put.value(), attributes(put, nowMillis), nowMillis) == PutOutcome.STORED;
        } else {
            store.remove(change.key(), nowMillis);
        }
        if (applied) {
            lastVersion = change.version();
        }
        return applied;
    }

    /** Gives all memory back. */
    public void close() {
        stores.values().forEach(Store::close);
        stores.clear();
    }

    private static EntryAttributes attributes(Change.Put put, long nowMillis) {
        long expiresAtMillis = put.remainingMillis() == EntryAttributes.NEVER
                ? EntryAttributes.NEVER
                : nowMillis + put.remainingMillis();
        return new EntryAttributes(put.version(), expiresAtMillis, put.idleMillis(), put.mediaType());
    }
}
