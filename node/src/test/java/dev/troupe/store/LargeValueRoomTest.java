package dev.troupe.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.policy.RoomSearch;
import dev.troupe.store.policy.StoreSettings;
import dev.troupe.store.policy.StoreSettings.Policy;
import dev.troupe.store.segment.EntryAttributes;
import dev.troupe.store.segment.MediaTypes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Room that is made for a large value before it is put. */
class LargeValueRoomTest {
    private static final int BUDGET = 256;
    private static final byte[] LARGE = new byte[1 << 20];
    private static final byte[] KEY = "large".getBytes(StandardCharsets.UTF_8);
    private static final EntryAttributes LASTING =
            new EntryAttributes(1, EntryAttributes.NEVER, EntryAttributes.NEVER, MediaTypes.OCTETS);

    private static Store full(Policy policy, long maxBytes) {
        Store store = new Store(new StoreSettings(policy, 7), new MemoryPool(maxBytes));
        int number = 0;
        while (store.stats().evicted() == 0 && store.put(key(number), new byte[100], LASTING, 0) == PutOutcome.STORED) {
            number++;
        }
        return store;
    }

    private final RoomSearch search = new RoomSearch();

    private static byte[] key(int number) {
        return ("small" + number).getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(names = {"S3_FIFO", "LRU"})
    void aPutFindsTheRoomThatWasMadeForItInPieces(Policy policy) {
        Store store = full(policy, 4 << 20);
        int pieces = 0;
        for (boolean made = false; !made; pieces++) {
            long walked = store.walkedEntries();
            made = store.makeRoom(KEY, LARGE, LASTING, search, BUDGET, 0);
            assertThat(store.walkedEntries() - walked).isLessThanOrEqualTo(BUDGET);
        }
        assertThat(pieces).isGreaterThan(10);
        long walked = store.walkedEntries();
        assertThat(store.put(KEY, LARGE, LASTING, 0)).isEqualTo(PutOutcome.STORED);
        assertThat(store.walkedEntries() - walked).as("walked by the put").isLessThanOrEqualTo(BUDGET);
        StoreInvariants.check(store);
    }

    @Test
    void whatTakesThePlaceOfAnEntryOfItsSizeNeedsNoRoom() {
        Store store = full(Policy.S3_FIFO, 4 << 20);
        assertThat(store.put(KEY, LARGE, LASTING, 0)).isEqualTo(PutOutcome.STORED);
        long walked = store.walkedEntries();
        assertThat(store.makeRoom(KEY, LARGE, LASTING, search, BUDGET, 0)).isTrue();
        assertThat(store.walkedEntries()).isEqualTo(walked);
    }

    @Test
    void thereIsNothingToWaitForWhereItWouldBeInVain() {
        Store small = full(Policy.S3_FIFO, 512 << 10);
        long entries = small.stats().entries();
        assertThat(small.makeRoom(KEY, LARGE, LASTING, search, BUDGET, 0))
                .as("never fits")
                .isTrue();
        assertThat(small.stats().entries()).isEqualTo(entries);

        Store keeping = full(Policy.NONE, 4 << 20);
        assertThat(keeping.makeRoom(KEY, LARGE, LASTING, search, BUDGET, 0))
                .as("evicts nothing")
                .isTrue();
        assertThat(keeping.stats().evicted()).isZero();
    }

    @Test
    void whatFitsNotInThePlaceOfItsPredecessorNeedsRoom() {
        Store store = full(Policy.S3_FIFO, 4 << 20);
        assertThat(store.put(KEY, LARGE, LASTING, 0)).isEqualTo(PutOutcome.STORED);
        EntryAttributes ending = new EntryAttributes(2, 1_000_000, EntryAttributes.NEVER, MediaTypes.OCTETS);
        assertThat(store.makeRoom(KEY, LARGE, ending, search, BUDGET, 0)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"S3_FIFO", "LRU"})
    void roomIsMadeThoughAllEntriesWereHit(Policy policy) {
        Store store = full(policy, 16 << 20);
        int most = (int) store.stats().entries() + 1_000;
        hitAll(store, most);
        int pieces = 0;
        while (!store.makeRoom(KEY, LARGE, LASTING, search, 2048, 0)) {
            pieces++;
            hitAll(store, most);
            assertThat(pieces).isLessThan(40);
        }
        assertThat(store.put(KEY, LARGE, LASTING, 0)).isEqualTo(PutOutcome.STORED);
    }

    @ParameterizedTest
    @EnumSource(names = {"S3_FIFO", "LRU"})
    void roomIsMadeThoughAllEntriesAreHitAndOthersTakeAPartOfIt(Policy policy) {
        Store store = full(policy, 16 << 20);
        int most = (int) store.stats().entries() + 1_000;
        int pieces = 0;
        hitAll(store, most);
        while (!store.makeRoom(KEY, LARGE, LASTING, search, 2048, 0)) {
            pieces++;
            for (int i = 0; i < 500; i++, most++) {
                assertThat(store.put(key(most), new byte[100], LASTING, 0)).isEqualTo(PutOutcome.STORED);
            }
            hitAll(store, most);
            assertThat(pieces).isLessThan(100);
        }
        assertThat(store.put(KEY, LARGE, LASTING, 0)).isEqualTo(PutOutcome.STORED);
    }

    @ParameterizedTest
    @EnumSource(names = {"S3_FIFO", "LRU"})
    void aSearchWalksAtMostTwiceWhatItDropsAndABoundMore(Policy policy) {
        Store store = full(policy, 16 << 20);
        hitAll(store, (int) store.stats().entries() + 1_000);
        long walked = store.walkedEntries();
        long dropped = store.stats().evicted();
        while (!store.makeRoom(KEY, LARGE, LASTING, search, BUDGET, 0)) {
            // The next piece.
        }
        dropped = store.stats().evicted() - dropped;
        assertThat(search.walkedEntries()).isEqualTo(store.walkedEntries() - walked);
        assertThat(search.walkedEntries()).isLessThanOrEqualTo(2 * dropped + 4096 + 64);
    }

    @ParameterizedTest
    @EnumSource(names = {"S3_FIFO", "LRU"})
    void onePutWalksAtMostTwiceWhatItDropsAndABoundMore(Policy policy) {
        Store store = full(policy, 16 << 20);
        hitAll(store, (int) store.stats().entries() + 1_000);
        long walked = store.walkedEntries();
        long dropped = store.stats().evicted();
        assertThat(store.put(KEY, LARGE, LASTING, 0)).isEqualTo(PutOutcome.STORED);
        dropped = store.stats().evicted() - dropped;
        // Tidying before it walks 64 of its own, and 16 to compact.
        assertThat(store.walkedEntries() - walked).isLessThanOrEqualTo(2 * dropped + 4096 + 3 * 64);
    }

    @Test
    void roomThatAPutHasOnlyWhileItAsksOthersIsMadeInPiecesToo() {
        MemoryPool pool = new MemoryPool(32 << 20);
        for (int i = 0; i < 30; i++) {
            new Store(new StoreSettings(Policy.S3_FIFO, 7), pool);
        }
        Store asking = new Store(new StoreSettings(Policy.S3_FIFO, 7), pool);
        for (int i = 0; asking.stats().bytes() < 3 << 19; i++) {
            assertThat(asking.put(key(i), new byte[100], LASTING, 0)).isEqualTo(PutOutcome.STORED);
        }
        Store greedy = new Store(new StoreSettings(Policy.S3_FIFO, 7), pool);
        for (int i = 0; greedy.stats().evicted() == 0; i++) {
            greedy.put(key(i), new byte[100], LASTING, 0);
        }
        byte[] large = new byte[2 << 20];
        int pieces = 1;
        while (!asking.makeRoom(KEY, large, LASTING, search, BUDGET, 0)) {
            pieces++;
        }
        assertThat(pieces).isGreaterThan(10);
        long walked = asking.walkedEntries();
        asking.put(KEY, large, LASTING, 0);
        assertThat(asking.walkedEntries() - walked).as("walked by the put").isLessThanOrEqualTo(BUDGET);
    }

    private static void hitAll(Store store, int most) {
        for (int round = 0; round < 3; round++) {
            for (int number = 0; number < most; number++) {
                store.get(key(number), 0);
            }
        }
    }
}
