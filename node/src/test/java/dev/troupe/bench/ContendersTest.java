package dev.troupe.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The store's choice of what to evict, on small generated loads, beside an exact LRU and Caffeine. */
class ContendersTest {
    private static final int ENTRIES = 1000;

    @Test
    void lruDropsTheLeastRecentlyUsed() {
        Contender lru = LruContender.ofEntries(2);
        int[] hits = IntStream.of(1, 2, 1, 3, 2, 1).filter(key -> lru.hit(key)).toArray();
        assertThat(hits).containsExactly(1);
        assertThat(lru.entries()).isEqualTo(2);
    }

    @Test
    void plainS3FifoKeepsWhatWasHitTwiceOrComesBack() {
        Contender plain = S3FifoContender.ofEntries(10);
        int[] requests = IntStream.concat(
                        IntStream.of(0, 0, 0, 1, 1), IntStream.of(2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0, 1, 1, 0))
                .toArray();
        boolean[] hits = new boolean[requests.length];
        for (int i = 0; i < requests.length; i++) {
            hits[i] = plain.hit(requests[i]);
        }
        assertThat(hits).endsWith(true, false, true, true);
        assertThat(plain.entries()).isEqualTo(10);
    }

    @Test
    void theStoreHoldsTheEntriesItIsGivenAndNoMore() {
        for (int entries : new int[] {13, 100, 1000, 20_000}) {
            Contender store = StoreContender.ofEntries(entries, 1);
            long most = 0;
            for (int key = 0; key < 3 * entries; key++) {
                store.hit(key);
                most = Math.max(most, store.entries());
            }
            assertThat(most).isEqualTo(entries);
            assertThat(store.entries()).isGreaterThanOrEqualTo(entries - Math.max(1, entries / 32));
        }
    }

    @Test
    void scansLeavePopularEntriesAlone() {
        Random random = new Random(1);
        int[] requests = IntStream.range(0, 300_000)
                .map(i -> i % 10_000 < 4000 ? 1_000_000 + i : zipf(random, 10_000))
                .toArray();
        assertThat(misses(StoreContender.ofEntries(ENTRIES, 1), requests))
                .isLessThan(misses(LruContender.ofEntries(ENTRIES), requests) - 0.05)
                .isLessThan(misses(CaffeineContender.ofEntries(ENTRIES), requests) + 0.01);
    }

    @Test
    void recentEntriesAreKeptWhereRecencyDecides() {
        int[] requests = recent(new Random(2), 300_000);
        assertThat(misses(StoreContender.ofEntries(ENTRIES, 1), requests))
                .isLessThan(misses(LruContender.ofEntries(ENTRIES), requests) + 0.02);
    }

    @Test
    void popularEntriesSurviveScansWhoseKeysAreAskedForInBursts() {
        Random random = new Random(3);
        int[] requests = IntStream.range(0, 400_000)
                .map(i -> i % 40_000 < 20_000 ? 1_000_000 + i / 4 : zipf(random, 10_000))
                .toArray();
        assertThat(misses(StoreContender.ofEntries(ENTRIES, 1), requests))
                .isLessThan(misses(S3FifoContender.ofEntries(ENTRIES), requests) - 0.01)
                .isLessThan(misses(LruContender.ofEntries(ENTRIES), requests) - 0.01);
    }

    @Test
    void loopsALittleLargerThanTheCacheAreServedInPart() {
        int[] requests = IntStream.range(0, 300_000)
                .map(i -> i % (ENTRIES + ENTRIES / 10))
                .toArray();
        assertThat(misses(LruContender.ofEntries(ENTRIES), requests)).isEqualTo(1);
        assertThat(misses(StoreContender.ofEntries(ENTRIES, 1), requests)).isLessThan(0.6);
    }

    @Test
    void loopsFarLargerThanTheCacheAreServedInPart() {
        int[] requests = IntStream.range(0, 300_000).map(i -> i % (5 * ENTRIES)).toArray();
        assertThat(misses(StoreContender.ofEntries(ENTRIES, 1), requests)).isLessThan(0.95);
    }

    private static double misses(Contender contender, int[] requests) {
        return Arrays.stream(requests).filter(key -> !contender.hit(key)).count() / (double) requests.length;
    }

    /** About Zipf's law with exponent 1: the logarithm of the rank is uniform. */
    private static int zipf(Random random, int keys) {
        return (int) Math.pow(keys, random.nextDouble());
    }

    /** Repeats a key from somewhere in the last requests, near ones more often, or brings a new one. */
    private static int[] recent(Random random, int count) {
        int[] requests = new int[count];
        for (int i = 0; i < count; i++) {
            int back = (int) Math.exp(random.nextGaussian() * 1.5 + 6.5);
            requests[i] = back < 1 || back > i || random.nextInt(50) == 0 ? i : requests[i - back];
        }
        return requests;
    }
}
