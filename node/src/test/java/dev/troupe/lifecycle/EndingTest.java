package dev.troupe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.troupe.settings.ClusterSettings;
import dev.troupe.settings.NodeSettings;
import java.util.Optional;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.junit.jupiter.api.Test;

class EndingTest {
    private static final ClusterSettings CLUSTER = NodeSettings.from(
                    ConfigFactory.parseString("troupe.cluster.seeds = [\"127.0.0.1:1\", \"127.0.0.1:2\"]"),
                    ConfigFactory.defaultReference())
            .cluster();

    private static Optional<String> of(CoordinatedShutdown.Reason reason) {
        return Ending.of(Optional.of(reason), CLUSTER);
    }

    @Test
    void nodeThatCannotJoinNamesTheSeedsThatItTried() {
        assertThat(of(CoordinatedShutdown.clusterJoinUnsuccessfulReason()).orElseThrow())
                .contains("127.0.0.1:1, 127.0.0.1:2", "start again")
                .doesNotContain("\n");
    }

    @Test
    void nodeWithOtherSettingsSaysThatTheyDiffer() {
        assertThat(of(CoordinatedShutdown.incompatibleConfigurationDetectedReason())
                        .orElseThrow())
                .contains("has other partitions, caches or limits", "127.0.0.1:1")
                .doesNotContain("\n");
    }

    @Test
    void nodeThatTheClusterGaveUpSaysSo() {
        assertThat(of(CoordinatedShutdown.clusterDowningReason()).orElseThrow()).contains("majority", "start it again");
    }

    @Test
    void nodeThatWasAskedToStopSaysNothing() {
        assertThat(of(CoordinatedShutdown.jvmExitReason())).isEmpty();
        assertThat(of(CoordinatedShutdown.actorSystemTerminateReason())).isEmpty();
    }
}
