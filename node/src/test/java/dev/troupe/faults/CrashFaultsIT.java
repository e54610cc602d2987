package dev.troupe.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.proving.Fault;
import dev.troupe.proving.history.Disturbance.Kind;
import dev.troupe.proving.history.Judgement;
import dev.troupe.proving.history.Promise;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Faults that take a node away: what its copies are for. */
@Tag("faults")
final class CrashFaultsIT {
    @Test
    void row01AKilledNodeCostsAnAsyncCacheAtMostTheWindow() throws InterruptedException {
        try (Stage stage = Stage.async("row 1", 3)) {
            stage.inject(Fault.KILL, 1);
            assertKept(stage, Stage.AFTER_DEATH);
        }
    }

    @Test
    void row02And03AKilledNodeCostsASyncCacheNothing() throws InterruptedException {
        try (Stage stage = Stage.sync("row 2", 3)) {
            for (int node = 1; node < 3; node++) {
                stage.inject(Fault.KILL, node);
                stage.awaitFullyReplicated(0, 3);
            }
            assertKept(stage, Stage.AFTER_DEATH);
        }
    }

    @Test
    void row05CrashesOneAfterTheOtherDownToTwoOfFiveCostASyncCacheNothing() throws InterruptedException {
        try (Stage stage = Stage.sync("row 5", 5)) {
            stage.awaitFullyReplicated(0, 5);
            for (int node = 4; node > 1; node--) {
                stage.kill(node);
                stage.awaitFullyReplicated(0, node);
            }
            stage.served();
            assertKept(stage, Stage.AFTER_DEATH);
        }
    }

    @Test
    void row07TheOldestNodeIsAsGoodAsAnyOther() throws InterruptedException {
        try (Stage stage = Stage.async("row 7", 3)) {
            stage.inject(Fault.KILL, 0);
            assertKept(stage, Stage.AFTER_DEATH);
        }
    }

    @Test
    void row06ACrashInTheMiddleOfAHandOverLeavesNoKeyWithoutOwner() throws InterruptedException {
        try (Stage stage = Stage.async("row 6", 4)) {
            stage.node(3).terminate();
            stage.goOn(Duration.ofMillis(500));
            stage.inject(Fault.KILL, 2);
            assertKept(stage, Stage.AFTER_DEATH);
        }
    }

    @Test
    void row15AZombieChangesNothing() throws InterruptedException {
        try (Stage stage = Stage.sync("row 15", 3)) {
            stage.disturb(Kind.PAUSE, 1, () -> {
                stage.node(1).pause();
                stage.goOn(Duration.ofSeconds(60));
                stage.served();
                stage.node(1).resume();
            });
            stage.print("the zombie "
                    + (stage.node(1).awaitExit(Duration.ofSeconds(20)).isPresent() ? "has ended" : "serves nobody"));
            assertKept(stage, Stage.AFTER_SILENCE);
        }
    }

    @Test
    void row16APausedBackupEndsNoWriteWithoutAnAnswer() throws InterruptedException {
        try (Stage stage = Stage.sync("row 16", 3)) {
            stage.disturb(Kind.PAUSE, 2, () -> {
                stage.node(2).pause();
                stage.goOn(Duration.ofSeconds(10));
                stage.node(2).resume();
            });
            stage.served();
            assertKept(stage, Stage.AFTER_SILENCE);
        }
    }

    @Test
    void row17OfTwoAgainstOneOnlyTheTwoAcknowledge() throws InterruptedException {
        try (Stage stage = Stage.sync("row 17", 3)) {
            stage.inject(Fault.PARTITION, 1);
            assertKept(stage, Stage.AFTER_SILENCE);
        }
    }

    @Test
    void row17AnAsyncCacheLosesWhatTheCutOffNodeTookUntilItKnew() throws InterruptedException {
        try (Stage stage = Stage.async("row 17 async", 3)) {
            stage.inject(Fault.PARTITION, 2);
            assertKept(stage, Stage.AFTER_SILENCE);
        }
    }

    @Test
    void row20ANodeThatIsNotHeardIsReplaced() throws InterruptedException {
        try (Stage stage = Stage.sync("row 20", 3)) {
            stage.inject(Fault.ONE_WAY, 2);
            assertKept(stage, Stage.AFTER_SILENCE);
        }
    }

    @Test
    void row21TwoThatCannotReachEachOtherDoNotBothGoOn() throws InterruptedException {
        try (Stage stage = Stage.sync("row 21", 3)) {
            stage.disturb(Kind.CUT, 1, () -> {
                stage.network().cut(stage.link(0, 1));
                stage.network().cut(stage.link(1, 0));
                stage.goOn(Duration.ofSeconds(25));
                stage.network().mendAll();
            });
            assertThat(stage.judge().broken()).doesNotContain(Promise.ACKNOWLEDGED_WRITES_STAY, Promise.READS_ARE_TRUE);
        }
    }

    @Test
    void row22AFlappingLinkCorruptsNothing() throws InterruptedException {
        try (Stage stage = Stage.sync("row 22", 3)) {
            stage.disturb(Kind.CUT, 1, () -> {
                for (int round = 0; round < 10; round++) {
                    stage.network().isolate(stage.node(1).name());
                    stage.goOn(Duration.ofSeconds(2));
                    stage.network().mendAll();
                    stage.goOn(Duration.ofSeconds(2));
                }
            });
            stage.served();
            assertKept(stage, Stage.AFTER_SILENCE);
        }
    }

    @Test
    void row26APeerThatAcceptsAndNeverReadsHoldsNobodyUp() throws InterruptedException {
        try (Stage stage = Stage.async("row 26", 3)) {
            stage.disturb(Kind.CUT, 2, () -> {
                stage.network().cut(stage.link(0, 2));
                stage.network().cut(stage.link(1, 2));
                stage.goOn(Duration.ofSeconds(25));
                stage.network().mendAll();
            });
            stage.served();
            assertKept(stage, Stage.AFTER_SILENCE);
        }
    }

    private static void assertKept(Stage stage, Duration bound) {
        Judgement judgement = stage.judge(bound);
        assertThat(judgement.broken()).isEmpty();
        assertThat(judgement.undecided()).isEmpty();
    }
}
