package dev.troupe.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EpochsTest {
    private final AtomicLong clock = new AtomicLong(1000);
    private final Epochs epochs = new Epochs(2, clock::get);

    @Test
    void twoOwnersInOneSecondHaveDifferentEpochs() {
        assertThat(epochs.open(0)).isEqualTo(1000);
        assertThat(epochs.open(0)).isEqualTo(1001);
        assertThat(epochs.open(1)).isEqualTo(1000);
    }

    @Test
    void newOwnerIsAboveWhatWasHeardAndNeverBelowTheClock() {
        epochs.heard(0, 5000);
        assertThat(epochs.open(0)).isEqualTo(5001);
        clock.set(9000);
        epochs.heard(0, 3);
        assertThat(epochs.open(0)).isEqualTo(9000);
    }
}
