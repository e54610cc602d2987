package dev.troupe.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class FillingTest {
    private final Filling filling = new Filling(25, Duration.ofMinutes(1));

    @Test
    void itIsFullWhenAQuarterOfWhatIsHeldWasEvicted() {
        assertThat(filling.isEnough(1_249, 1_000)).isFalse();
        assertThat(filling.isEnough(1_250, 1_000)).isTrue();
    }

    @Test
    void whatHoldsAllOrNothingYetIsNotFull() {
        assertThat(filling.isEnough(0, 0)).isFalse();
        assertThat(filling.isEnough(1_000, 0)).isFalse();
        assertThat(filling.isEnough(1_000, 1_000)).isFalse();
    }
}
