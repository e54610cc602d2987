package dev.troupe.store.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private static final long NOW = 1_000_000;

    private final Deadlines deadlines = new Deadlines(NOW);

    @Test
    void withoutDeadlinesNothingIsOverdue() {
        assertThat(deadlines.overdue(Long.MAX_VALUE - 1)).isZero();
        assertThat(deadlines.earliestMillis()).isEqualTo(EntryAttributes.NEVER);
        assertThat(deadlines.latestMillis()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void evenlySpreadOnesAreOverdueAsTimeGoesBy() {
        for (int i = 1; i <= 1000; i++) {
            deadlines.add(NOW + i);
        }

        assertThat(deadlines.overdue(NOW)).isZero();
        assertThat(deadlines.overdue(NOW + 250)).isCloseTo(0.25, within(0.01));
        assertThat(deadlines.overdue(NOW + 1000)).isEqualTo(1);
    }

    @Test
    void aLateOneDoesNotHideEarlyOnes() {
        for (int i = 1; i <= 99; i++) {
            deadlines.add(NOW + i);
        }
        deadlines.add(NOW + 30L * 86_400_000);

        assertThat(deadlines.overdue(NOW + 99)).isCloseTo(0.99, within(0.001));
        assertThat(deadlines.earliestMillis()).isEqualTo(NOW + 1);
        assertThat(deadlines.latestMillis()).isEqualTo(NOW + 30L * 86_400_000);
    }

    @Test
    void whatIsForgottenIsKnownNoMoreButTheCountStays() {
        deadlines.timed = 7;
        deadlines.add(NOW + 5);
        deadlines.forget(NOW);

        assertThat(deadlines.overdue(NOW + 100)).isZero();
        assertThat(deadlines.timed).isEqualTo(7);
    }
}
