package dev.troupe.bench.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class CellsTest {
    @Test
    void theMedianIsInTheMiddle() {
        assertThat(Cells.median(List.of(3.0, 1.0, 2.0))).isEqualTo(2);
        assertThat(Cells.median(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
        assertThatIllegalArgumentException().isThrownBy(() -> Cells.median(List.of()));
    }

    @Test
    void aPercentileIsTheValueThatSoManyDoNotExceed() {
        long[] hundred = LongStream.rangeClosed(1, 100).toArray();
        assertThat(Cells.percentile(hundred, 50)).isEqualTo(50);
        assertThat(Cells.percentile(hundred, 99)).isEqualTo(99);
        assertThat(Cells.percentile(hundred, 100)).isEqualTo(100);
        assertThat(Cells.percentile(new long[] {7}, 99)).isEqualTo(7);
        assertThat(Cells.percentile(new long[0], 99)).isZero();
    }

    @Test
    void partsAreSortedTogether() {
        assertThat(Cells.sorted(List.of(new long[] {5, 1}, new long[] {3}))).containsExactly(1, 3, 5);
    }

    @Test
    void timesAreInMillisWithTheirThousands() {
        assertThat(Cells.millis(Duration.ofMillis(12_345))).isEqualTo("12,345");
        assertThat(Cells.fractional(Duration.ofNanos(1_250_000))).isEqualTo("1.3");
    }

    @Test
    void sizesHaveAUnit() {
        assertThat(Join.bytes("500m")).isEqualTo(500L << 20);
        assertThat(Join.bytes("2G")).isEqualTo(2L << 30);
        assertThatIllegalArgumentException().isThrownBy(() -> Join.bytes("500"));
        assertThatIllegalArgumentException().isThrownBy(() -> Join.bytes("0m"));
    }
}
