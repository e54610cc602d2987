package dev.troupe.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.bench.process.MaxMemory.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MaxMemoryTest {
    private final MaxMemory tuning = new MaxMemory(1000);

    @Test
    void theFirstTryIsWhatIsWantedAndTheNextInProportionToTheNearest() {
        assertThat(tuning.next(List.of())).isEqualTo(1000);
        assertThat(tuning.next(List.of(new Seen(1000, 1250)))).isEqualTo(800);
        assertThat(tuning.next(List.of(new Seen(1000, 1250), new Seen(800, 960))))
                .isEqualTo(833);
        assertThat(tuning.next(List.of(new Seen(800, 960), new Seen(1000, 1250))))
                .isEqualTo(833);
    }

    @Test
    void threePercentBesideIsReached() {
        assertThat(tuning.isReached(new Seen(1, 970))).isTrue();
        assertThat(tuning.isReached(new Seen(1, 1030))).isTrue();
        assertThat(tuning.isReached(new Seen(1, 969))).isFalse();
        assertThat(tuning.isReached(new Seen(1, 1031))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {256, 1280, 5200})
    void fourTriesReachAPeakThatHasAFixedPartAndAFactor(long wantedMebibytes) {
        LongUnaryOperator peak = maxMemory -> (12L << 20) + Math.round(1.2 * maxMemory);
        MaxMemory wanted = new MaxMemory(wantedMebibytes << 20);
        List<Seen> seen = new ArrayList<>();
        while (seen.stream().noneMatch(wanted::isReached)) {
            long next = wanted.next(seen);
            seen.add(new Seen(next, peak.applyAsLong(next)));
            assertThat(seen).hasSizeLessThanOrEqualTo(4);
        }
    }
}
