package dev.troupe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.troupe.node.Http;
import dev.troupe.proving.ClusterPlan;
import dev.troupe.proving.LocalCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads of what a paused node owns. */
final class BackupReadsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String ENTRIES = "/v1/caches/default/entries/";
    private static final byte[] VALUE = "value".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder = Path.of("");

    @Test
    void whileTheOwnerIsPausedABackupAnswersThoseWhoAllowItAndNobodyElseIsAnswered() throws Exception {
        List<String> settings = List.of("--set", "troupe.partitions=8", "--set", "troupe.gateway.deadline=1s");
        try (LocalCluster cluster =
                LocalCluster.start(ClusterPlan.onFreePorts(3, NodeProgram.of("192m"), settings, folder))) {
            List<URI> nodes = cluster.awaitReady(SOON);
            URI asked = nodes.get(0);
            String key = keyOwnedBy(asked, nodes.get(1));
            assertThat(Http.put(asked, ENTRIES + key + "?ttl=1h", VALUE).statusCode())
                    .isEqualTo(201);
            await().atMost(SOON)
                    .until(() -> json(asked, "/v1/cluster/partitions")
                            .get("fullyReplicated")
                            .asBoolean());
            assertThat(status(Http.get(asked, ENTRIES + key + "?read=any"))).startsWith("troupe; hit; ttl=");

            cluster.node(1).pause();
            HttpResponse<byte[]> read = Http.get(asked, ENTRIES + key + "?read=any");
            assertThat(read.statusCode()).isEqualTo(200);
            assertThat(read.body()).isEqualTo(VALUE);
            assertThat(status(read)).startsWith("troupe; hit; ttl=").endsWith("; detail=backup");
            assertThat(read.headers().firstValue("age")).isPresent();
            assertThat(status(Http.get(nodes.get(2), ENTRIES + key + "?read=any")))
                    .endsWith("; detail=backup");
            assertThat(Http.get(asked, ENTRIES + key).statusCode()).isEqualTo(503);
            assertThat(text(asked, "/metrics")).containsPattern("troupe_reads_backup_total [1-9]");

            cluster.node(1).resume();
            await().atMost(SOON)
                    .until(() -> !status(Http.get(asked, ENTRIES + key + "?read=any"))
                            .contains("backup"));
        }
    }

    /** A key of a partition of that node, as the asked one sees it. */
    private static String keyOwnedBy(URI asked, URI owner) throws Exception {
        JsonNode partitions = json(asked, "/v1/cluster/partitions").get("partitions");
        for (int number = 0; number < 1000; number++) {
            JsonNode place = json(asked, "/v1/caches/default/_locate/key" + number);
            JsonNode partition = partitions.get(place.get("partition").asInt());
            if (partition.get("ownerUrl").asText().equals(owner.toString())) {
                return "key" + number;
            }
        }
        throw new AssertionError("no key belongs to " + owner);
    }

    private static String status(HttpResponse<byte[]> response) {
        return response.headers().firstValue("cache-status").orElse("");
    }

    private static JsonNode json(URI node, String path) throws IOException, InterruptedException {
        return new ObjectMapper().readTree(text(node, path));
    }

    private static String text(URI node, String path) throws IOException, InterruptedException {
        return new String(Http.get(node, path).body(), StandardCharsets.UTF_8);
    }
}
