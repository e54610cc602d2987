package dev.troupe.owner;

import dev.troupe.api.CacheSpec;
import dev.troupe.api.Catalogue;
import dev.troupe.replication.state.CopySettings;
import dev.troupe.replication.state.StoreMaker;
import dev.troupe.store.Store;
import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.memory.Slabs;
import dev.troupe.store.policy.DropListener;
import dev.troupe.store.policy.StoreSettings;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the store of a cache in a partition, inside the memory that the node and the cache allow. */
public final class StoreFactory implements StoreMaker {
    private static final Logger LOG = LoggerFactory.getLogger(StoreFactory.class);

    private final Catalogue catalogue;
    private final CopySettings copies;
    private final MemoryPool node;
    private final List<MemoryPool> memory;
    private boolean isRefusalTold;

    /** One on a node that knows of no other. */
    public StoreFactory(Catalogue catalogue, PartitionSettings settings, CopySettings copies) {
        this.catalogue = catalogue;
        this.copies = copies;
        this.node = new MemoryPool(Slabs.inSlabsOf(settings.maxMemoryBytes()));
        this.memory = catalogue.specs().stream()
                .map(spec ->
                        spec.maxBytes().isPresent() ? node.child(spec.maxBytes().getAsLong()) : node)
                .toList();
    }

    /** There are so many nodes for copies from now on, this one included: room is kept for as many as they can have. */
    public void copyHolders(int count) {
        node.lead(copies.ownedPart(count));
    }

    /**
     * Drops memory that no store has used for a while; to be called about once a second. Returns how many bytes of what was dropped Java has not freed
     * yet.
     */
    public long dropMemory() {
        node.slabs().tidy();
        long refusedBytes = node.slabs().refusedBytes();
        if (refusedBytes > 0 && !isRefusalTold) {
            isRefusalTold = true;
            LOG.warn(
                    "Java refuses {} of the {} MiB that entries may have outside the heap, since this process uses them for something"
                            + " else: entries get what there is; raise -XX:MaxDirectMemorySize, or lower troupe.storage.max-memory",
                    refusedBytes >> 20,
                    node.maxBytes() >> 20);
        }
        return node.slabs().droppedBytes();
    }

    /** @throws IllegalArgumentException if the catalogue has no such cache */
    @Override
    public Store make(int cache, long hashSeed, DropListener drops) {
        CacheSpec spec = catalogue
                .spec(cache)
                .orElseThrow(() -> new IllegalArgumentException("there is no cache number " + cache));
        return new Store(new StoreSettings(policy(spec.eviction()), hashSeed), memory.get(cache), drops);
    }

    private static StoreSettings.Policy policy(CacheSpec.Eviction eviction) {
        return switch (eviction) {
            case S3_FIFO -> StoreSettings.Policy.S3_FIFO;
            case LRU -> StoreSettings.Policy.LRU;
            case NONE -> StoreSettings.Policy.NONE;
        };
    }
}
