package dev.troupe.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HeapArraysTest {
    private static final int MIB = 1 << 20;

    private final HeapArrays regions = new HeapArrays(MIB);

    @Test
    void headerAndPaddingCount() {
        assertThat(regions.bytes(0)).isEqualTo(16);
        assertThat(regions.bytes(1)).isEqualTo(24);
        assertThat(regions.bytes(8)).isEqualTo(24);
    }

    @Test
    void halfARegionAndMoreTakesWholeRegions() {
        assertThat(regions.bytes(MIB / 2 - 24)).isEqualTo(MIB / 2 - 8);
        assertThat(regions.bytes(MIB / 2 - 16)).isEqualTo(MIB);
        assertThat(regions.bytes(MIB - 16)).isEqualTo(MIB);
        assertThat(regions.bytes(MIB)).isEqualTo(2 * MIB);
        assertThat(regions.bytes(16L * MIB)).isEqualTo(17L * MIB);
    }

    @Test
    void withoutRegionsArraysTakeWhatTheyHave() {
        assertThat(HeapArrays.EXACT.bytes(MIB)).isEqualTo(MIB + 16);
    }

    @Test
    void whatIsNoRegionIsRefused() {
        assertThatThrownBy(() -> new HeapArrays(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HeapArrays(3 * MIB)).hasMessageContaining("power of two");
    }

    @Test
    void collectorOfThisJvmIsKnown() {
        assertThat(HeapArrays.HERE.bytes(16L * MIB)).isGreaterThanOrEqualTo(16L * MIB + 16);
        assertThat(HeapArrays.HERE.bytes(100)).isEqualTo(120);
    }
}
