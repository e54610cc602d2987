package dev.troupe.placement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PartitionsTest {
    @Property(tries = 300)
    void everySlotIsInExactlyOneRange(@ForAll @IntRange(min = 1, max = Slots.COUNT) int count) {
        Partitions partitions = new Partitions(count);
        int next = 0;
        int floor = Slots.COUNT / count;
        for (int partition = 0; partition < count; partition++) {
            int first = partitions.firstSlot(partition);
            int last = partitions.lastSlot(partition);
            assertThat(first).isEqualTo(next);
            assertThat(last - first + 1).isBetween(floor, Slots.COUNT % count == 0 ? floor : floor + 1);
            assertThat(partitions.ofSlot(first)).isEqualTo(partition);
            assertThat(partitions.ofSlot(last)).isEqualTo(partition);
            next = last + 1;
        }
        assertThat(next).isEqualTo(Slots.COUNT);
    }

    @Test
    void aKeyIsInThePartitionOfItsSlot() {
        byte[] key = "foo".getBytes(UTF_8);
        assertThat(new Partitions(256).of(key)).isEqualTo(12182 / 64);
        assertThat(new Partitions(1).of(key)).isZero();
        assertThat(new Partitions(Slots.COUNT).of(key)).isEqualTo(12182);
    }

    @Test
    void countsSlotsAndPartitionsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new Partitions(0)).hasMessage("partitions must be between 1 and 16384, got 0");
        assertThatThrownBy(() -> new Partitions(Slots.COUNT + 1)).isInstanceOf(IllegalArgumentException.class);
        Partitions partitions = new Partitions(8);
        assertThatThrownBy(() -> partitions.ofSlot(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> partitions.ofSlot(Slots.COUNT)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> partitions.firstSlot(8)).hasMessage("partition 8 of 8");
        assertThatThrownBy(() -> partitions.lastSlot(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
