package dev.troupe.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.policy.StoreSettings;
import dev.troupe.store.segment.EntryAttributes;
import dev.troupe.store.segment.SegmentSizes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store that rests does what it is told and nothing else. */
class RestingStoreTest {
    private static final byte[] KEY = key(1);

    @RegisterExtension
    final Stores stores = new Stores();

    private final List<Long> dropped = new ArrayList<>();
    private long versions = 1;

    private static byte[] key(int number) {
        return ("key-" + number).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private EntryAttributes expiring(long expiresAtMillis, long idleMillis) {
        return new EntryAttributes(versions++, expiresAtMillis, idleMillis, "");
    }

    private PutOutcome put(Store store, int number, int length) {
        return store.put(key(number), new byte[length], expiring(EntryAttributes.NEVER, EntryAttributes.NEVER), 0);
    }

    private Store store(StoreSettings.Policy policy, MemoryPool pool) {
        StoreSettings settings = new StoreSettings(policy, 5).withSegments(SegmentSizes.fixed(4096));
        return stores.make(settings, pool, (cause, hash, version) -> dropped.add(version));
    }

    private Store resting(StoreSettings.Policy policy, MemoryPool pool) {
        Store store = store(policy, pool);
        store.rest();
        return store;
    }

    @ParameterizedTest
    @EnumSource
    void putsUntilItIsFullAndEvictsNothing(StoreSettings.Policy policy) {
        Store store = resting(policy, stores.pool(100_000));
        int stored = 0;
        while (put(store, stored, 500) == PutOutcome.STORED) {
            stored++;
        }
        assertThat(stored).isGreaterThan(140);
        assertThat(put(store, stored + 1, 90_000)).isEqualTo(PutOutcome.FULL);
        store.expire(0, 1000);
        for (int number = 0; number < stored; number++) {
            assertThat(store.peek(key(number), 0)).as("key " + number).isNotNull();
        }
        assertThat(dropped).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void compactsWhatIsDeadBeforeItRefuses(StoreSettings.Policy policy) {
        Store store = resting(policy, stores.pool(100_000));
        int number = 0;
        while (put(store, number, 500) == PutOutcome.STORED) {
            number++;
        }
        for (int gone = 0; gone < number; gone += 2) {
            store.remove(key(gone), 0);
        }
        int again = 0;
        while (put(store, number + again, 500) == PutOutcome.STORED) {
            again++;
        }
        assertThat(again).isGreaterThan(number * 2 / 5);
        assertThat(dropped).isEmpty();
    }

    @Test
    void hidesWhatHasExpiredFromReadsButNotFromChanges() {
        Store store = resting(StoreSettings.Policy.S3_FIFO, stores.pool(100_000));
        store.put(KEY, new byte[3], expiring(100, EntryAttributes.NEVER), 0);
        store.put(key(2), new byte[3], expiring(100, EntryAttributes.NEVER), 0);
        store.expire(200, 1000);
        assertThat(store.get(KEY, 200)).isNull();
        assertThat(store.peek(KEY, 200)).isNull();
        assertThat(store.chunk(Store.START, 1000, 200).entries()).isEmpty();
        assertThat(store.holds(KEY)).isTrue();
        assertThat(store.touch(KEY, 300, 200)).isTrue();
        assertThat(store.peek(KEY, 299)).isNotNull();
        assertThat(store.remove(key(2), 200)).isTrue();
        assertThat(store.holds(key(2))).isFalse();
        assertThat(dropped).isEmpty();
    }

    @Test
    void idleTimesDoNotCountAndStartAgainWhenItLeads() {
        Store store = resting(StoreSettings.Policy.S3_FIFO, stores.pool(1_000_000));
        for (int number = 0; number < 300; number++) {
            store.put(key(number), new byte[100], expiring(EntryAttributes.NEVER, 50), 0);
        }
        store.put(key(300), new byte[50_000], expiring(EntryAttributes.NEVER, 50), 0);
        assertThat(store.peek(KEY, 1000)).isNotNull();
        store.lead(1000);
        store.expire(1049, 1000);
        for (int number = 0; number <= 300; number += 2) {
            store.remove(key(number), 1049);
        }
        while (store.stats().compactions() == 0) {
            store.expire(1049, 1000);
        }
        assertThat(store.stats().expired()).isZero();
        assertThat(store.peek(KEY, 1049)).isNotNull();
        assertThat(store.peek(KEY, 1050)).isNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"S3_FIFO", "LRU"})
    void goesOnEvictingWhenItLeadsAgain(StoreSettings.Policy policy) {
        Store store = store(policy, stores.pool(100_000));
        for (int number = 0; number < 1000; number++) {
            put(store, number, 500);
        }
        int before = dropped.size();
        store.rest();
        while (put(store, 5000 + dropped.size(), 500) == PutOutcome.STORED && versions < 3000) {
            versions++;
        }
        assertThat(dropped).hasSize(before);
        store.lead(0);
        for (int number = 2000; number < 3000; number++) {
            assertThat(put(store, number, 500)).isEqualTo(PutOutcome.STORED);
        }
        assertThat(dropped).hasSizeGreaterThan(before + 500);
    }

    @Test
    void storesThatLeadGiveBackForIt() {
        MemoryPool pool = stores.pool(400_000);
        Store leading = store(StoreSettings.Policy.LRU, pool);
        for (int number = 0; number < 2000; number++) {
            put(leading, number, 500);
        }
        Store copy = resting(StoreSettings.Policy.NONE, pool);
        int refused = 0;
        for (int number = 0; number < 250; number++) {
            for (int tries = 0; put(copy, number, 500) == PutOutcome.FULL; tries++) {
                assertThat(tries).isLessThan(50);
                leading.expire(0, 1000);
                refused++;
            }
        }
        assertThat(refused).isPositive();
        assertThat(copy.stats().entries()).isEqualTo(250);
    }

    @Test
    void touchThatNeedsRoomNeverDropsTheVersionThatItKeeps() {
        Store store = store(StoreSettings.Policy.LRU, stores.pool(60_000));
        for (int number = 0; number < 3000; number++) {
            put(store, number, 400);
            int older = number - 90;
            boolean touched = older >= 0 && store.touch(key(older), 1_000_000, 0);
            EntryView kept = older >= 0 ? store.peek(key(older), 0) : null;
            assertThat(kept != null).isEqualTo(touched);
            if (kept != null) {
                assertThat(dropped).doesNotContain(kept.version());
            }
        }
        assertThat(dropped).doesNotHaveDuplicates();
    }
}
