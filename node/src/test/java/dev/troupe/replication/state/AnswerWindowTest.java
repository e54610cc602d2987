package dev.troupe.replication.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnswerWindowTest {
    private final AnswerWindow<String> window = new AnswerWindow<>();

    @Test
    void remembersExactlyWhatMayBeAskedAgain() {
        for (long number = 1; number <= 100; number++) {
            window.remember(number, "answer " + number);
        }
        window.forgetBelow(51);
        assertThat(window.answers()).hasSize(50);
        assertThat(window.answer(50)).isNull();
        assertThat(window.isOver(50)).isTrue();
        assertThat(window.answer(51)).isEqualTo("answer 51");
        assertThat(window.isOver(51)).isFalse();
    }

    @Test
    void lowestNeverGoesBack() {
        window.forgetBelow(10);
        window.forgetBelow(5);
        assertThat(window.isOver(9)).isTrue();
    }

    @Test
    void forgettingOverAHugeGapCostsNoMoreThanWhatIsRemembered() {
        window.remember(1, "removed");
        window.forgetBelow(Long.MAX_VALUE - 1);
        assertThat(window.answers()).isEmpty();
    }
}
