package dev.troupe.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.troupe.api.Cache;
import dev.troupe.api.CacheException;
import dev.troupe.api.Entry;
import dev.troupe.api.ReadOptions;
import dev.troupe.api.ReadResult;
import dev.troupe.api.Reason;
import dev.troupe.testkit.TestCluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.typed.Cluster;
import org.junit.jupiter.api.Test;

/** Reads of what a node owns that nobody can reach. */
final class BackupReadsIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void whileTheOwnerIsCutOffABackupAnswersThoseWhoAllowItAndNobodyElseIsAnswered() {
        try (TestCluster cluster = TestCluster.start(3, ConfigFactory.parseString("troupe.gateway.deadline = 1s"))) {
            Cache<String, String> cache = cluster.cache(0, "default");
            String key = keyOwnedBy(cluster, 1);
            answer(cache.put(key, "value"));
            await().atMost(SOON)
                    .until(() ->
                            answer(cluster.troupe(0).cluster().partitions()).fullyReplicated());
            assertThat(answer(cache.get(key, ReadOptions.OWNER)).isFromBackup()).isFalse();

            cluster.cutOff(1);
            for (int node : new int[] {0, 2}) {
                ReadResult<String> read = answer(cluster.cache(node, "default").get(key, ReadOptions.ANY));
                assertThat(read.entry().map(Entry::value)).contains("value");
                assertThat(read.isFromBackup()).isTrue();
                assertThat(cluster.troupe(node).meters()).containsPattern("troupe_reads_backup_total [1-9]");
            }
            assertThat(answer(cache.peek(key, ReadOptions.ANY)).entry().map(Entry::value))
                    .contains("value".length());
            assertThatThrownBy(() -> answer(cache.get(key)))
                    .hasCauseInstanceOf(CacheException.class)
                    .cause()
                    .extracting(failure -> ((CacheException) failure).reason())
                    .isEqualTo(Reason.UNAVAILABLE);

            cluster.reconnect(1);
            await().atMost(SOON)
                    .until(() -> !answer(cache.get(key, ReadOptions.ANY)).isFromBackup());
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

    private static <T> T answer(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }
}
