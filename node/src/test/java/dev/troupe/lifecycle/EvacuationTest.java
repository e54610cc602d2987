package dev.troupe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How long a node that is about to leave waits until its partitions have moved away. */
class EvacuationTest {
    private long owned = 9;
    private boolean alone;
    private final Evacuation evacuation = new Evacuation(() -> owned, () -> alone);

    @Test
    void itIsOverThreeSecondsAfterThePartitionThatMovedAwayLast() {
        assertThat(evacuation.isOver(0)).isFalse();
        assertThat(evacuation.isOver(3000)).isFalse();
        owned = 8;
        assertThat(evacuation.isOver(3000)).isFalse();
        owned = 9;
        assertThat(evacuation.isOver(6000)).as("one that comes is no progress").isFalse();
        owned = 8;
        assertThat(evacuation.isOver(6001)).isTrue();
    }

    @Test
    void itIsOverWhenNothingIsOwnedOrNobodyIsThereToTakeIt() {
        assertThat(evacuation.isOver(0)).isFalse();
        alone = true;
        assertThat(evacuation.isOver(1)).isTrue();
        alone = false;
        assertThat(evacuation.isOver(1)).isFalse();
        owned = 0;
        assertThat(evacuation.isOver(1)).isTrue();
    }

    @Test
    void itEndsAfterTheLongestWaitWhateverMovesAndWithoutAFailure() {
        assertThat(Evacuation.within(Duration.ofMillis(50), new CompletableFuture<>()))
                .succeedsWithin(Duration.ofSeconds(10));
        assertThat(Evacuation.within(Duration.ofHours(1), CompletableFuture.failedFuture(new NodeEndedException("it"))))
                .isCompleted();
        assertThat(Evacuation.within(Duration.ofHours(1), new CompletableFuture<>()))
                .isNotDone();
    }

    @Test
    void theLongestWaitIsTwentySecondsAndFitsIntoItsPhase() {
        Config node = ConfigFactory.parseResources("troupe-pekko.conf");
        assertThat(Evacuation.LONGEST_WAIT).hasSeconds(20);
        assertThat(node.getDuration("pekko.coordinated-shutdown.phases.before-service-unbind.timeout"))
                .isGreaterThan(Evacuation.LONGEST_WAIT);
    }
}
