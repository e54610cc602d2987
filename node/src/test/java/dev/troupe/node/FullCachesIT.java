package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.troupe.api.Cache;
import dev.troupe.api.CacheName;
import dev.troupe.api.ClusterView;
import dev.troupe.lifecycle.LocalNodes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Three nodes that have been given more than they can hold. */
class FullCachesIT {
    private static final Map<String, Object> SETTINGS = Map.of(
            "troupe.partitions", 16,
            "troupe.storage.max-memory", "16 MiB",
            "troupe.limits.max-value-bytes", "64 KiB");
    private static final int VALUE_BYTES = 16_000;
    /** Three times what all nodes hold, copies included. */
    private static final int VALUES = 9_000;

    @Test
    void everyPartitionHasItsCopyThoughAllMemoryIsUsed() throws Exception {
        try (LocalNodes cluster = LocalNodes.start(3, SETTINGS)) {
            fill(cluster.node(0).caches().find(CacheName.DEFAULT).orElseThrow());
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(
                            () -> assertThat(table(cluster).fullyReplicated()).isTrue());
            long entries = table(cluster).partitions().stream()
                    .mapToLong(ClusterView.Partition::entries)
                    .sum();
            assertThat(entries).isBetween(500L, VALUES / 2L);

            cluster.node(2).stop().get(60, TimeUnit.SECONDS);
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(
                            () -> assertThat(table(cluster).partitions()).allMatch(FullCachesIT::hasOwnerAndCopy));
        }
    }

    private static boolean hasOwnerAndCopy(ClusterView.Partition partition) {
        return partition.owner().isPresent() && partition.copies().fullyReplicated();
    }

    private static void fill(Cache<byte[], byte[]> cache) throws Exception {
        for (int number = 0; number < VALUES; number++) {
            byte[] key = ("key" + number).getBytes(StandardCharsets.UTF_8);
            cache.put(key, new byte[VALUE_BYTES]).toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    private static ClusterView.PartitionTable table(LocalNodes cluster) throws Exception {
        return cluster.node(0).view().partitions().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
