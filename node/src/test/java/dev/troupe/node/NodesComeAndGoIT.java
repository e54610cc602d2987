package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.troupe.Await;
import dev.troupe.api.ClusterView;
import dev.troupe.lifecycle.LocalNodes;
import dev.troupe.placement.Partitions;
import dev.troupe.placement.StorageNode;
import dev.troupe.placement.Targets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Where partitions are after nodes have come and gone under traffic, as every node shows it. */
class NodesComeAndGoIT {
    private static final Partitions PARTITIONS = new Partitions(32);
    private static final Map<String, Object> SETTINGS = Map.of(
            "troupe.cluster.planned-nodes",
            1,
            "troupe.cluster.rebalance.max-moves",
            8,
            "troupe.partitions",
            PARTITIONS.count(),
            // Dies at once when its system is terminated.
            "pekko.coordinated-shutdown.run-by-actor-system-terminate",
            false,
            "pekko.cluster.split-brain-resolver.stable-after",
            "3s",
            "pekko.cluster.failure-detector.acceptable-heartbeat-pause",
            "2s");

    @Test
    void fromOneNodeToFiveAndBackToThreeEveryStepEndsAtItsTargets() throws Exception {
        try (LocalNodes cluster = LocalNodes.start(1, SETTINGS);
                Traffic traffic = Traffic.through(cluster.node(0).caches())) {
            for (int step = 0; step < 2; step++) {
                Map<Integer, String> before = owners(cluster.node(0));
                join(cluster);
                assertRest(cluster);
                assertThat(owners(cluster.node(0))).isEqualTo(targets(before, cluster));
            }
            join(cluster);
            join(cluster);
            assertRest(cluster);
            for (int leaver = 4; leaver > 2; leaver--) {
                Map<Integer, String> before = owners(cluster.node(0));
                cluster.stop(cluster.node(leaver));
                assertRest(cluster);
                assertThat(owners(cluster.node(0))).isEqualTo(targets(before, cluster));
            }
            finish(traffic);
        }
    }

    /** The one that leaves first is where the shard coordinator runs. */
    @Test
    void twoNodesThatLeaveTogetherAreReplacedByTheOthers() throws Exception {
        try (LocalNodes cluster = LocalNodes.start(1, SETTINGS)) {
            for (int node = 1; node < 4; node++) {
                join(cluster);
            }
            assertRest(cluster);
            try (Traffic traffic = Traffic.through(cluster.node(3).caches())) {
                cluster.stop(cluster.node(0), cluster.node(1));
                assertRest(cluster);
                finish(traffic);
            }
        }
    }

    @Test
    void whatADeadNodeHeldIsSpreadOverTheOthers() throws Exception {
        try (LocalNodes cluster = LocalNodes.start(1, SETTINGS)) {
            for (int node = 1; node < 4; node++) {
                join(cluster);
            }
            assertRest(cluster);
            cluster.kill(cluster.node(2));
            assertRest(cluster);
        }
    }

    private static void finish(Traffic traffic) throws Exception {
        traffic.stop();
        assertThat(traffic.acknowledged()).isPositive();
        traffic.assertAcknowledgedValuesAreThere();
    }

    private static void join(LocalNodes cluster) {
        Await.result(cluster.join(Map.of()).ready());
    }

    /** Every node shows the same owners, and they are the targets of themselves: balanced, and nothing left to move. */
    private static void assertRest(LocalNodes cluster) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    Map<Integer, String> owners = owners(cluster.node(0));
                    assertThat(owners).hasSize(PARTITIONS.count()).isEqualTo(targets(owners, cluster));
                    for (TroupeNode node : cluster.nodes()) {
                        assertThat(owners(node)).isEqualTo(owners);
                    }
                });
    }

    private static Map<Integer, String> targets(Map<Integer, String> current, LocalNodes cluster) {
        List<StorageNode> members = cluster.nodes().stream()
                .map(node -> new StorageNode(node.address(), 1, 1, "default", "127.0.0.1"))
                .toList();
        return Targets.of(PARTITIONS, current, members);
    }

    private static Map<Integer, String> owners(TroupeNode node) throws Exception {
        Map<Integer, String> owners = new TreeMap<>();
        for (ClusterView.Partition partition : node.view()
                .partitions()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .partitions()) {
            partition.owner().ifPresent(owner -> owners.put(partition.number(), owner));
        }
        return owners;
    }
}
