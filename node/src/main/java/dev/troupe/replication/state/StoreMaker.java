package dev.troupe.replication.state;

import dev.troupe.store.Store;
import dev.troupe.store.policy.DropListener;

/** Makes the store of a cache, within the memory that its node has for it. Safe for use by many threads. */
@FunctionalInterface
public interface StoreMaker {
    /**
     * A new, empty store.
     *
     * @param cache its number in the catalogue
     * @param hashSeed of the partition
     * @param drops hears of what the store drops by itself
     */
    Store make(int cache, long hashSeed, DropListener drops);
}
