package dev.troupe.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.api.CacheException;
import dev.troupe.proving.NodeProcess;
import dev.troupe.proving.history.Disturbance.Kind;
import dev.troupe.proving.history.Judgement;
import dev.troupe.proving.history.Judgement.Verdict;
import dev.troupe.proving.history.Promise;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Faults that cost time and nothing else. */
@Tag("faults")
final class NetworkFaultsIT {
    @Test
    void row14AShortPauseIsALatencySpikeOnly() throws InterruptedException {
        try (Stage stage = Stage.async("row 14", 3)) {
            stage.disturb(Kind.PAUSE, 1, () -> {
                stage.node(1).pause();
                stage.goOn(Duration.ofSeconds(3));
                stage.node(1).resume();
            });
            stage.served();
            stage.goOn(Duration.ofSeconds(3));
            Judgement judgement = stage.judge(Duration.ofSeconds(3));
            assertThat(judgement.verdict()).isEqualTo(Verdict.KEPT);
            assertThat(judgement.count(Promise.ACKNOWLEDGED_WRITES_STAY, true)).isZero();
            assertAllAlive(stage, 3);
        }
    }

    @Test
    void row24ADelayedLinkIsSlowAndNobodyIsRemoved() throws InterruptedException {
        try (Stage stage = Stage.async("row 24", 3)) {
            for (int millis : List.of(50, 500)) {
                stage.network().delay(stage.link(0, 1), Duration.ofMillis(millis / 2));
                stage.network().delay(stage.link(1, 0), Duration.ofMillis(millis / 2));
                stage.goOn(Duration.ofSeconds(12));
                assertAllAlive(stage, 3);
            }
            stage.network().mendAll();
            stage.served();
            assertThat(stage.judge(Stage.WHILE_SLOW).verdict()).isEqualTo(Verdict.KEPT);
        }
    }

    @Test
    void row27ConnectionsThatBreakInTheMiddleOfAFrameLoseNothing() throws InterruptedException {
        try (Stage stage = Stage.async("row 27", 3)) {
            for (int round = 0; round < 10; round++) {
                int from = round % 3;
                int to = (round + 1) % 3;
                if (round % 2 == 0) {
                    stage.network().reset(stage.link(from, to));
                } else {
                    stage.network().truncate(stage.link(from, to), 1000 + 37L * round);
                }
                stage.goOn(Duration.ofMillis(1500));
            }
            stage.served();
            assertAllAlive(stage, 3);
            assertThat(stage.judge(Stage.WHILE_SLOW).verdict()).isEqualTo(Verdict.KEPT);
        }
    }

    @Test
    void row30ValuesOfCriticalSizesAreStoredOrRefused() throws InterruptedException {
        try (Stage stage = Stage.async("row 30", 3)) {
            int mebibyte = 1 << 20;
            for (int size : List.of(255 << 10, 256 << 10, 257 << 10, mebibyte - 1, mebibyte, mebibyte + 1)) {
                for (int key = 0; key < 12; key++) {
                    checkSize(stage, ("big-" + size + "-" + key).getBytes(StandardCharsets.UTF_8), size);
                }
                stage.print(size + " bytes: " + (size > mebibyte ? "refused" : "stored and read back"));
            }
            stage.served();
            assertThat(stage.judge().verdict()).isEqualTo(Verdict.KEPT);
        }
    }

    private static void checkSize(Stage stage, byte[] key, int size) {
        byte[] value = new byte[size];
        Arrays.fill(value, (byte) size);
        try {
            stage.cache().put(key, value).toCompletableFuture().join();
            assertThat(size).isLessThanOrEqualTo(1 << 20);
            assertThat(stage.cache()
                            .get(key)
                            .toCompletableFuture()
                            .join()
                            .orElseThrow()
                            .value())
                    .isEqualTo(value);
        } catch (CompletionException failed) {
            assertThat(failed.getCause()).isInstanceOf(CacheException.class);
            assertThat(size).as("%s", failed.getCause()).isGreaterThan(1 << 20);
        }
        stage.cache().remove(key).toCompletableFuture().join();
    }

    @Test
    void row32ANodeWithoutProcessorTimeIsSlowOrRemovedButNeverWrong() throws InterruptedException {
        try (Stage stage = Stage.async("row 32", 3)) {
            NodeProcess starved = stage.node(2);
            stage.disturb(Kind.PAUSE, 2, () -> {
                for (int slice = 0; slice < 100; slice++) {
                    starved.pause();
                    keep(starved, 90);
                    starved.resume();
                    keep(starved, 10);
                }
            });
            stage.served();
            Judgement judgement = stage.judge(Stage.AFTER_SILENCE);
            assertThat(judgement.broken()).isEmpty();
            stage.print("the starved node " + (starved.isAlive() ? "stayed" : "was removed"));
        }
    }

    @Test
    void row11NothingIsLostByBeingIdle() throws InterruptedException {
        try (Stage stage = Stage.async("row 11", 3)) {
            byte[] key = "idle".getBytes(StandardCharsets.UTF_8);
            stage.cache().put(key, key).toCompletableFuture().join();
            stage.load().close();
            stage.goOn(Duration.ofSeconds(150));
            assertThat(stage.cache().get(key).toCompletableFuture().join()).isPresent();
            assertThat(stage.judge().broken()).doesNotContain(Promise.ACKNOWLEDGED_WRITES_STAY);
        }
    }

    /** As it is for so long, or until it has ended. */
    private static void keep(NodeProcess node, int millis) throws InterruptedException {
        var unused = node.awaitExit(Duration.ofMillis(millis));
    }

    private static void assertAllAlive(Stage stage, int nodes) {
        for (int index = 0; index < nodes; index++) {
            assertThat(stage.node(index).isAlive()).as(stage.node(index).name()).isTrue();
        }
    }
}
