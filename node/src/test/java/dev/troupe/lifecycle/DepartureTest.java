package dev.troupe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.troupe.settings.ClusterSettings;
import dev.troupe.settings.NodeSettings;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** How long a node that leaves is kept for the copies that it has. */
class DepartureTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final ClusterSettings CLUSTER = NodeSettings.from(
                    ConfigFactory.empty(), ConfigFactory.defaultReference())
            .cluster();
    private static final String SAID = "copies here are still needed elsewhere";

    private final AtomicBoolean needed = new AtomicBoolean(true);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void itEndsWhenNothingIsNeededAndNothingIsSaid() {
        LoggingTestKit.warn(SAID).withOccurrences(0).expect(KIT.system(), () -> {
            CompletableFuture<Done> released = released(Duration.ofHours(1));
            assertThat(released).isNotDone();
            needed.set(false);
            assertThat(released).succeedsWithin(Duration.ofSeconds(10));
            return null;
        });
    }

    @Test
    void itEndsAfterTheLongestWaitThoughCopiesAreNeededWhichIsSaid() {
        LoggingTestKit.warn("Leaves after 1 s although " + SAID)
                .expect(
                        KIT.system(),
                        () -> assertThat(released(Duration.ofSeconds(1))).succeedsWithin(Duration.ofSeconds(20)));
    }

    private CompletableFuture<Done> released(Duration longestWait) {
        return Departure.released(KIT.system(), CLUSTER, needed::get, longestWait);
    }
}
