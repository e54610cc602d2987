package dev.troupe.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.troupe.Await;
import dev.troupe.api.Cache;
import dev.troupe.api.CacheException;
import dev.troupe.api.Entry;
import dev.troupe.api.ReadOptions;
import dev.troupe.api.ReadResult;
import dev.troupe.api.Reason;
import dev.troupe.testkit.TestCluster;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.typed.Cluster;
import org.junit.jupiter.api.Test;

/** Reads of what a node owns that nobody can reach. */
final class BackupReadsIT {
    @Test
    void whileTheOwnerIsCutOffABackupAnswersThoseWhoAllowItAndNobodyElseIsAnswered() {
        try (TestCluster cluster = TestCluster.start(3, ConfigFactory.parseString("troupe.gateway.deadline = 1s"))) {
            Cache<String, String> cache = cluster.cache(0, "default");
            String key = keyOwnedBy(cluster, 1);
            Await.result(cache.put(key, "value"));
            await().atMost(Await.SOON)
                    .until(() -> Await.result(cluster.troupe(0).cluster().partitions())
                            .fullyReplicated());
            assertThat(Await.result(cache.get(key, ReadOptions.OWNER)).isFromBackup())
                    .isFalse();

            cluster.cutOff(1);
            for (int node : new int[] {0, 2}) {
                ReadResult<String> read =
                        Await.result(cluster.cache(node, "default").get(key, ReadOptions.ANY));
                assertThat(read.entry().map(Entry::value)).contains("value");
                assertThat(read.isFromBackup()).isTrue();
                assertThat(cluster.troupe(node).meters()).containsPattern("troupe_reads_backup_total [1-9]");
            }
            assertThat(Await.result(cache.peek(key, ReadOptions.ANY)).entry().map(Entry::value))
                    .contains("value".length());
            assertThatThrownBy(() -> Await.result(cache.get(key)))
                    .hasCauseInstanceOf(CacheException.class)
                    .cause()
                    .extracting(failure -> ((CacheException) failure).reason())
                    .isEqualTo(Reason.UNAVAILABLE);

            cluster.reconnect(1);
            await().atMost(Await.SOON)
                    .until(() -> !Await.result(cache.get(key, ReadOptions.ANY)).isFromBackup());
        }
    }

    private static String keyOwnedBy(TestCluster cluster, int node) {
        Address address = Cluster.get(cluster.system(node)).selfMember().address();
        String owner = address.host().get() + ":" + address.port().get();
        return IntStream.range(0, 1000)
                .mapToObj(number -> "key" + number)
                .filter(key -> cluster.troupe(0)
                        .cluster()
                        .locate(key.getBytes(StandardCharsets.UTF_8))
                        .owner()
                        .filter(owner::equals)
                        .isPresent())
                .findFirst()
                .orElseThrow();
    }
}
