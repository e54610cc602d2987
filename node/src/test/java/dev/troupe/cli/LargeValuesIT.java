package dev.troupe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.troupe.Await;
import dev.troupe.cli.console.NodeProgram;
import dev.troupe.node.Http;
import dev.troupe.proving.ClusterPlan;
import dev.troupe.proving.LocalCluster;
import dev.troupe.proving.NodeMemory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values around the size at which they travel in parts, up to the largest, and the crash of the node that owns them. */
final class LargeValuesIT {
    private static final List<Integer> KIBIBYTES = List.of(255, 256, 257, 1024);

    @TempDir
    Path folder = Path.of("");

    @Test
    void largeValuesSurviveTheKilledOwnerByteForByte() throws Exception {
        try (LocalCluster cluster = LocalCluster.start(ClusterPlan.onFreePorts(
                3,
                NodeProgram.of(NodeMemory.Use.TEST_LOAD.byDefault()),
                List.of("--set", "troupe.partitions=16"),
                folder))) {
            List<URI> nodes = new ArrayList<>(cluster.awaitReady(Await.SOON));
            await().atMost(Await.SOON).until(() -> areConnectedDirectly(nodes));
            Map<Integer, byte[]> values = new TreeMap<>();
            for (int size : KIBIBYTES) {
                values.put(size, random(size << 10));
                assertThat(Http.put(nodes.get(0), path(size), values.get(size)).statusCode())
                        .isEqualTo(201);
            }
            await().atMost(Await.SOON)
                    .until(() -> json(nodes.get(0), "/v1/cluster/partitions")
                            .get("fullyReplicated")
                            .asBoolean());
            int owner = owner(nodes);
            cluster.node(owner).killForcibly();
            URI survivor = nodes.get((owner + 1) % nodes.size());
            for (int size : KIBIBYTES) {
                await().atMost(Await.SOON)
                        .ignoreExceptions()
                        .until(() -> get(survivor, size).statusCode() == 200);
                assertThat(get(survivor, size).body()).isEqualTo(values.get(size));
            }
        }
    }

    /** Whether batches between all of them take connections of their own. */
    private static boolean areConnectedDirectly(List<URI> nodes) throws IOException, InterruptedException {
        for (URI node : nodes) {
            String metrics = new String(Http.get(node, "/metrics").body(), StandardCharsets.UTF_8);
            if (!metrics.contains("troupe_links_direct " + (nodes.size() - 1))) {
                return false;
            }
        }
        return true;
    }

    /** The number of the node that owns them all: their keys share a hash tag. */
    private static int owner(List<URI> nodes) throws IOException, InterruptedException {
        String owner = json(nodes.get(0), "/v1/caches/default/_locate/%7Blarge%7D")
                .get("owner")
                .asText();
        for (int index = 0; index < nodes.size(); index++) {
            if (json(nodes.get(index), "/v1/cluster").get("self").asText().equals(owner)) {
                return index;
            }
        }
        throw new AssertionError("no node is " + owner);
    }

    private static HttpResponse<byte[]> get(URI node, int size) throws IOException, InterruptedException {
        return Http.get(node, path(size));
    }

    private static String path(int size) {
        return "/v1/caches/default/entries/%7Blarge%7D" + size;
    }

    private static JsonNode json(URI node, String path) throws IOException, InterruptedException {
        return new ObjectMapper().readTree(Http.get(node, path).body());
    }

    private static byte[] random(int length) {
        byte[] value = new byte[length];
        new SplittableRandom(length).nextBytes(value);
        return value;
    }
}
