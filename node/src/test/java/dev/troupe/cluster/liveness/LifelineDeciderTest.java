package dev.troupe.cluster.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.cluster.liveness.LifelineDecider.Failure;
import org.junit.jupiter.api.Test;

class LifelineDeciderTest {
    private final LifelineDecider decider = new LifelineDecider();

    @Test
    void aRefusalBeforeThereWasAConnectionIsNoEvidence() {
        assertThat(decider.isEvidence(Failure.REFUSED)).isFalse();
    }

    @Test
    void aRefusalAfterAConnectionBrokeIsEvidence() {
        decider.connected(0);
        decider.broken(5000);
        assertThat(decider.isEvidence(Failure.REFUSED)).isTrue();
    }

    @Test
    void anyOtherFailureIsNoEvidence() {
        decider.connected(0);
        decider.broken(5000);
        assertThat(decider.isEvidence(Failure.OTHER)).isFalse();
    }

    @Test
    void connectionsThatBreakSoonAreMadeLessAndLessOften() {
        long[] waits = new long[8];
        for (int i = 0; i < waits.length; i++) {
            decider.connected(i);
            waits[i] = decider.broken(i + 1);
        }
        assertThat(waits).containsExactly(20, 40, 80, 160, 320, 640, 1000, 1000);
        decider.connected(100);
        assertThat(decider.broken(1100)).isEqualTo(20);
    }

    @Test
    void refusalsAreRepeatedFarMoreOftenThanTheyLoseTheirForce() {
        assertThat(decider.failed() * 5).isLessThan(DeathDecider.FRESH_MILLIS);
    }
}
