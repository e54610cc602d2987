package dev.troupe.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.store.EntryAttributes;
import dev.troupe.store.EntryView;
import dev.troupe.store.MemoryPool;
import dev.troupe.store.Store;
import dev.troupe.store.StoreSettings;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PartitionStateTest {
    private static final byte[] KEY = "k".getBytes(StandardCharsets.UTF_8);

    private final MemoryPool memory = new MemoryPool(1 << 20);
    private final PartitionState state =
            new PartitionState(cache -> new Store(new StoreSettings(StoreSettings.Policy.NONE, 1), memory), 9);

    private static Change.Put put(long version, int valueBytes, long remainingMillis) {
        return new Change.Put(
                version, 0, KEY, new byte[valueBytes], remainingMillis, EntryAttributes.NEVER, "text/plain");
    }

    @Test
    void changeThatDoesNotFitChangesNothing() {
        assertThat(state.apply(put(Version.opening(9) + 1, 10, EntryAttributes.NEVER), 0))
                .isTrue();
        assertThat(state.apply(put(Version.opening(9) + 2, 2 << 20, EntryAttributes.NEVER), 0))
                .isFalse();
        assertThat(state.lastVersion()).isEqualTo(Version.opening(9) + 1);
        assertThat(state.store(0).peek(KEY, 0))
                .isNotNull()
                .extracting(EntryView::valueLength)
                .isEqualTo(10);
    }

    @Test
    void cachesOfAPartitionDoNotSeeEachOther() {
        state.apply(put(Version.opening(9) + 1, 10, EntryAttributes.NEVER), 0);
        assertThat(state.store(1).peek(KEY, 0)).isNull();
        state.apply(new Change.Remove(Version.opening(9) + 2, 1, KEY), 0);
        assertThat(state.store(0).peek(KEY, 0)).isNotNull();
    }

    @Test
    void remainingTimeCountsFromWhenTheChangeIsApplied() {
        state.apply(put(Version.opening(9) + 1, 10, 100), 5000);
        assertThat(state.store(0).peek(KEY, 5099)).isNotNull();
        assertThat(state.store(0).peek(KEY, 5100)).isNull();
    }

    @Test
    void closedPartitionHasGivenAllItsMemoryBack() {
        state.apply(put(Version.opening(9) + 1, 1000, EntryAttributes.NEVER), 0);
        assertThat(memory.usedBytes()).isPositive();
        state.close();
        assertThat(memory.usedBytes()).isZero();
        assertThat(memory.stores()).isZero();
    }
}
