package dev.troupe.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.store.policy.StoreSettings;
import dev.troupe.store.segment.EntryAttributes;
import dev.troupe.store.segment.MediaTypes;
import dev.troupe.store.segment.SegmentSizes;
import java.nio.ByteBuffer;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StoreExpiryTest {
    private static final StoreSettings SETTINGS = new StoreSettings(StoreSettings.Policy.S3_FIFO, 11);
    private static final long START = 5_000;

    @RegisterExtension
    private final Stores stores = new Stores();

    private final Store store = stores.make(SETTINGS, 256 << 20);
    private int written;
    /** Of the samples of {@link #deadPart}. */
    private long meanLagMillis;

    @Test
    void readAtItsDeadlineMisses() {
        store.put(key(1), new byte[9], expiringAt(START + 100), START);

        assertThat(store.get(key(1), START + 99)).isNotNull();
        assertThat(store.get(key(1), START + 100)).isNull();
        assertThat(store.stats().expired()).isEqualTo(1);
    }

    @Test
    void eachGetRestartsTheIdleTimeAndAPeekDoesNot() {
        store.put(key(1), new byte[9], idle(100), START);

        assertThat(store.get(key(1), START + 90)).isNotNull();
        assertThat(store.peek(key(1), START + 180)).isNotNull();
        assertThat(store.peek(key(1), START + 189)).isNotNull();
        assertThat(store.peek(key(1), START + 190)).isNull();
    }

    @Test
    void touchReplacesTheExpiry() {
        store.put(key(1), new byte[9], expiringAt(START + 100), START);
        store.put(key(2), new byte[9], expiringAt(EntryAttributes.NEVER), START);

        assertThat(store.touch(key(1), EntryAttributes.NEVER, START)).isTrue();
        assertThat(store.touch(key(2), START + 50, START)).isTrue();
        assertThat(store.peek(key(1), START + 1_000_000)).isNotNull();
        assertThat(store.peek(key(2), START + 50)).isNull();
        assertThat(store.touch(key(2), START + 500, START + 60)).isFalse();
    }

    @Test
    void anEntryTouchedForWeeksOutlivesBeingMovedBetweenSegmentsOfDifferentAge() {
        Store full = stores.make(SETTINGS.withSegments(SegmentSizes.fixed(1024)), 30_000);
        long later = START + (1L << 28);
        churn(full, 1, 1000, 1, START);
        churn(full, 1000, 1020, 1, later);
        full.put(key(0), new byte[50], expiringAt(later + 60_000), later);
        assertThat(full.touch(key(0), later + (1L << 32) - 100_000, later)).isTrue();
        churn(full, 1020, 2000, 0, later);

        assertThat(full.stats().expired()).isZero();
        assertThat(full.peek(key(0), later + (1L << 32) - 100_001)).isNotNull();
        assertThat(full.peek(key(0), later + (1L << 32) - 100_000)).isNull();
    }

    @Test
    void deadEntriesAreRemovedWithoutBeingRead() {
        Random random = new Random(1);
        for (int i = 0; i < 50_000; i++) {
            store.put(key(i), new byte[50], expiringAt(START + 1000 + random.nextInt(59_000)), START);
        }
        for (long now = START; now <= START + 62_000; now += 20) {
            long before = store.stats().examined();
            store.expire(now, 1_000);
            assertThat(store.stats().examined() - before).isLessThanOrEqualTo(1_000);
        }

        assertThat(store.stats().entries()).isZero();
        assertThat(store.stats().liveBytes()).isZero();
        assertThat(store.stats().expiryLagMillis()).isLessThan(3_000);
    }

    @Test
    void aSingleDeadEntryAmongOthersIsFoundInTheEnd() {
        for (int i = 0; i < 50_000; i++) {
            store.put(key(i), new byte[50], expiringAt(i == 777 ? START + 10 : EntryAttributes.NEVER), START);
        }
        int removed = 0;
        for (long now = START; now <= START + 20_000; now += 100) {
            removed += store.expire(now, 1_000);
        }

        assertThat(removed).isEqualTo(1);
        assertThat(store.stats().examined()).as("others are left alone").isLessThan(20_000);
    }

    @Test
    void withSteadyTrafficFewOfTheEntriesHeldAreDead() {
        Random random = new Random(1);
        long[] deadlines = new long[1_000_000];
        int next = 0;
        double worst = 0;
        for (long now = START; now < START + 180_000; now += 20) {
            for (int i = 0; i < 30; i++) {
                deadlines[next] = now + 1000 + random.nextInt(59_000);
                store.put(key(next), new byte[50], expiringAt(deadlines[next]), now);
                next++;
            }
            store.expire(now, 2_500);
            if (now > START + 60_000 && now % 1000 == 0) {
                int live = 0;
                for (int i = Math.max(0, next - 100_000); i < next; i++) {
                    live += deadlines[i] > now ? 1 : 0;
                }
                worst = Math.max(worst, (store.stats().entries() - live) / (double) live);
            }
        }

        assertThat(worst).isLessThan(0.02);
    }

    /** Puts entries that stay for ever and reads one of them after each. */
    private static void churn(Store full, int from, int to, int read, long now) {
        for (int i = from; i < to; i++) {
            full.put(key(i), new byte[50], expiringAt(EntryAttributes.NEVER), now);
            full.get(key(read), now);
        }
    }

    @Test
    void aChunkOfWhatHasExpiredIsEmptyAfterABoundedWalk() {
        for (int i = 0; i < 50_000; i++) {
            store.put(key(i), new byte[20], expiringAt(i == 777 ? START + 500 : START + 10), START);
        }
        int chunks = 0;
        int seen = 0;
        long cursor = Store.START;
        do {
            SnapshotChunk chunk = store.chunk(cursor, 1000, START + 20);
            seen += chunk.entries().size();
            cursor = chunk.nextCursor();
            chunks++;
        } while (cursor != Store.END);

        assertThat(seen).isEqualTo(1);
        assertThat(chunks).isBetween(5, 50);
    }

    @Test
    void longDeadlinesDoNotHideShortOnes() {
        assertThat(deadPart(random -> random.nextInt(10) == 0 ? 30L * 86_400_000 : 1000 + random.nextInt(9000)))
                .isLessThan(0.05);
        assertThat(meanLagMillis).isLessThan(1_200);
    }

    @Test
    void deadlinesInTwoClassesAreBothMet() {
        assertThat(deadPart(random -> random.nextBoolean() ? 300_000 : 1000 + random.nextInt(2000)))
                .isLessThan(0.05);
        assertThat(meanLagMillis).isLessThan(1_200);
    }

    @Test
    void aClassOfDeadlinesBetweenShortAndVeryLongOnesIsMet() {
        assertThat(deadPart(random -> new long[] {1000, 25_000, 30L * 86_400_000}[random.nextInt(3)]))
                .isLessThan(0.05);
        assertThat(meanLagMillis).isLessThan(1_200);
    }

    /** The mean of dead entries to live ones, under a steady load with a budget of three times what is put. */
    private double deadPart(ToLongFunction<Random> ttl) {
        Random random = new Random(1);
        PriorityQueue<Long> deadlines = new PriorityQueue<>();
        double sum = 0;
        long lag = 0;
        int samples = 0;
        for (long now = START; now < START + 60_000; now += 100) {
            for (int i = 0; i < 200; i++) {
                long deadline = now + ttl.applyAsLong(random);
                deadlines.add(deadline);
                store.put(key(written++), new byte[50], expiringAt(deadline), now);
            }
            store.expire(now, 2_000);
            while (deadlines.element() <= now) {
                deadlines.remove();
            }
            if (now > START + 20_000) {
                sum += (store.stats().entries() - deadlines.size()) / (double) deadlines.size();
                samples++;
                lag += store.stats().expiryLagMillis();
            }
        }
        meanLagMillis = lag / samples;
        return sum / samples;
    }

    private static EntryAttributes expiringAt(long millis) {
        return new EntryAttributes(1, millis, EntryAttributes.NEVER, MediaTypes.OCTETS);
    }

    private static EntryAttributes idle(long millis) {
        return new EntryAttributes(1, EntryAttributes.NEVER, millis, MediaTypes.OCTETS);
    }

    private static byte[] key(int number) {
        return ByteBuffer.allocate(10).putInt(number).array();
    }
}
