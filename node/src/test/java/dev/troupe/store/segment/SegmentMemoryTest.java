package dev.troupe.store.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.store.memory.MemoryAccount;
import dev.troupe.store.memory.MemoryPool;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SegmentMemoryTest {
    private static final int SEGMENT = 4096;

    private final MemoryPool pool = new MemoryPool(20_000);
    private final MemoryAccount account = new MemoryAccount(pool);
    private final SegmentMemory memory = new SegmentMemory(SegmentSizes.fixed(SEGMENT), account);

    @Test
    void aSurvivorGetsAShorterSegmentWhenThereIsNoMemoryForAUsualOne() {
        fill();
        assertThat(account.canReserve(2500)).isTrue();

        assertThat(memory.make(Queue.MAIN, 100, false, 0)).isNull();
        Segment made = Objects.requireNonNull(memory.make(Queue.MAIN, 100, true, 0));
        assertThat(made.length()).isEqualTo(SEGMENT / 2);
        assertThat(memory.make(Queue.MAIN, SEGMENT / 2, true, 0))
                .as("longer than what is left")
                .isNull();
        assertThat(account.bytes()).isEqualTo(memory.takenBytes());
    }

    @Test
    void theMemoryOfAFreedSegmentIsKeptForSurvivorsOnceMemoryIsShort() {
        Segment last = fill();
        long before = account.bytes();
        memory.free(last);

        assertThat(account.bytes()).isEqualTo(before);
        assertThat(Objects.requireNonNull(memory.make(Queue.MAIN, 3000, true, 0))
                        .at(0))
                .isEqualTo(last.at(0));
        assertThat(memory.releaseSpare()).isFalse();
    }

    @Test
    void spareMemoryGrowsWithTheSegments() {
        MemoryAccount growing = new MemoryAccount(new MemoryPool(1 << 20));
        SegmentMemory segments = new SegmentMemory(SegmentSizes.GROWING, growing);
        segments.keepSpare();
        for (int i = 0; i < 100; i++) {
            segments.make(Queue.MAIN, 100, false, 0);
            segments.keepSpare();
        }
        long before = growing.bytes();

        assertThat(segments.releaseSpare()).isTrue();
        assertThat(before - growing.bytes()).isGreaterThanOrEqualTo(segments.usualLength());
        assertThat(growing.bytes()).isEqualTo(segments.takenBytes());
    }

    /** Makes usual segments until there is no memory; the last one. */
    private Segment fill() {
        Segment last = Objects.requireNonNull(memory.make(Queue.MAIN, 100, false, 0));
        for (Segment next = last; next != null; next = memory.make(Queue.MAIN, 100, false, 0)) {
            last = next;
        }
        return last;
    }
}
