package dev.troupe.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.policy.StoreSettings;
import dev.troupe.store.segment.EntryAttributes;
import dev.troupe.store.segment.MediaTypes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Stores that share a pool which is used up: whoever needs memory gets it from those that have more than their share. */
class MemoryPressureTest {
    private static final EntryAttributes PLAIN =
            new EntryAttributes(7, EntryAttributes.NEVER, EntryAttributes.NEVER, MediaTypes.OCTETS);
    private static final StoreSettings S3_FIFO = new StoreSettings(StoreSettings.Policy.S3_FIFO, 11);
    private static final StoreSettings NONE = new StoreSettings(StoreSettings.Policy.NONE, 11);
    private static final int SWEEP = 256;

    @RegisterExtension
    private final Stores stores = new Stores();

    @Test
    void aValueAboveTheShareOfItsStoreIsStoredOnceTheOthersHaveGivenBack() {
        List<Store> peers = peers(32, stores.pool(4 << 20));
        fillEvenly(peers, 1200);

        for (int kib : new int[] {100, 130, 300, 1000}) {
            for (int i = 0; i < 32; i += 5) {
                assertThat(sweepsUntilStored(peers, peers.get(i), kib << 10))
                        .as("%d KiB in store %d", kib, i)
                        .isLessThan(40);
            }
        }
    }

    @Test
    void aChildPoolSmallerThanAValueForEachStoreTakesThemInTurn() {
        MemoryPool child = stores.pool(64 << 20).child(1 << 20);
        List<Store> peers = peers(64, child);

        for (int i = 0; i < 64; i++) {
            assertThat(sweepsUntilStored(peers, peers.get(i), 100 << 10)).isLessThan(10);
            assertThat(child.usedBytes()).isLessThanOrEqualTo(child.maxBytes());
        }
    }

    @Test
    void aValueAboveTheHeadroomFitsAnEmptyStoreBesideARichOne() {
        MemoryPool pool = stores.pool(4 << 20);
        Store rich = stores.make(S3_FIFO, pool);
        fill(rich, 40_000);
        Store empty = stores.make(S3_FIFO, pool);

        assertThat(sweepsUntilStored(List.of(rich), empty, 1 << 20)).isLessThan(60);
        assertThat(rich.stats().bytes())
                .as("no more was given back than needed")
                .isGreaterThan(2_500_000);
    }

    @Test
    void aStoreThatDoesNotEvictIsGivenItsShare() {
        MemoryPool pool = stores.pool(4 << 20);
        Store rich = stores.make(S3_FIFO, pool);
        fill(rich, 40_000);
        Store none = stores.make(NONE, pool);

        assertThat(sweepsUntilStored(List.of(rich), none, 1 << 20)).isLessThan(60);
    }

    @Test
    void aStoreThatIsOnlyReadAndSweptGivesBackAsFastAsItIsSwept() {
        MemoryPool pool = stores.pool(4 << 20);
        Store idle = stores.make(S3_FIFO, pool);
        fill(idle, 40_000);
        Store busy = stores.make(S3_FIFO, pool);
        for (int i = 0; i < 40_000; i++) {
            busy.put(key(i), new byte[100], PLAIN, 0);
            if (i % 500 == 0) {
                idle.get(key(i), 0);
                idle.expire(0, SWEEP);
            }
        }

        assertThat(busy.stats().bytes()).isGreaterThan(pool.maxBytes() * 45 / 100);
    }

    @Test
    void whatIsNotAskedForAgainIsNotKeptFree() {
        MemoryPool pool = stores.pool(4 << 20);
        Store rich = stores.make(S3_FIFO, pool);
        fill(rich, 40_000);
        Store empty = stores.make(S3_FIFO, pool);
        long before = rich.stats().bytes();
        assertThat(empty.put(key(1), new byte[1 << 20], PLAIN, 0)).isEqualTo(PutOutcome.FULL);

        empty.expire(10_000, SWEEP);
        for (int i = 0; i < 60; i++) {
            rich.expire(10_000, SWEEP);
        }
        assertThat(rich.stats().bytes()).isGreaterThan(before * 9 / 10);
    }

    @Test
    void whatThePoolCannotHoldTakesNothingFromTheOthers() {
        MemoryPool pool = stores.pool(1 << 20);
        Store rich = stores.make(S3_FIFO, pool);
        fill(rich, 10_000);
        Store empty = stores.make(S3_FIFO, pool);
        long before = rich.stats().entries();

        assertThat(empty.put(key(1), new byte[2 << 20], PLAIN, 0)).isEqualTo(PutOutcome.FULL);
        for (int i = 0; i < 60; i++) {
            rich.expire(0, SWEEP);
        }
        assertThat(rich.stats().entries()).isGreaterThan(before * 9 / 10);
    }

    private List<Store> peers(int count, MemoryPool pool) {
        List<Store> peers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            peers.add(stores.make(S3_FIFO, pool));
        }
        return peers;
    }

    /** How often all must be swept, one put after each, until a value is stored. */
    private static int sweepsUntilStored(List<Store> swept, Store store, int bytes) {
        int sweeps = 0;
        while (store.put(key(-1), new byte[bytes], PLAIN, 0) == PutOutcome.FULL) {
            assertThat(sweeps++).as("sweeps without success").isLessThan(1000);
            swept.forEach(each -> each.expire(0, SWEEP));
        }
        return sweeps;
    }

    private static void fillEvenly(List<Store> filled, int entries) {
        for (int i = 0; i < entries; i++) {
            byte[] key = key(i);
            filled.forEach(each -> each.put(key, new byte[100], PLAIN, 0));
        }
    }

    private static void fill(Store store, int entries) {
        fillEvenly(List.of(store), entries);
    }

    private static byte[] key(int number) {
        return ByteBuffer.allocate(10).putInt(number).array();
    }
}
