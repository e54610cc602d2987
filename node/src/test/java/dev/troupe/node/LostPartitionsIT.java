package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.troupe.Await;
import dev.troupe.api.ClusterView;
import dev.troupe.client.ClientSettings;
import dev.troupe.client.RemoteCaches;
import dev.troupe.lifecycle.LocalNodes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A crash in a cluster without copies, as operators see it. */
class LostPartitionsIT {
    private static final Map<String, Object> SETTINGS = Map.of(
            "troupe.copies.backups",
            0,
            "troupe.partitions",
            12,
            // Dies at once when its system is terminated.
            "pekko.coordinated-shutdown.run-by-actor-system-terminate",
            false,
            "pekko.cluster.split-brain-resolver.stable-after",
            "3s",
            "pekko.cluster.failure-detector.acceptable-heartbeat-pause",
            "2s");

    @Test
    void whatACrashTookCountsAsLostUntilItIsAcknowledged() throws Exception {
        try (LocalNodes cluster = LocalNodes.start(3, SETTINGS)) {
            assertThat(lost(cluster.node(0))).isEmpty();
            cluster.kill(cluster.node(2));
            await().atMost(Await.SOON)
                    .until(() -> owned(cluster.node(0)) == 12
                            && !lost(cluster.node(0)).isEmpty());
            List<Integer> lost = lost(cluster.node(0));
            URI node = cluster.node(1).httpUri();
            await().atMost(Await.SOON).until(() -> text(node, "/ready").contains("were lost with all their copies"));
            assertThat(losses(cluster)).isEqualTo(lost.size());

            assertThat(acknowledge(node, "/" + lost.get(0))).isEqualTo(204);
            await().atMost(Await.SOON).until(() -> lost(cluster.node(0)).equals(lost.subList(1, lost.size())));
            try (RemoteCaches client = RemoteCaches.unasked(ClientSettings.of(List.of(node)))) {
                assertThat(client.acknowledgeLoss(OptionalInt.empty()).toCompletableFuture())
                        .succeedsWithin(Await.SOON);
                assertThat(client.acknowledgeLoss(OptionalInt.of(12)).toCompletableFuture())
                        .failsWithin(Await.SOON)
                        .withThrowableOfType(ExecutionException.class)
                        .withMessageContaining("from 0 to 11");
            }
            await().atMost(Await.SOON).until(() -> lost(cluster.node(0)).isEmpty());
            await().atMost(Await.SOON).until(() -> !text(node, "/ready").contains("lost"));
            assertThat(losses(cluster)).isEqualTo(lost.size());
        }
    }

    private static List<ClusterView.Partition> partitions(TroupeNode node) throws Exception {
        return node.view()
                .partitions()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .partitions();
    }

    private static List<Integer> lost(TroupeNode node) throws Exception {
        return partitions(node).stream()
                .filter(partition -> partition.copies().lost())
                .map(ClusterView.Partition::number)
                .toList();
    }

    private static long owned(TroupeNode node) throws Exception {
        return partitions(node).stream()
                .filter(partition -> partition.owner().isPresent())
                .count();
    }

    private static long losses(LocalNodes cluster) throws Exception {
        long sum = 0;
        for (TroupeNode node : cluster.nodes()) {
            sum += text(node.httpUri(), "/metrics")
                    .lines()
                    .filter(line -> line.startsWith("troupe_partitions_losses_total "))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' '))))
                    .sum();
        }
        return sum;
    }

    private static String text(URI node, String path) throws Exception {
        return new String(Http.get(node, path).body(), StandardCharsets.UTF_8);
    }

    private static int acknowledge(URI node, String partition) throws Exception {
        URI route = URI.create(node + "/v1/cluster/partitions" + partition + "/_acknowledge");
        HttpRequest request =
                HttpRequest.newBuilder(route).POST(BodyPublishers.noBody()).build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }
}
