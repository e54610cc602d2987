package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.Await;
import dev.troupe.api.Cache;
import dev.troupe.api.ClusterView;
import dev.troupe.api.Codec;
import dev.troupe.lifecycle.LocalNodes;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GatewayNodeIT {
    private static final int KEYS = 200;

    @Test
    void nodeWithoutStorageOwnsNothingAndServesEverything() throws Exception {
        try (LocalNodes cluster = LocalNodes.start(1, Map.of("troupe.cluster.rebalance.max-moves", 10))) {
            TroupeNode storage = cluster.node(0);
            TroupeNode gateway = cluster.join(Map.of("troupe.cluster.storage", false));
            Await.result(gateway.ready());
            for (int key = 0; key < KEYS; key++) {
                cache(gateway).put("k" + key, "v" + key).toCompletableFuture().get(10, TimeUnit.SECONDS);
            }
            for (int key = 0; key < KEYS; key++) {
                assertThat(cache(storage).get("k" + key).toCompletableFuture().get(10, TimeUnit.SECONDS))
                        .isPresent();
                assertThat(cache(gateway).get("k" + key).toCompletableFuture().get(10, TimeUnit.SECONDS))
                        .hasValueSatisfying(entry -> assertThat(entry.value()).startsWith("v"));
            }
            ClusterView.PartitionTable table =
                    gateway.view().partitions().toCompletableFuture().get(10, TimeUnit.SECONDS);
            assertThat(table.partitions())
                    .hasSize(32)
                    .allMatch(partition -> partition.owner().equals(Optional.of(storage.address())));
        }
    }

    private static Cache<String, String> cache(TroupeNode node) {
        return node.caches().cache("default").as(Codec.UTF8, Codec.UTF8);
    }
}
