package dev.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import org.apache.pekko.cluster.ConfigValidation;
import org.apache.pekko.cluster.Invalid;
import org.apache.pekko.cluster.Valid;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

class TroupeJoinCheckTest {
    private static final Config CLUSTER = ConfigFactory.parseString("""
            troupe {
              partitions = 256
              caches { default {}, sessions { ttl = 5m } }
              limits { max-key = 512, max-value = 1 MiB }
              storage { hash-seed = 99, max-memory = 1 GiB }
            }
            """);

    @Test
    void equalSettingsAreValid() {
        assertThat(differences("")).isEmpty();
    }

    @Test
    void theSameValueAsTextIsValid() {
        assertThat(differences("troupe.partitions = \"256\"")).isEmpty();
    }

    @Test
    void settingsThatNodesNeedNotShareAreNotCompared() {
        assertThat(differences("troupe.storage.max-memory = 2 GiB")).isEmpty();
    }

    @Test
    void aDifferenceIsNamedWithBothValues() {
        assertThat(differences("troupe.partitions = 64"))
                .containsExactly("troupe.partitions is 64 on the one side and 256 on the other");
        assertThat(differences("troupe.caches.sessions.ttl = 6m"))
                .containsExactly("troupe.caches.sessions.ttl is 6m on the one side and 5m on the other");
        assertThat(differences("troupe.limits.max-key = 256")).hasSize(1);
        assertThat(differences("troupe.storage.hash-seed = 1")).hasSize(1);
    }

    @Test
    void whatOneSideLacksIsADifference() {
        assertThat(differences("troupe.caches.extra.ttl = 1s"))
                .containsExactly("troupe.caches.extra.ttl is 1s on the one side and not set on the other");
        Config joining = CLUSTER.withoutPath("troupe.partitions");
        assertThat(differences(joining))
                .containsExactly("troupe.partitions is not set on the one side and 256 on the other");
    }

    @Test
    void whatIsComparedIsSentAlong() {
        assertThat(CollectionConverters.asJava(new TroupeJoinCheck().requiredKeys()))
                .containsExactly("troupe.partitions", "troupe.caches", "troupe.limits", "troupe.storage.hash-seed");
    }

    private static List<String> differences(String joining) {
        return differences(ConfigFactory.parseString(joining).withFallback(CLUSTER));
    }

    private static List<String> differences(Config joining) {
        ConfigValidation outcome = new TroupeJoinCheck().check(joining, CLUSTER);
        if (outcome instanceof Invalid invalid) {
            return List.copyOf(CollectionConverters.asJava(invalid.errorMessages()));
        }
        assertThat(outcome).isSameAs(Valid.getInstance());
        return List.of();
    }
}
