package dev.troupe.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.proving.Fault;
import dev.troupe.proving.history.Disturbance.Kind;
import dev.troupe.proving.history.Judgement;
import dev.troupe.proving.history.Promise;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nodes that are asked to leave, and come back: nothing acknowledged is lost, in async caches neither. */
@Tag("faults")
final class LeaveFaultsIT {
    private static final Duration LEAVE = Duration.ofSeconds(95);

    @Test
    void row08ANodeThatLeavesTakesNothingWithIt() throws InterruptedException {
        try (Stage stage = Stage.async("row 8", 3)) {
            stage.disturb(Kind.LEAVE, 1, () -> {
                stage.node(1).terminate();
                assertThat(stage.node(1).awaitExit(LEAVE)).hasValue(0);
            });
            stage.served();
            assertNothingLost(stage);
        }
    }

    @Test
    void row09ARollingRestartLosesNothing() throws InterruptedException {
        try (Stage stage = Stage.async("row 9", 3)) {
            for (int node = 0; node < 3; node++) {
                stage.inject(Fault.RESTART, node);
            }
            assertNothingLost(stage);
        }
    }

    @Test
    void row10TwoOfFiveLeaveTogetherAndComeBack() throws InterruptedException {
        try (Stage stage = Stage.async("row 10", 5)) {
            stage.disturb(Kind.LEAVE, 1, () -> {
                stage.node(1).terminate();
                stage.node(2).terminate();
                assertThat(stage.node(1).awaitExit(LEAVE)).hasValue(0);
                assertThat(stage.node(2).awaitExit(LEAVE)).hasValue(0);
            });
            stage.served();
            stage.inject(Fault.RESTART, 3);
            assertNothingLost(stage);
        }
    }

    private static void assertNothingLost(Stage stage) {
        Judgement judgement = stage.judge(Stage.WHILE_LEAVING);
        assertThat(judgement.broken()).isEmpty();
        assertThat(judgement.count(Promise.ACKNOWLEDGED_WRITES_STAY, true)).isZero();
    }
}
