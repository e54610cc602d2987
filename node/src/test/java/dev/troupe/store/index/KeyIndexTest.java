package dev.troupe.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.store.memory.MemoryAccount;
import dev.troupe.store.memory.MemoryPool;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class KeyIndexTest {
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    /** Keys that are hashes: the location is their place in a list. */
    private static final class Hashes implements KeyIndex.Keys {
        private final List<Long> all = new ArrayList<>(List.of(0L));

        int add(long hash) {
            all.add(hash);
            return all.size() - 1;
        }

        @Override
        public boolean isAt(int location, byte[] key) {
            return ByteBuffer.wrap(key).getLong() == all.get(location);
        }

        @Override
        public long hashAt(int location) {
            return all.get(location);
        }

        @Override
        public boolean isKey(int location) {
            return location > 0;
        }
    }

    private final MemoryPool pool = new MemoryPool(1 << 24);
    private final MemoryAccount account = new MemoryAccount(pool);
    private final Hashes hashes = new Hashes();
    private final KeyIndex index = new KeyIndex(hashes, account);

    @Property(tries = 20)
    void answersLikeAMap(@ForAll long seed) {
        Random random = new Random(seed);
        Map<Long, Integer> expected = new HashMap<>();
        int range = 10 + random.nextInt(8000);
        for (int i = 0; i < 20_000; i++) {
            long hash = hash(random.nextInt(range));
            int slot = index.find(hash, key(hash));
            assertThat(slot == KeyIndex.NONE).isEqualTo(!expected.containsKey(hash));
            if (slot == KeyIndex.NONE) {
                add(hash);
                expected.put(hash, hashes.all.size() - 1);
            } else {
                assertThat(index.location(slot)).isEqualTo(expected.get(hash));
                if (random.nextInt(i % 4000 < 3000 ? 4 : 1) == 0) {
                    index.remove(slot, hash);
                    expected.remove(hash);
                }
            }
        }
        assertThat(index.size()).isEqualTo(expected.size());
        expected.forEach(
                (hash, location) -> assertThat(index.find(hash, location)).isNotEqualTo(KeyIndex.NONE));
        assertThat(account.bytes()).isEqualTo(index.takenBytes());
        index.clear();
        assertThat(account.bytes()).isZero();
    }

    @Test
    void anEntryTakesSevenBytes() {
        for (int i = 0; i < 200_000; i++) {
            add(hash(i));
        }

        assertThat(index.takenBytes() / 200_000.0).isBetween(6.2, 7.6);
    }

    @Test
    void growingToAMillionCopiesNoMoreThanATableAndTheDirectoryAtATime() {
        long before = 0;
        long most = 0;
        for (int i = 0; i < 1_000_000; i++) {
            add(hash(i));
            most = Math.max(most, index.copied() - before);
            before = index.copied();
        }

        assertThat(most).as("slots copied by one put").isBetween(1_000L, 5_000L);
        assertThat(index.copied()).as("slots copied by all").isLessThan(12_000_000);
    }

    @Test
    void hitsAreCountedUpToThree() {
        add(hash(1));
        for (int i = 0; i < 5; i++) {
            index.hit(index.find(hash(1), key(hash(1))));
        }

        assertThat(index.hits(index.find(hash(1), key(hash(1))))).isEqualTo(3);
        assertThat(index.location(index.find(hash(1), key(hash(1))))).isEqualTo(1);
    }

    @Test
    void equalHashesOnlyMakeOneTableLonger() {
        for (int i = 0; i < 3000; i++) {
            add(0x1234_5678_9abc_def0L);
        }

        assertThat(index.size()).isEqualTo(3000);
        assertThat(index.find(0x1234_5678_9abc_def0L, 2999)).isNotEqualTo(KeyIndex.NONE);
    }

    @Test
    void withoutMemoryThereIsNoRoom() {
        MemoryAccount poor = new MemoryAccount(new MemoryPool(256));
        KeyIndex small = new KeyIndex(hashes, poor);
        int fitted = 0;
        while (small.ensureRoom(hash(fitted))) {
            small.insert(hash(fitted), hashes.add(hash(fitted)), 0);
            fitted++;
        }

        assertThat(fitted).isEqualTo(14);
        assertThat(poor.bytes()).isLessThanOrEqualTo(256);
    }

    @Test
    void aWalkSeesWhatStaysOnceWhateverElseHappens() {
        Map<Long, Integer> seen = new HashMap<>();
        for (int i = 0; i < 3000; i++) {
            add(hash(i));
        }
        HashOrderWalk walk = new HashOrderWalk(index, hashes);
        long from = 0;
        long last = 0;
        int others = 3000;
        do {
            walk.gather(from);
            for (int i = 0; i < walk.count(); i++) {
                assertThat(Long.compareUnsigned(walk.hash(i), last)).isGreaterThanOrEqualTo(0);
                last = walk.hash(i);
                seen.merge(last, 1, Integer::sum);
            }
            for (int i = 0; i < 5; i++) {
                add(hash(others++));
            }
            from = walk.next();
        } while (from != 0);

        for (int i = 0; i < 3000; i++) {
            assertThat(seen.get(hash(i))).as("times seen").isEqualTo(1);
        }
    }

    private void add(long hash) {
        assertThat(index.ensureRoom(hash)).isTrue();
        index.insert(hash, hashes.add(hash), 0);
    }

    private static long hash(int number) {
        long x = (number + 1) * SPREAD;
        return (x ^ (x >>> 29)) * SPREAD;
    }

    private static byte[] key(long hash) {
        return ByteBuffer.allocate(8).putLong(hash).array();
    }
}
