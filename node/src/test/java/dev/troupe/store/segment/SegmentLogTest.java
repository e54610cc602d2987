package dev.troupe.store.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.store.index.KeyHash;
import dev.troupe.store.memory.MemoryAccount;
import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.memory.Slabs;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SegmentLogTest {
    private static final long NOW = 1_000_000;
    private static final long WEEK_MILLIS = 7 * 86_400_000L;

    private final MemoryPool pool = new MemoryPool(1 << 20);
    private final SegmentMemory memory = new SegmentMemory(SegmentSizes.fixed(4096), new MemoryAccount(pool));
    private final SegmentLog log = new SegmentLog(memory, new KeyHash(11));

    @Test
    void entriesFillASegmentOneBehindTheOther() {
        int first = write(1, 40, EntryAttributes.NEVER, NOW);
        int second = write(2, 40, EntryAttributes.NEVER, NOW);

        assertThat(log.segment(second)).isSameAs(log.segment(first));
        assertThat(log.offset(second)).isEqualTo(EntryLayout.extent(log.segment(first), log.offset(first)));
        assertThat(log.isAt(second, key(2))).isTrue();
        assertThat(log.hashAt(second)).isEqualTo(new KeyHash(11).of(key(2)));
    }

    @Test
    void aFullSegmentIsFollowedByANewerOne() {
        Segment first = log.segment(write(1, 900, EntryAttributes.NEVER, NOW));
        for (int i = 2; i < 10; i++) {
            write(i, 900, EntryAttributes.NEVER, NOW);
        }

        SegmentChain chain = log.chain(Queue.MAIN);
        assertThat(chain.oldest).isSameAs(first);
        assertThat(chain.newest).isSameAs(chain.open).isNotSameAs(first);
        assertThat(chain.live).isEqualTo(log.liveBytes()).isPositive();
    }

    @Test
    void aSegmentWithoutEntriesIsFreed() {
        int location = write(1, 40, EntryAttributes.NEVER, NOW);
        long taken = pool.usedBytes();
        log.retire(log.segment(location), log.offset(location));

        assertThat(log.freedSegments()).isEqualTo(1);
        assertThat(pool.usedBytes()).isLessThan(taken - 4000);
        assertThat(log.liveBytes()).isZero();
        assertThat(log.deadBytes()).isZero();
    }

    @Test
    void aRetiredEntryLeavesAFillerThatWalksPassOver() {
        int first = write(1, 40, EntryAttributes.NEVER, NOW);
        int second = write(2, 40, EntryAttributes.NEVER, NOW);
        Segment segment = log.segment(first);
        log.retire(segment, log.offset(first));

        assertThat(log.isKey(first)).isFalse();
        assertThat(EntryLayout.extent(segment, log.offset(first))).isEqualTo(log.offset(second));
        assertThat(log.deadBytes()).isEqualTo(log.offset(second));
    }

    @Test
    void aLargeEntryHasASegmentOfItsOwnAndCanChangeQueue() {
        int location = write(1, 20_000, EntryAttributes.NEVER, NOW);
        Segment large = log.segment(location);
        log.requeue(large, Queue.SMALL);

        assertThat(large.large).isTrue();
        assertThat(log.chain(Queue.MAIN).oldest).isNull();
        assertThat(log.chain(Queue.MAIN).live).isZero();
        assertThat(log.chain(Queue.SMALL).oldest).isSameAs(large);
        assertThat(log.chain(Queue.SMALL).live).isEqualTo(large.live);
    }

    @Test
    void anOverwriteKeepsThePlaceUnlessItIsLongerOrWastesAnEighth() {
        int location = write(1, 160, EntryAttributes.NEVER, NOW);

        assertThat(log.overwrite(location, draft(1, 168, EntryAttributes.NEVER, NOW), NOW))
                .isFalse();
        assertThat(log.overwrite(location, draft(1, 100, EntryAttributes.NEVER, NOW), NOW))
                .isFalse();
        assertThat(log.overwrite(location, draft(1, 150, EntryAttributes.NEVER, NOW), NOW))
                .isTrue();
        assertThat(EntryLayout.valueLength(log.bytes(location), log.at(location)))
                .isEqualTo(150);
        assertThat(log.deadBytes()).isPositive();
    }

    @Test
    void anExpiryIsRewrittenInPlaceOnlyIfEverySegmentCouldHoldItInFourBytes() {
        int location = write(1, 40, NOW + 1000, NOW);

        assertThat(log.reschedule(location, NOW + (1L << 31), NOW)).isFalse();
        assertThat(log.deadline(location)).isEqualTo(NOW + 1000);
        assertThat(log.reschedule(location, NOW + (1L << 31) - 1, NOW)).isTrue();
        assertThat(log.deadline(location)).isEqualTo(NOW + (1L << 31) - 1);
        assertThat(log.reschedule(location, EntryAttributes.NEVER, NOW)).isTrue();
        assertThat(log.deadline(location)).isEqualTo(EntryAttributes.NEVER);
    }

    @Test
    void anExpiryWhereThereWasNoneHasNoPlace() {
        int location = write(1, 40, EntryAttributes.NEVER, NOW);

        assertThat(log.reschedule(location, NOW + 1000, NOW)).isFalse();
        assertThat(log.reschedule(location, EntryAttributes.NEVER, NOW)).isTrue();
    }

    @Test
    void aSegmentWithAnOldBaseTakesNoMoreEntries() {
        Segment old = log.segment(write(1, 40, EntryAttributes.NEVER, NOW));
        long later = NOW + WEEK_MILLIS;

        assertThat(log.claimIn(old, 64, later)).isEqualTo(SegmentLog.NOWHERE);
        assertThat(log.claimIn(old, 64, NOW)).isNotEqualTo(SegmentLog.NOWHERE);
        assertThat(log.segment(write(2, 40, later + 1000, later))).isNotSameAs(old);
    }

    @Test
    void aSegmentOpenedBeforeAnotherIsOlderInItsChain() {
        Segment newer = log.segment(write(1, 40, EntryAttributes.NEVER, NOW));
        Segment opened = Objects.requireNonNull(log.openBefore(newer, 1000, NOW));

        assertThat(log.chain(Queue.MAIN).oldest).isSameAs(opened);
        assertThat(opened.newer).isSameAs(newer);
        assertThat(opened.length()).isEqualTo((int) Slabs.taken(1000));
    }

    private int write(int number, int valueLength, long expiresAtMillis, long nowMillis) {
        EntryDraft draft = draft(number, valueLength, expiresAtMillis, nowMillis);
        int location = log.claim(Queue.MAIN, draft.size(), nowMillis);
        EntryLayout.write(log.segment(location), log.offset(location), draft, nowMillis);
        log.enlist(log.segment(location), log.offset(location));
        return location;
    }

    private static EntryDraft draft(int number, int valueLength, long expiresAtMillis, long nowMillis) {
        EntryAttributes attributes = new EntryAttributes(1, expiresAtMillis, EntryAttributes.NEVER, MediaTypes.OCTETS);
        return EntryLayout.draft(key(number), new byte[valueLength], attributes, nowMillis);
    }

    private static byte[] key(int number) {
        return ByteBuffer.allocate(10).putInt(number).array();
    }
}
