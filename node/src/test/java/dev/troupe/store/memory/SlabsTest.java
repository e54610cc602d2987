package dev.troupe.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SlabsTest {
    private static final long BLOCK_BYTES = 1 << 20;
    /** With what they have beside those blocks. */
    private static final long MAX_BYTES = BLOCK_BYTES + (64 << 10);

    private static final int UNITS = (int) (BLOCK_BYTES / Slabs.UNIT_BYTES);

    private record Block(int address, int bytes) {}

    private final Slabs slabs = new Slabs(BLOCK_BYTES);

    @Property(tries = 200)
    void blocksNeverOverlapAndWhatIsGivenBackCanBeTakenAgain(@ForAll @LongRange(min = 0) long seed) {
        Random random = new Random(seed);
        Slabs mixed = new Slabs(BLOCK_BYTES);
        BitSet taken = new BitSet();
        List<Block> blocks = new ArrayList<>();
        int longest = 1 << (4 + random.nextInt(13));
        for (int step = 0; step < 2000; step++) {
            int bytes = 1 + random.nextInt(longest);
            int address = random.nextInt(3) == 0 ? Slabs.NOWHERE : mixed.take(bytes);
            if (address != Slabs.NOWHERE) {
                blocks.add(new Block(address, bytes));
                set(taken, address, bytes, true, seed);
            } else if (!blocks.isEmpty()) {
                Block block = blocks.remove(random.nextInt(blocks.size()));
                int left = random.nextInt(block.bytes);
                int kept = (int) Slabs.taken(left);
                if (kept < block.bytes) {
                    mixed.give(Slabs.behind(block.address, kept), block.bytes - kept);
                    set(taken, Slabs.behind(block.address, kept), block.bytes - kept, false, seed);
                }
                if (kept > 0) {
                    blocks.add(new Block(block.address, Math.min(kept, block.bytes)));
                }
            }
            assertThat(mixed.takenBytes()).isEqualTo((long) taken.cardinality() * Slabs.UNIT_BYTES);
        }
        blocks.forEach(block -> mixed.give(block.address, block.bytes));
        assertThat(fill(mixed, mixed.slabBytes())).as("seed %d", seed).hasSize((int) (MAX_BYTES / mixed.slabBytes()));
    }

    @Test
    void allOfItCanBeTakenInBlocksOfAnyOneLength() {
        for (int bytes = Slabs.UNIT_BYTES; bytes <= slabs.slabBytes(); bytes *= 2) {
            List<Block> blocks = fill(slabs, bytes);
            assertThat(blocks).hasSize((int) (MAX_BYTES / bytes));
            blocks.forEach(block -> slabs.give(block.address, block.bytes));
        }
        assertThat(slabs.takenBytes()).isZero();
        assertThat(slabs.bytes()).isEqualTo(MAX_BYTES);
    }

    @Test
    void whatIsLongerThanASlabIsNowhere() {
        assertThat(slabs.take(slabs.slabBytes() + 1)).isEqualTo(Slabs.NOWHERE);
    }

    @Test
    void aBlockThatIsGivenBackTwiceIsRefused() {
        int address = slabs.take(1000);
        slabs.give(address, 1000);
        assertThatThrownBy(() -> slabs.give(address, 1000)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void slabsAreMadeAsTheyAreNeeded() {
        assertThat(slabs.bytes()).isZero();
        slabs.take(1);
        assertThat(slabs.bytes()).isEqualTo(slabs.slabBytes());
    }

    @Test
    void slabsThatStayFreeAreDroppedAndTakenUpAgainUntilTheCollectorHasBeenThere() {
        AtomicInteger made = new AtomicInteger();
        Slabs counted = new Slabs(BLOCK_BYTES, length -> {
            made.incrementAndGet();
            return ByteBuffer.allocate(length);
        });
        List<Block> blocks = fill(counted, 1000);
        int all = made.get();
        blocks.forEach(block -> counted.give(block.address, block.bytes));
        for (int tick = 1; tick < SlabTable.IDLE_TICKS; tick++) {
            assertThat(counted.tidy()).isZero();
        }

        assertThat(counted.tidy()).isEqualTo(MAX_BYTES);
        assertThat(counted.bytes()).isZero();
        long kept = counted.droppedBytes() / counted.slabBytes();
        fill(counted, 1000);
        assertThat(counted.bytes()).isEqualTo(MAX_BYTES);
        assertThat(made.get()).isLessThanOrEqualTo(2 * all - (int) kept);
    }

    @Test
    void aSlabThatIsUsedNowAndThenIsNotDropped() {
        for (int tick = 0; tick < 5 * SlabTable.IDLE_TICKS; tick++) {
            if (tick % (SlabTable.IDLE_TICKS - 1) == 0) {
                slabs.give(slabs.take(100), 100);
            }
            assertThat(slabs.tidy()).isZero();
        }
    }

    @Test
    void whereJavaAllowsNoMoreThereIsWhatThereIs() {
        AtomicInteger left = new AtomicInteger(3);
        Slabs poor = new Slabs(BLOCK_BYTES, length -> {
            if (left.getAndDecrement() <= 0) {
                throw new OutOfMemoryError("planted");
            }
            return ByteBuffer.allocate(length);
        });

        assertThat(fill(poor, poor.slabBytes())).hasSize(3);
        assertThat(poor.refusedBytes()).isEqualTo(MAX_BYTES - 3L * poor.slabBytes());
        left.set(100);
        assertThat(poor.take(1)).as("tried again").isEqualTo(Slabs.NOWHERE);
    }

    @Test
    void whatIsScatteredIsMovedTogether() {
        Slabs large = new Slabs(64 << 20);
        List<Block> blocks = fill(large, 10_000);
        Collections.shuffle(blocks, new Random(3));
        List<Block> left = new ArrayList<>(blocks.subList(0, blocks.size() / 5));
        blocks.subList(left.size(), blocks.size()).forEach(block -> large.give(block.address, block.bytes));

        for (int tick = 0; tick < 400; tick++) {
            large.tidy();
            left.replaceAll(block -> large.isLeaving(block.address)
                    ? new Block(large.move(block.address, block.bytes), block.bytes)
                    : block);
        }
        assertThat(large.bytes()).isLessThan((64 << 20) / 4);
        assertThat(large.takenBytes()).isEqualTo(left.size() * Slabs.taken(10_000));
    }

    @Test
    void whereThereIsNoOtherRoomASlabThatIsBeingEmptiedIsUsedAgain() {
        List<Block> blocks = fill(slabs, 1024);
        Block gone = blocks.get(5);
        slabs.give(gone.address, gone.bytes);
        slabs.evacuate(1);

        assertThat(slabs.isTidying()).isTrue();
        assertThat(slabs.take(1024)).isEqualTo(gone.address);
        assertThat(slabs.isTidying()).isFalse();
    }

    private static List<Block> fill(Slabs slabs, int bytes) {
        List<Block> blocks = new ArrayList<>();
        for (int address = slabs.take(bytes); address != Slabs.NOWHERE; address = slabs.take(bytes)) {
            blocks.add(new Block(address, bytes));
        }
        return blocks;
    }

    private static void set(BitSet taken, int address, int bytes, boolean isTaken, long seed) {
        int first = address & (UNITS - 1);
        int slab = address >>> 13;
        int units = (bytes + Slabs.UNIT_BYTES - 1) / Slabs.UNIT_BYTES;
        for (int unit = 0; unit < units; unit++) {
            int each = slab * UNITS + first + unit;
            assertThat(taken.get(each)).as("seed %d", seed).isEqualTo(!isTaken);
            taken.set(each, isTaken);
        }
    }
}
