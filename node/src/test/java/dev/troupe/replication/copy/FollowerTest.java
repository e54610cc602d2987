package dev.troupe.replication.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.heap.HeapArrays;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.state.Batches;
import dev.troupe.replication.state.Change;
import dev.troupe.replication.state.ChangeCodec;
import dev.troupe.replication.state.ChangeMemory;
import dev.troupe.replication.state.PartitionState;
import dev.troupe.replication.state.Receipt;
import dev.troupe.replication.state.Version;
import dev.troupe.store.Store;
import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.policy.StoreSettings;
import dev.troupe.store.segment.EntryAttributes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Large changes that come in parts, and the memory that a node has for them. */
class FollowerTest {
    private static final int VALUE_BYTES = 10_000;
    private static final int PART_BYTES = 4_000;
    private static final Writer WRITER = new Writer(1_800_000_000L, 1);
    private static final long FIRST = Version.next(Version.opening(WRITER.epoch()));

    private final ChangeMemory memory = new ChangeMemory(1 << 20, 1, 30_000, HeapArrays.EXACT);
    private final MemoryPool pool = new MemoryPool(64 << 20);
    private final byte[] bytes = ChangeCodec.toBytes(List.of(new Change.Put(
            FIRST,
            1,
            new byte[] {1},
            new byte[VALUE_BYTES],
            EntryAttributes.NEVER,
            EntryAttributes.NEVER,
            "",
            Receipt.NONE)));

    private PartitionState copy() {
        return new PartitionState(
                (cache, seed, drops) -> new Store(new StoreSettings(StoreSettings.Policy.S3_FIFO, seed), pool, drops),
                1,
                memory);
    }

    private ToKeeper.Part part(int offset) {
        return new ToKeeper.Part(
                0, WRITER, 1, 0, FIRST, offset, bytes.length, Batches.piece(bytes, offset, PART_BYTES), 0);
    }

    private Follower.Outcome hear(Follower follower, PartitionState copy, int offset) {
        return follower.part(copy, part(offset), 0, 0);
    }

    @Test
    void partsBecomeTheChange() {
        Follower follower = new Follower();
        PartitionState copy = copy();
        assertThat(hear(follower, copy, 0)).isEqualTo(Follower.Outcome.PARTIAL);
        assertThat(memory.assemblyBytes()).isGreaterThan(VALUE_BYTES);
        assertThat(hear(follower, copy, PART_BYTES)).isEqualTo(Follower.Outcome.PARTIAL);
        assertThat(hear(follower, copy, 2 * PART_BYTES)).isEqualTo(Follower.Outcome.FOLLOWED);
        assertThat(copy.lastVersion()).isEqualTo(FIRST);
        assertThat(memory.assemblyBytes()).isZero();
    }

    @Test
    void withoutMemoryPartsAreAsGoodAsLostUntilOthersAreDone() {
        Follower first = new Follower();
        Follower second = new Follower();
        PartitionState copy = copy();
        assertThat(hear(first, copy(), 0)).isEqualTo(Follower.Outcome.PARTIAL);
        assertThat(hear(second, copy, 0)).isEqualTo(Follower.Outcome.GAP);
        assertThat(hear(second, copy, PART_BYTES)).isEqualTo(Follower.Outcome.GAP);
        first.dropParts();
        assertThat(hear(second, copy, 0)).isEqualTo(Follower.Outcome.PARTIAL);
    }

    @Test
    void whatStandsStillIsDropped() {
        Follower follower = new Follower();
        PartitionState copy = copy();
        hear(follower, copy, 0);
        follower.dropStalled(999, 1000);
        assertThat(memory.assemblyBytes()).isPositive();
        follower.dropStalled(1000, 1000);
        assertThat(memory.assemblyBytes()).isZero();
        assertThat(hear(follower, copy, PART_BYTES)).isEqualTo(Follower.Outcome.GAP);
    }

    @Test
    void whatIsDroppedGivesItsMemoryBackOnce() {
        Follower follower = new Follower();
        PartitionState copy = copy();
        for (int again = 0; again < 5; again++) {
            assertThat(hear(follower, copy, 0)).isEqualTo(Follower.Outcome.PARTIAL);
        }
        follower.dropParts();
        follower.dropParts();
        assertThat(memory.assemblyBytes()).isZero();
    }
}
