package dev.troupe.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.policy.DropListener;
import dev.troupe.store.policy.StoreSettings;
import dev.troupe.store.segment.EntryAttributes;
import dev.troupe.store.segment.MediaTypes;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a store has given back to its pool it does not hold on to: the next one takes it. */
class GivenBackMemoryTest {
    private static final int STORES = 100;
    private static final int VALUE_BYTES = 1 << 20;
    private static final long POOL_BYTES = 8L * VALUE_BYTES;
    private static final EntryAttributes PLAIN =
            new EntryAttributes(1, EntryAttributes.NEVER, EntryAttributes.NEVER, MediaTypes.OCTETS);
    private static final byte[] KEY = "key".getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @EnumSource(StoreSettings.Policy.class)
    void whatManyStoresHaveRemovedIsNotOnTheHeap(StoreSettings.Policy policy) {
        MemoryPool pool = new MemoryPool(POOL_BYTES);
        List<Store> stores = new ArrayList<>();
        long before = usedBytes();
        for (int number = 0; number < STORES; number++) {
            Store store = new Store(new StoreSettings(policy, number), pool, DropListener.NONE);
            stores.add(store);
            assertThat(store.put(KEY, new byte[VALUE_BYTES], PLAIN, 0)).isEqualTo(PutOutcome.STORED);
            store.remove(KEY, 0);
        }
        assertThat(usedBytes() - before).isLessThan(2 * POOL_BYTES);
        assertThat(stores).hasSize(STORES);
    }

    private static long usedBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
