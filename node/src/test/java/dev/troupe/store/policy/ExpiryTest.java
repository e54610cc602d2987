package dev.troupe.store.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.store.Store;
import dev.troupe.store.Stores;
import dev.troupe.store.segment.EntryAttributes;
import dev.troupe.store.segment.MediaTypes;
import dev.troupe.store.segment.SegmentSizes;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ExpiryTest {
    private static final StoreSettings SETTINGS =
            new StoreSettings(StoreSettings.Policy.S3_FIFO, 11).withSegments(SegmentSizes.fixed(4096));

    @RegisterExtension
    private final Stores stores = new Stores();

    private final Store store = stores.make(SETTINGS, 16 << 20);
    private final Expiry expiry = new Expiry(store.table());

    @Test
    void looksAtNoMoreThanItsBudgetAndGoesOnFromThere() {
        put(0, 1000, 100);

        assertThat(expiry.expire(100, 10)).isEqualTo(10);
        assertThat(expiry.examined()).isEqualTo(10);
        assertThat(expiry.expire(100, 990)).isEqualTo(990);
        assertThat(expiry.examined()).isEqualTo(1000);
        assertThat(store.stats().entries()).isZero();
    }

    @Test
    void segmentsWithoutAnythingOverdueAreLeftAlone() {
        put(0, 1000, 10_000);

        assertThat(expiry.expire(9_999, 1000)).isZero();
        assertThat(expiry.examined()).isZero();
    }

    @Test
    void theSegmentWithTheLargestPartOverdueComesFirst() {
        for (int i = 0; i < 20; i++) {
            put(i, i + 1, 10_000);
        }
        store.put(key(20), new byte[50], expiringAt(100), 0);
        put(21, 100, 10_000);
        put(100, 120, 100);

        // All of its segment, or of one beside it, but for the single one among those that stay.
        assertThat(expiry.expire(100, 20)).isGreaterThan(10);
    }

    @Test
    void theLagIsHowLateTheLatestWasFreed() {
        put(0, 10, 100);
        put(10, 20, 130);
        expiry.expire(150, 1000);

        assertThat(expiry.lagMillis()).isEqualTo(50);
        expiry.expire(500, 1000);
        assertThat(expiry.lagMillis())
                .as("of the last call that removed something")
                .isEqualTo(50);
    }

    @Test
    void afterAClearItBeginsAnew() {
        put(0, 100, 100);
        expiry.expire(100, 10);
        store.clear();
        expiry.clear();
        put(0, 5, 200);

        assertThat(expiry.expire(200, 100)).isEqualTo(5);
    }

    private void put(int from, int to, long deadlineMillis) {
        for (int i = from; i < to; i++) {
            store.put(key(i), new byte[50], expiringAt(deadlineMillis), 0);
        }
    }

    private static EntryAttributes expiringAt(long millis) {
        return new EntryAttributes(1, millis, EntryAttributes.NEVER, MediaTypes.OCTETS);
    }

    private static byte[] key(int number) {
        return ByteBuffer.allocate(10).putInt(number).array();
    }
}
