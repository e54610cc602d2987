package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.troupe.Await;
import dev.troupe.api.Cache;
import dev.troupe.api.CacheName;
import dev.troupe.api.ClusterView;
import dev.troupe.lifecycle.LocalNodes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Nodes that have been given more than they can hold. */
class FullCachesIT {
    private static final Map<String, Object> SETTINGS = Map.of(
            "troupe.partitions", 16,
            "troupe.storage.max-memory", "16 MiB",
            "troupe.limits.max-value-bytes", "64 KiB");
    private static final int MEMORY = 16 << 20;
    private static final int VALUE_BYTES = 16_000;
    /** Three times what all nodes hold, copies included. */
    private static final int VALUES = 9_000;

    @Test
    void everyPartitionHasItsCopyThoughAllMemoryIsUsed() throws Exception {
        try (LocalNodes cluster = LocalNodes.start(3, SETTINGS)) {
            fill(cluster.node(0).caches().find(CacheName.DEFAULT).orElseThrow());
            awaitFullyReplicated(cluster);
            assertThat(entries(cluster)).isBetween(500L, VALUES / 2L);

            cluster.node(2).stop().get(60, TimeUnit.SECONDS);
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(
                            () -> assertThat(table(cluster).partitions()).allMatch(FullCachesIT::hasOwnerAndCopy));
        }
    }

    @Test
    void aSingleNodeGivesAllMemoryToWhatItOwnsAndMakesRoomForCopiesWhenAnotherNodeJoins() throws Exception {
        try (LocalNodes cluster = LocalNodes.start(1, SETTINGS)) {
            fill(cluster.node(0).caches().find(CacheName.DEFAULT).orElseThrow());
            await().atMost(Duration.ofSeconds(30)).until(() -> bytes(cluster) > 0.85 * MEMORY);
            long before = entries(cluster);

            Await.result(cluster.join(Map.of()).ready());
            awaitFullyReplicated(cluster);
            assertThat(entries(cluster)).as("entries of %d", before).isGreaterThan(before * 3 / 4);
        }
    }

    @Test
    void ofACacheThatEvictsNothingNothingIsLostWhenAnotherNodeJoinsAFullOne() throws Exception {
        Map<String, Object> settings = new TreeMap<>(SETTINGS);
        settings.put("troupe.caches.kept.eviction", "none");
        try (LocalNodes cluster = LocalNodes.start(1, settings)) {
            Cache<byte[], byte[]> kept =
                    cluster.node(0).caches().find(new CacheName("kept")).orElseThrow();
            int stored = 0;
            while (isStored(kept, stored)) {
                stored++;
            }
            assertThat((long) stored * VALUE_BYTES).isGreaterThan(MEMORY * 3L / 4);

            Await.result(cluster.join(Map.of()).ready());
            awaitFullyReplicated(cluster);
            for (int number = 0; number < stored; number++) {
                assertThat(kept.get(key(number)).toCompletableFuture().get(10, TimeUnit.SECONDS))
                        .as("entry %d of %d", number, stored)
                        .isPresent();
            }
        }
    }

    private static boolean isStored(Cache<byte[], byte[]> cache, int number) {
        return cache.put(key(number), new byte[VALUE_BYTES])
                .handle((stored, refused) -> refused == null)
                .toCompletableFuture()
                .join();
    }

    private static void awaitFullyReplicated(LocalNodes cluster) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(
                        () -> assertThat(table(cluster).fullyReplicated()).isTrue());
    }

    private static long entries(LocalNodes cluster) throws Exception {
        return table(cluster).partitions().stream()
                .mapToLong(ClusterView.Partition::entries)
                .sum();
    }

    private static long bytes(LocalNodes cluster) throws Exception {
        return table(cluster).partitions().stream()
                .mapToLong(ClusterView.Partition::bytes)
                .sum();
    }

    private static byte[] key(int number) {
        return ("key" + number).getBytes(StandardCharsets.UTF_8);
    }

    private static boolean hasOwnerAndCopy(ClusterView.Partition partition) {
        return partition.owner().isPresent() && partition.copies().fullyReplicated();
    }

    private static void fill(Cache<byte[], byte[]> cache) throws Exception {
        for (int number = 0; number < VALUES; number++) {
            cache.put(key(number), new byte[VALUE_BYTES]).toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    private static ClusterView.PartitionTable table(LocalNodes cluster) throws Exception {
        return cluster.node(0).view().partitions().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
