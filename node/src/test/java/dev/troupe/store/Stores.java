package dev.troupe.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.policy.DropListener;
import dev.troupe.store.policy.StoreSettings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Makes the stores of a test, checks their invariants after it and that they give all their memory back. */
public final class Stores implements AfterEachCallback {
    private final List<Store> made = new ArrayList<>();
    private final List<MemoryPool> pools = new ArrayList<>();

    MemoryPool pool(long maxBytes) {
        MemoryPool pool = new MemoryPool(maxBytes);
        pools.add(pool);
        return pool;
    }

    public Store make(StoreSettings settings, long maxBytes) {
        return make(settings, pool(maxBytes));
    }

    public Store make(StoreSettings settings, MemoryPool pool) {
        return make(settings, pool, DropListener.NONE);
    }

    public Store make(StoreSettings settings, MemoryPool pool, DropListener listener) {
        Store store = new Store(settings, pool, listener);
        made.add(store);
        return store;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        for (MemoryPool pool : pools) {
            assertThat(pool.usedBytes()).isLessThanOrEqualTo(pool.maxBytes());
        }
        made.forEach(StoreInvariants::check);
        made.forEach(Store::close);
        for (MemoryPool pool : pools) {
            assertThat(pool.usedBytes()).as("bytes after close").isZero();
            assertThat(pool.stores()).as("stores after close").isZero();
        }
    }
}
