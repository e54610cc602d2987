package dev.troupe.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.troupe.store.index.KeyHash;
import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.policy.DropListener;
import dev.troupe.store.policy.StoreSettings;
import dev.troupe.store.segment.EntryAttributes;
import dev.troupe.store.segment.MediaTypes;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StoreTest {
    private static final EntryAttributes PLAIN =
            new EntryAttributes(7, EntryAttributes.NEVER, EntryAttributes.NEVER, MediaTypes.OCTETS);
    private static final StoreSettings S3_FIFO = new StoreSettings(StoreSettings.Policy.S3_FIFO, 11);
    private static final StoreSettings NONE = new StoreSettings(StoreSettings.Policy.NONE, 11);

    @RegisterExtension
    private final Stores stores = new Stores();

    private static final long HASH_BYTES = 48;

    @Test
    void aValueOfSixteenMebibytesUnderAKeyOf512BytesIsStored() {
        Store store = stores.make(S3_FIFO, 40 << 20);
        byte[] key = random(512);
        byte[] value = random(16 << 20);

        assertThat(store.put(key, value, PLAIN, 0)).isEqualTo(PutOutcome.STORED);
        assertThat(found(store, key).value()).isEqualTo(value);
        assertThat(store.put(key, random(5), PLAIN, 0)).isEqualTo(PutOutcome.STORED);
        assertThat(found(store, key).valueLength()).isEqualTo(5);
    }

    @Test
    void whatIsOutOfRangeIsNotStored() {
        Store store = stores.make(S3_FIFO, 40 << 20);

        assertThatThrownBy(() -> store.put(new byte[0], random(1), PLAIN, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.put(new byte[513], random(1), PLAIN, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.put(random(1), new byte[(16 << 20) + 1], PLAIN, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatCannotFitIsRefusedAndNothingIsEvictedForIt() {
        Store store = stores.make(S3_FIFO, 1 << 20);
        store.put(key(1), random(100), PLAIN, 0);

        assertThat(store.put(key(2), random(2 << 20), PLAIN, 0)).isEqualTo(PutOutcome.FULL);
        assertThat(store.peek(key(1), 0)).isNotNull();
    }

    @Test
    void anEmptyStoreTakesNoMemoryAndOneEntryLittle() {
        Store store = stores.make(S3_FIFO, 1 << 20);

        assertThat(store.stats().bytes()).isZero();
        store.put(key(1), random(100), PLAIN, 0);
        assertThat(store.stats().bytes()).isLessThan(1600);
    }

    @Test
    void whenAllIsRemovedNearlyAllMemoryIsGivenBack() {
        Store store = stores.make(S3_FIFO, 8 << 20);
        for (int i = 0; i < 20_000; i++) {
            store.put(key(i), random(100), PLAIN, 0);
        }
        long full = store.stats().bytes();
        for (int i = 0; i < 20_000; i++) {
            assertThat(store.remove(key(i), 0)).isTrue();
        }

        assertThat(store.stats().bytes()).isLessThan(full / 100);
        assertThat(store.stats().deadBytes()).isZero();
    }

    @Test
    void aFullStoreThatDoesNotEvictRefusesAndKeepsTheOldValue() {
        Store store = stores.make(NONE, 100_000);
        int stored = 0;
        while (store.put(key(stored), random(100), PLAIN, 0) == PutOutcome.STORED) {
            stored++;
        }

        assertThat(stored).isGreaterThan(500);
        assertThat(store.put(key(3), random(10_000), PLAIN, 0)).isEqualTo(PutOutcome.FULL);
        for (int i = 0; i < stored; i++) {
            assertThat(found(store, key(i)).value()).isEqualTo(random(100));
        }
        assertThat(store.stats().evicted()).isZero();
    }

    @Test
    void whatIsRemovedFromAFullStoreMakesRoomAgain() {
        Store store = stores.make(NONE, 100_000);
        int next = 0;
        while (store.put(key(next), random(100), PLAIN, 0) == PutOutcome.STORED) {
            next++;
        }
        for (int i = 0; i < next; i += 2) {
            store.remove(key(i), 0);
        }
        int again = 0;
        while (store.put(key(next + again), random(100), PLAIN, 0) == PutOutcome.STORED) {
            again++;
        }

        assertThat(again).isGreaterThan(next / 2 * 8 / 10);
    }

    @Test
    void anEvictedEntryIsReportedWithItsVersion() {
        List<Long> dropped = new ArrayList<>();
        Store store = stores.make(S3_FIFO, stores.pool(20_000), (cause, hash, version) -> {
            assertThat(cause).isEqualTo(DropListener.Cause.EVICTED);
            dropped.add(version);
        });
        for (int i = 0; i < 1000; i++) {
            store.put(key(i), random(100), new EntryAttributes(i, PLAIN.idleMillis(), PLAIN.idleMillis(), "a/b"), 0);
        }

        assertThat(dropped).hasSize((int) store.stats().evicted()).doesNotHaveDuplicates();
        assertThat(dropped.size() + store.stats().entries()).isEqualTo(1000);
    }

    @Test
    void aCopyDropsByHashAndVersionOnly() {
        Store store = stores.make(S3_FIFO, 1 << 20);
        store.put(key(1), random(10), PLAIN, 0);
        long hash = new KeyHash(S3_FIFO.hashSeed()).of(key(1));

        assertThat(store.drop(hash, 6)).isFalse();
        assertThat(store.drop(hash + 1, 7)).isFalse();
        assertThat(store.drop(hash, 7)).isTrue();
        assertThat(store.peek(key(1), 0)).isNull();
    }

    @Test
    void evictToGivesBackWithinItsBudget() {
        Store store = stores.make(S3_FIFO, 1 << 20);
        for (int i = 0; i < 5000; i++) {
            store.put(key(i), random(100), PLAIN, 0);
        }
        long before = store.stats().evicted();

        assertThat(store.evictTo(300_000, 200, 0)).isFalse();
        assertThat(store.stats().evicted() - before).isLessThanOrEqualTo(200);
        int calls = 0;
        while (!store.evictTo(300_000, 200, 0)) {
            calls++;
        }
        assertThat(calls).isBetween(5, 50);
        assertThat(store.stats().bytes()).isLessThanOrEqualTo(300_000);
    }

    @Test
    void evictToNothingEndsWithNothing() {
        Store store = stores.make(S3_FIFO, 1 << 20);
        for (int i = 0; i < 10_000; i++) {
            store.put(key(i), random(100), PLAIN, 0);
        }
        int calls = 0;
        while (!store.evictTo(0, 1000, 0)) {
            assertThat(calls++).isLessThan(100);
        }

        assertThat(store.stats().bytes()).isZero();
        assertThat(store.put(key(1), random(100), PLAIN, 0)).isEqualTo(PutOutcome.STORED);
    }

    @Test
    void aStoreAboveItsShareGivesBackWhatAnotherNeeds() {
        MemoryPool pool = stores.pool(1 << 20);
        Store first = stores.make(S3_FIFO, pool);
        for (int i = 0; i < 10_000; i++) {
            first.put(key(i), random(100), PLAIN, 0);
        }
        Store second = stores.make(S3_FIFO, pool);
        int refused = 0;
        for (int i = 0; i < 10_000; i++) {
            refused += second.put(key(i), random(100), PLAIN, 0) == PutOutcome.STORED ? 0 : 1;
            first.get(key(i), 0);
            first.expire(0, 1);
        }

        // One may come before the first bytes have been given back.
        assertThat(refused).isLessThan(100);
        assertThat(second.stats().bytes()).isGreaterThan(pool.maxBytes() * 40 / 100);
    }

    @Test
    void overwritingAtRandomLeavesFewDeadBytes() {
        Store store = stores.make(S3_FIFO, 64 << 20);
        Random random = new Random(1);
        for (int i = 0; i < 220_000; i++) {
            int number = i < 20_000 ? i : random.nextInt(20_000);
            store.put(key(number), new byte[168 + random.nextInt(112)], PLAIN, 0);
        }

        StoreStats stats = store.stats();
        assertThat(stats.deadBytes()).isLessThan(stats.liveBytes() * 15 / 100);
        assertThat(stats.compactions()).isPositive();
        assertThat(stats.entries()).isEqualTo(20_000);
    }

    /** The state of the hash is an object, which the compiler removes where it sees that it does not escape. */
    @Test
    void aGetAllocatesNothingButTheStateOfItsHash() {
        Store store = stores.make(S3_FIFO, 1 << 20);
        byte[][] keys = new byte[100][];
        for (int i = 0; i < 100; i++) {
            keys[i] = key(i);
            store.put(keys[i], random(100), PLAIN, 0);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = readAll(store, keys, 200);
        long before = threads.getCurrentThreadAllocatedBytes();
        sum += readAll(store, keys, 200);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(200 * 100 * HASH_BYTES + 2_000);
        assertThat(sum).isEqualTo(400L * 100 * 107);
    }

    @Test
    void frequentKeysOutliveAScan() {
        Store store = stores.make(S3_FIFO.withMostEntries(1000), 1 << 20);
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 500; i++) {
                if (store.get(key(i), 0) == null) {
                    store.put(key(i), random(20), PLAIN, 0);
                }
            }
        }
        for (int i = 1000; i < 11_000; i++) {
            store.put(key(i), random(20), PLAIN, 0);
        }

        int left = 0;
        for (int i = 0; i < 500; i++) {
            left += store.peek(key(i), 0) == null ? 0 : 1;
        }
        assertThat(left).isGreaterThan(450);
        assertThat(store.stats().entries()).isLessThanOrEqualTo(1000);
    }

    @Test
    void aLoopOfFiveTimesTheCacheIsServedInPart() {
        Store store = stores.make(S3_FIFO.withMostEntries(1000), 1 << 20);
        for (int i = 0; i < 200_000; i++) {
            if (store.get(key(i % 5000), 0) == null) {
                store.put(key(i % 5000), random(20), PLAIN, 0);
            }
        }

        assertThat(store.stats().hits()).isGreaterThan(5_000);
    }

    private static long readAll(Store store, byte[][] keys, int rounds) {
        long sum = 0;
        for (int round = 0; round < rounds; round++) {
            for (byte[] key : keys) {
                EntryView entry = found(store, key);
                sum += entry.valueLength() + entry.version();
            }
        }
        return sum;
    }

    private static EntryView found(Store store, byte[] key) {
        return Objects.requireNonNull(store.get(key, 0));
    }

    private static byte[] key(int number) {
        return ByteBuffer.allocate(10).putInt(number).array();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
