package dev.troupe.store.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.store.PutOutcome;
import dev.troupe.store.Store;
import dev.troupe.store.Stores;
import dev.troupe.store.segment.EntryAttributes;
import dev.troupe.store.segment.MediaTypes;
import dev.troupe.store.segment.SegmentSizes;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is moved, what is dropped and what that costs when memory is used up. */
class ReclaimTest {
    private static final EntryAttributes PLAIN =
            new EntryAttributes(7, EntryAttributes.NEVER, EntryAttributes.NEVER, MediaTypes.OCTETS);
    private static final EntryAttributes SHORT_LIVED =
            new EntryAttributes(7, 1000, EntryAttributes.NEVER, MediaTypes.OCTETS);
    private static final StoreSettings S3_FIFO = new StoreSettings(StoreSettings.Policy.S3_FIFO, 11);
    private static final StoreSettings NONE = new StoreSettings(StoreSettings.Policy.NONE, 11);

    @RegisterExtension
    private final Stores stores = new Stores();

    @Test
    void removedEntriesOfAFullStoreAreReplacedAlmostOneForOne() {
        for (int every : new int[] {2, 5}) {
            Store store = stores.make(NONE, 8 << 20);
            int stored = fill(store, 0, PLAIN);
            for (int i = 0; i < stored; i += every) {
                store.remove(key(i), 0);
            }
            assertThat(fill(store, stored, PLAIN))
                    .as("1 of %d removed", every)
                    .isGreaterThan(stored / every * 85 / 100);
        }
    }

    @Test
    void fewRemovedEntriesMakeRoomToo() {
        Store store = stores.make(NONE, 8 << 20);
        int stored = fill(store, 0, PLAIN);
        for (int i = 0; i < stored; i += 25) {
            store.remove(key(i), 0);
        }
        assertThat(fill(store, stored, PLAIN)).isGreaterThan(stored / 25 / 2);
    }

    @Test
    void roomForThoseWhoAreMovedIsNotGivenAway() {
        Store store = stores.make(NONE, 64 << 20);
        int stored = fill(store, 0, PLAIN);
        for (int i = 0; i < stored; i += 25) {
            store.remove(key(i), 0);
        }
        int again = 0;
        for (int i = 0; i < stored / 12; i++) {
            long walked = store.walkedEntries();
            again += store.put(key(stored + i), new byte[100], PLAIN, 0) == PutOutcome.STORED ? 1 : 0;
            assertThat(store.walkedEntries() - walked)
                    .as("entries walked by one put")
                    .isLessThan(20_000);
        }

        assertThat(again).isGreaterThan(stored / 25 * 80 / 100);
    }

    @Test
    void aRefusalCostsLittleAfterTheFirst() {
        Store store = stores.make(NONE, 8 << 20);
        int stored = fill(store, 0, PLAIN);
        for (int i = 0; i < stored; i += 25) {
            store.remove(key(i), 0);
        }
        fill(store, stored, PLAIN);
        while (store.put(key(2 * stored), new byte[100], PLAIN, 0) == PutOutcome.STORED) {
            stored++;
        }
        long before = store.walkedEntries();
        for (int i = 0; i < 1000; i++) {
            assertThat(store.put(key(3 * stored + i), new byte[100], PLAIN, 0)).isEqualTo(PutOutcome.FULL);
        }

        assertThat(store.walkedEntries() - before).isLessThan(1000 * 64L);
    }

    @Test
    void aFullStoreTakesThePlaceOfWhatHasExpired() {
        Store store = stores.make(NONE, 1 << 20);
        int stored = fill(store, 0, SHORT_LIVED);

        int again = 0;
        while (store.put(key(stored + again), new byte[100], PLAIN, 2000) == PutOutcome.STORED) {
            again++;
        }
        assertThat(again).isGreaterThan(stored * 85 / 100);
    }

    @Test
    void frequentKeysSurviveTheFirstShortage() {
        for (int mebibytes : new int[] {1, 8}) {
            Store store = stores.make(S3_FIFO, mebibytes << 20);
            int frequent = 2600 * mebibytes;
            for (int i = 0; i < frequent; i++) {
                store.put(key(i), new byte[100], PLAIN, 0);
            }
            for (int i = 0; i < 3 * frequent; i++) {
                store.get(key(i % frequent), 0);
            }
            for (int i = frequent; i < 6 * frequent; i++) {
                store.put(key(i), new byte[100], PLAIN, 0);
            }
            int left = 0;
            for (int i = 0; i < frequent; i++) {
                left += store.peek(key(i), 0) == null ? 0 : 1;
            }
            assertThat(left).as("of %d in %d MiB", frequent, mebibytes).isGreaterThan(frequent * 3 / 4);
        }
    }

    @Test
    void compactionEvictsNothingWhileAnEvictionIsUnfinished() {
        Store store = stores.make(S3_FIFO.withSegments(SegmentSizes.fixed(4096)), 1 << 20);
        for (int i = 0; i < 3000; i++) {
            store.put(key(i), new byte[100], PLAIN, 0);
        }
        store.evictTo(0, 10, 0);
        long evicted = store.stats().evicted();
        for (int i = 1500; i < 3000; i += 2) {
            store.remove(key(i), 0);
        }
        for (int i = 0; i < 20; i++) {
            store.expire(0, 1000);
        }

        assertThat(store.stats().compactions()).isPositive();
        assertThat(store.stats().evicted()).isEqualTo(evicted);
        store.evictTo(0, 40, 0);
        assertThat(store.peek(key(20), 0))
                .as("the eviction goes on where it was")
                .isNull();
    }

    /** Puts entries of 92 bytes until one is refused; returns how many were stored. */
    private static int fill(Store store, int from, EntryAttributes attributes) {
        int stored = 0;
        while (store.put(key(from + stored), new byte[92], attributes, 0) == PutOutcome.STORED) {
            stored++;
        }
        return stored;
    }

    private static byte[] key(int number) {
        return ByteBuffer.allocate(10).putInt(number).array();
    }
}
