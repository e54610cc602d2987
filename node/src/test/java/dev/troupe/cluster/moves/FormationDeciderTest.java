package dev.troupe.cluster.moves;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FormationDeciderTest {
    private final FormationDecider decider = new FormationDecider(3, Duration.ofSeconds(10));

    @Test
    void waitsForThePlannedNodes() {
        assertThat(decider.mayPlace(1, 0, 0)).isFalse();
        assertThat(decider.mayPlace(2, 0, 5_000)).isFalse();
        assertThat(decider.mayPlace(3, 0, 5_000)).isTrue();
    }

    @Test
    void waitsNoLongerThanTheTimeoutFromTheFirstQuestionOn() {
        assertThat(decider.mayPlace(2, 0, 100_000)).isFalse();
        assertThat(decider.mayPlace(2, 0, 109_999)).isFalse();
        assertThat(decider.mayPlace(2, 0, 110_000)).isTrue();
    }

    @Test
    void aClusterThatHasPlacedPartitionsHasFormed() {
        assertThat(decider.mayPlace(1, 1, 0)).isTrue();
    }
}
