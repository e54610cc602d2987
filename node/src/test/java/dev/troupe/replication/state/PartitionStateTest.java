package dev.troupe.replication.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.store.EntryView;
import dev.troupe.store.Store;
import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.policy.StoreSettings;
import dev.troupe.store.policy.StoreSettings.Policy;
import dev.troupe.store.segment.EntryAttributes;
import dev.troupe.store.segment.SegmentSizes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartitionStateTest {
    private static final long EPOCH = 9;
    private static final byte[] KEY = key("k");
    private static final Receipt RECEIPT = new Receipt(4, 1, 1, 2, 3);

    private static final StoreSettings TINY_SEGMENTS =
            new StoreSettings(Policy.LRU, 1).withSegments(SegmentSizes.fixed(128));

    private final MemoryPool memory = new MemoryPool(1 << 20);
    private final PartitionState state = state(Policy.NONE, memory);

    private static PartitionState state(Policy policy, MemoryPool memory) {
        return new PartitionState(
                (cache, seed, drops) -> new Store(new StoreSettings(policy, seed), memory, drops),
                1,
                ChangeMemory.unbounded(1 << 20));
    }

    private static byte[] key(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    private static Change.Put put(long version, byte[] key, int valueBytes, long expiresAtMillis) {
        return new Change.Put(
                version, 0, key, new byte[valueBytes], expiresAtMillis, EntryAttributes.NEVER, "text/plain", RECEIPT);
    }

    private boolean put(PartitionState to, byte[] key, int valueBytes) {
        return to.execute(put(to.nextVersion(), key, valueBytes, EntryAttributes.NEVER), 0);
    }

    private static List<Change> changesOf(PartitionState state) {
        return state.log().after(0).orElseThrow();
    }

    @BeforeEach
    void lead() {
        state.lead(EPOCH, 0);
    }

    @Test
    void changeThatDoesNotFitChangesNothingAndIsNoPosition() {
        assertThat(put(state, KEY, 10)).isTrue();
        long position = state.lastVersion();
        assertThat(put(state, KEY, 2 << 20)).isFalse();
        assertThat(state.lastVersion()).isEqualTo(position);
        assertThat(state.store(0).peek(KEY, 0))
                .isNotNull()
                .extracting(EntryView::valueLength)
                .isEqualTo(10);
    }

    @Test
    void cachesOfAPartitionDoNotSeeEachOther() {
        put(state, KEY, 10);
        assertThat(state.store(1).peek(KEY, 0)).isNull();
        state.execute(new Change.Remove(state.nextVersion(), 1, KEY, RECEIPT), 0);
        state.execute(new Change.Clear(state.nextVersion(), 1, RECEIPT), 0);
        assertThat(state.store(0).peek(KEY, 0)).isNotNull();
        state.execute(new Change.Clear(state.nextVersion(), 0, RECEIPT), 0);
        assertThat(state.store(0).peek(KEY, 0)).isNull();
    }

    @Test
    void entryHasTheVersionOfItsPutAndWhatThePutDroppedHasTheNumberBefore() {
        PartitionState evicting = state(Policy.LRU, new MemoryPool(16 << 10));
        evicting.lead(EPOCH, 0);
        int stored = 0;
        while (changesOf(evicting).stream().noneMatch(Change.Drop.class::isInstance)) {
            assertThat(put(evicting, key("key" + stored++), 1000)).isTrue();
        }
        List<Change> all = changesOf(evicting);
        Change.Put latest = (Change.Put) all.get(all.size() - 1);
        Change.Drop drop = (Change.Drop) all.get(all.size() - 2);
        assertThat(drop.version()).isEqualTo(latest.version() - 1);
        assertThat(evicting.store(0).peek(latest.key(), 0))
                .isNotNull()
                .extracting(EntryView::version)
                .isEqualTo(latest.version());
        assertThat(drop.versions())
                .contains(all.get(0).version())
                .hasSize(stored - (int) evicting.store(0).stats().entries());
    }

    @Test
    void whatARefusedPutHasEvictedIsAChangeAllTheSame() {
        boolean found = false;
        for (int length = 64_000; length > 40_000 && !found; length -= 100) {
            PartitionState evicting = new PartitionState(
                    (cache, seed, drops) -> new Store(TINY_SEGMENTS, new MemoryPool(64 << 10), drops),
                    1,
                    ChangeMemory.unbounded(1 << 20));
            evicting.lead(EPOCH, 0);
            for (int i = 0; i < 150; i++) {
                put(evicting, key("k" + i), 40);
            }
            long before = evicting.lastVersion();
            long refused = evicting.nextVersion();
            found = !put(evicting, KEY, length) && evicting.store(0).stats().entries() < 150;
            if (found) {
                Change.Drop drop =
                        (Change.Drop) evicting.log().after(before).orElseThrow().get(0);
                assertThat(drop.version()).isEqualTo(refused - 1).isEqualTo(evicting.lastVersion());
                assertThat(drop.hashes())
                        .hasSize(150 - (int) evicting.store(0).stats().entries());
                assertThat(Long.compareUnsigned(evicting.nextVersion(), refused))
                        .isPositive();
            }
        }
        assertThat(found).as("a put that evicts in vain").isTrue();
    }

    @Test
    void whatExpiresWhileItIsReadOrSweptIsAChangeOnceSettled() {
        state.execute(put(state.nextVersion(), KEY, 1, 100), 0);
        state.execute(put(state.nextVersion(), key("other"), 1, 100), 0);
        assertThat(state.settle()).isFalse();
        assertThat(state.store(0).get(KEY, 100)).isNull();
        assertThat(state.settle()).isTrue();
        state.store(0).expire(100, 10);
        assertThat(state.settle()).isTrue();
        assertThat(changesOf(state)).hasSize(4);
        assertThat(((Change.Drop) changesOf(state).get(3)).versions())
                .containsExactly(changesOf(state).get(1).version());
    }

    @Test
    void copyHidesWhatHasExpiredUntilItIsToldToDropIt() {
        PartitionState copy = state(Policy.LRU, memory);
        copy.follow(put(5, KEY, 1, 100), 0);
        assertThat(copy.store(0).get(KEY, 100)).isNull();
        copy.store(0).expire(1000, 100);
        assertThat(copy.store(0).holds(KEY)).isTrue();
        assertThat(copy.settle()).isFalse();
        assertThat(copy.lastVersion()).isEqualTo(5);
    }

    @Test
    void copyWithoutMemoryIsNotWhole() {
        PartitionState copy = state(Policy.LRU, new MemoryPool(16 << 10));
        assertThat(copy.follow(put(5, KEY, 6000, EntryAttributes.NEVER), 0)).isTrue();
        assertThat(copy.isWhole()).isTrue();
        assertThat(copy.follow(put(7, key("other"), 12_000, EntryAttributes.NEVER), 0))
                .isFalse();
        assertThat(copy.isWhole()).isFalse();
        assertThat(copy.lastVersion()).isEqualTo(5);
        assertThat(copy.store(0).holds(KEY)).isTrue();
    }

    @Test
    void defectInAChangeLeavesNoWholePartition() {
        Change.Put broken = put(state.nextVersion(), new byte[0], 1, EntryAttributes.NEVER);
        assertThatThrownBy(() -> state.execute(broken, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(state.isWhole()).isFalse();
    }

    @Test
    void receiptsComeWithChangesAndGoWithLaterOnesOfTheirGateway() {
        put(state, KEY, 1);
        Change.Recall recall = state.receipts().answer(RECEIPT.gateway(), RECEIPT.number());
        assertThat(recall).isEqualTo(new Change.Recall(state.lastVersion(), RECEIPT));
        state.execute(new Change.Remove(state.nextVersion(), 0, KEY, new Receipt(4, 3, 2, 0, 0)), 0);
        assertThat(state.receipts().answer(4, 1)).isNull();
        assertThat(state.receipts().isOver(4, 1)).isTrue();
        assertThat(state.receipts().isOver(4, 2)).isFalse();
        state.execute(new Change.Dismiss(state.nextVersion(), 4), 0);
        assertThat(state.receipts().hasAny(4)).isFalse();
    }

    @Test
    void contentBeginsWithTheReceiptsAndHoldsNoMoreThanAskedForUnlessOfOneEntry() {
        for (int i = 0; i < 50; i++) {
            Receipt receipt = new Receipt(i % 3 - 1, i, 0, 1, i);
            state.execute(
                    new Change.Put(
                            state.nextVersion(), i % 2, key("k" + i), new byte[i], 500, 40, "text/plain", receipt),
                    0);
        }
        int recalls = 0;
        int puts = 0;
        for (Content.Cursor at = Content.START; !at.equals(Content.END); ) {
            Content piece = state.content(at, 300, 0);
            for (Change change : piece.changes()) {
                recalls += change instanceof Change.Recall ? 1 : 0;
                puts += change instanceof Change.Put ? 1 : 0;
                assertThat(puts == 0 || change instanceof Change.Put).isTrue();
            }
            int bytes = piece.changes().stream()
                    .mapToInt(change -> change instanceof Change.Put put ? put.value().length + put.key().length : 0)
                    .sum();
            assertThat(bytes).isLessThanOrEqualTo(300);
            at = piece.next();
        }
        assertThat(recalls).isEqualTo(50);
        assertThat(puts).isEqualTo(50);
    }

    @Test
    void moreThanOneChangeCanSayIsDroppedInSeveral() {
        Drops drops = new Drops();
        var listener = drops.listener(3);
        for (int i = 0; i < Change.Drop.MOST_ENTRIES + 5; i++) {
            listener.dropped(dev.troupe.store.policy.DropListener.Cause.EVICTED, i, i);
        }
        drops.listener(1).dropped(dev.troupe.store.policy.DropListener.Cause.EXPIRED, 7, 7);
        assertThat(((Change.Drop) drops.take(3, 1).orElseThrow()).hashes()).hasSize(Change.Drop.MOST_ENTRIES);
        assertThat(((Change.Drop) drops.take(2).orElseThrow()).cache()).isEqualTo(1);
        Change.Drop rest = (Change.Drop) drops.take(3).orElseThrow();
        assertThat(Arrays.stream(rest.hashes()).min()).hasValue(Change.Drop.MOST_ENTRIES);
        assertThat(drops.isEmpty()).isTrue();
        assertThat(drops.take(4)).isEmpty();
    }

    @Test
    void idleTimesStartAgainWithANewOwner() {
        PartitionState copy = state(Policy.LRU, memory);
        copy.follow(new Change.Put(5, 0, KEY, new byte[1], EntryAttributes.NEVER, 100, "text/plain", Receipt.NONE), 0);
        assertThat(copy.store(0).peek(KEY, 5000)).as("a copy hears of no reads").isNotNull();
        copy.lead(EPOCH, 5000);
        copy.store(0).expire(5099, 100);
        assertThat(copy.store(0).peek(KEY, 5099)).isNotNull();
        assertThat(copy.store(0).peek(KEY, 5100)).isNull();
    }

    @Test
    void numbersOfALaterOwnerAreHigherThanAllBefore() {
        put(state, KEY, 1);
        state.rest();
        long before = state.lastVersion();
        state.lead(EPOCH + 1, 0);
        assertThat(Version.epoch(state.nextVersion())).isEqualTo(EPOCH + 1);
        put(state, KEY, 1);
        assertThat(Long.compareUnsigned(state.lastVersion(), before)).isPositive();
    }

    @Test
    void closedPartitionHasGivenAllItsMemoryBack() {
        put(state, KEY, 1000);
        assertThat(memory.usedBytes()).isPositive();
        state.close();
        assertThat(memory.usedBytes()).isZero();
        assertThat(memory.stores()).isZero();
    }
}
