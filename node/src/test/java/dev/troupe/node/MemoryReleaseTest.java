package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.troupe.Await;
import dev.troupe.store.Store;
import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.policy.StoreSettings;
import dev.troupe.store.segment.EntryAttributes;
import dev.troupe.store.segment.MediaTypes;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemoryReleaseTest {
    private static final long POOL_BYTES = 64 << 20;
    private static final EntryAttributes PLAIN =
            new EntryAttributes(1, EntryAttributes.NEVER, EntryAttributes.NEVER, MediaTypes.OCTETS);

    private final MemoryPool pool = new MemoryPool(POOL_BYTES);
    private final AtomicLong nowMillis = new AtomicLong();
    private final AtomicInteger collections = new AtomicInteger();
    private final MemoryRelease release =
            new MemoryRelease(this::drop, nowMillis::get, Optional.of(collections::incrementAndGet));

    @Test
    void whatAClearedStoreHadIsDroppedAndCollected() {
        Store store = fill();
        long full = pool.slabs().bytes();
        assertThat(full).isGreaterThan(POOL_BYTES * 9 / 10);
        store.clear();
        second(25);

        assertThat(pool.slabs().bytes()).isLessThan(full / 20);
        await().atMost(Await.SOON).until(() -> collections.get() == 1);
    }

    @Test
    void whatAnotherStoreStillHasIsMovedTogetherSoThatTheRestCanBeDropped() {
        Store[] stores = {fill(8), fill(8), fill(8), fill(8)};
        long full = pool.slabs().bytes();
        for (int i = 0; i < 3; i++) {
            stores[i].clear();
        }
        for (int i = 0; i < 300; i++) {
            second(1);
            stores[3].relocate();
        }

        assertThat(pool.slabs().bytes()).isLessThan(full / 2);
        for (int i = 0; i < 1000; i++) {
            assertThat(stores[3].peek(key(i), 0)).isNotNull();
        }
    }

    @Test
    void whileAllIsInUseNothingIsDroppedOrCollected() {
        fill();
        second(100);

        assertThat(pool.slabs().droppedBytes()).isZero();
        assertThat(collections).hasValue(0);
    }

    private long drop() {
        pool.slabs().tidy();
        return pool.slabs().droppedBytes();
    }

    private void second(int times) {
        for (int i = 0; i < times; i++) {
            nowMillis.addAndGet(1000);
            release.run();
        }
    }

    private Store fill() {
        return fill(1);
    }

    /** A store with its part of the pool. */
    private Store fill(int part) {
        Store store = new Store(new StoreSettings(StoreSettings.Policy.LRU, part), pool);
        for (int i = 0; i < POOL_BYTES / 150 / part; i++) {
            store.put(key(i), new byte[100], PLAIN, 0);
        }
        return store;
    }

    private static byte[] key(int number) {
        return ByteBuffer.allocate(10).putInt(number).array();
    }
}
