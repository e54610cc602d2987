package dev.troupe.cluster.membership;

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
              storage.max-memory = 1 GiB
              agreed {
                partitions = 256
                storage-role = "\\"holds\\""
                copies.backups = 1
                caches = "default {}\\nsessions {ttl = PT5M}"
                limits { max-key-bytes = 512, max-value-bytes = 1048576 }
              }
            }
            """);

    @Test
    void equalSettingsAreValid() {
        assertThat(differences("")).isEmpty();
    }

    @Test
    void settingsThatNodesNeedNotShareAreNotCompared() {
        assertThat(differences("troupe.storage.max-memory = 2 GiB")).isEmpty();
    }

    @Test
    void aDifferenceIsNamedWithBothValues() {
        assertThat(differences("troupe.agreed.partitions = 64"))
                .containsExactly("troupe.partitions is 64 on the one side and 256 on the other");
        assertThat(differences("troupe.agreed.storage-role = \"\\\"\\\"\""))
                .containsExactly("troupe.storage-role is \"\" on the one side and \"holds\" on the other");
        assertThat(differences("troupe.agreed.caches = \"default {}\\nsessions {ttl = PT6M}\""))
                .containsExactly(
                        "troupe.caches.sessions is {ttl = PT6M} on the one side and {ttl = PT5M} on the other");
        assertThat(differences("troupe.agreed.limits.max-key-bytes = 256"))
                .containsExactly("troupe.limits.max-key-bytes is 256 on the one side and 512 on the other");
    }

    @Test
    void whatOneSideLacksIsADifference() {
        assertThat(differences("troupe.agreed.caches = \"aaa {}\\ndefault {}\\nsessions {ttl = PT5M}\""))
                .containsExactly("troupe.caches.aaa is {} on the one side and not set on the other");
        Config joining = CLUSTER.withoutPath("troupe.agreed.partitions");
        assertThat(differences(joining))
                .containsExactly("troupe.partitions is not set on the one side and 256 on the other");
    }

    /** Pekko sends single values only, never sections. */
    @Test
    void whatIsComparedIsSentAlong() {
        assertThat(CollectionConverters.asJava(new TroupeJoinCheck().requiredKeys()))
                .hasSize(6)
                .allMatch(key -> CLUSTER.entrySet().stream()
                        .anyMatch(entry -> entry.getKey().equals(key)));
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
