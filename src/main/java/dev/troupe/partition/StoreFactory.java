package dev.troupe.partition;

import dev.troupe.api.CacheSpec;
import dev.troupe.api.Catalogue;
import dev.troupe.store.MemoryPool;
import dev.troupe.store.Store;
import dev.troupe.store.StoreSettings;
import java.util.List;

/** Makes the store of a cache in a partition, inside the memory that the node and the cache allow. */
final class StoreFactory {
    private final Catalogue catalogue;
    private final List<MemoryPool> memory;
    private final long hashSeed;

    StoreFactory(Catalogue catalogue, PartitionSettings settings) {
        MemoryPool node = new MemoryPool(settings.maxMemoryBytes());
        this.catalogue = catalogue;
        this.memory = catalogue.specs().stream()
                .map(spec ->
                        spec.maxBytes().isPresent() ? node.child(spec.maxBytes().getAsLong()) : node)
                .toList();
        this.hashSeed = settings.hashSeed();
    }

    /** A new, empty store of a cache. */
    Store newStore(int cache) {
        CacheSpec spec = catalogue
                .spec(cache)
                .orElseThrow(() -> new IllegalArgumentException("there is no cache number " + cache));
        return new Store(new StoreSettings(policy(spec.eviction()), hashSeed), memory.get(cache));
    }

    private static StoreSettings.Policy policy(CacheSpec.Eviction eviction) {
        return switch (eviction) {
            case S3_FIFO -> StoreSettings.Policy.S3_FIFO;
            case LRU -> StoreSettings.Policy.LRU;
            case NONE -> StoreSettings.Policy.NONE;
        };
    }
}
