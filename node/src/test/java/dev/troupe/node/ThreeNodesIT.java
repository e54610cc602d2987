package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.troupe.lifecycle.LocalNodes;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThreeNodesIT {
    private static final String ENTRIES = "/v1/caches/default/entries/";
    private static LocalNodes cluster;

    @BeforeAll
    static void start() {
        cluster = LocalNodes.start(
                3,
                Map.of(
                        "pekko.cluster.sharding.passivation.strategy", "default-idle-strategy",
                        "pekko.cluster.sharding.passivation.default-idle-strategy.idle-entity.timeout", "1s"));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static URI node(int number) {
        return cluster.node(number % 3).httpUri();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsWrittenThroughOneNodeIsReadThroughEveryOther() throws Exception {
        for (int key = 0; key < 100; key++) {
            assertThat(Http.put(node(key), ENTRIES + "key" + key, bytes("value" + key))
                            .statusCode())
                    .isEqualTo(201);
        }
        for (int key = 0; key < 100; key++) {
            for (int reader = 0; reader < 3; reader++) {
                HttpResponse<byte[]> response = Http.get(node(reader), ENTRIES + "key" + key);
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(response.body()).isEqualTo(bytes("value" + key));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, 128 * 1024 - 4096, 128 * 1024, 255 * 1024, 256 * 1024, 257 * 1024, (1 << 20) - 1, 1 << 20})
    void valueOfAnySizeIsReadBackIdenticalThroughAnotherNode(int size) throws Exception {
        byte[] value = new byte[size];
        new Random(size).nextBytes(value);
        for (int key = 0; key < 6; key++) {
            String path = ENTRIES + "size" + size + "-" + key;
            assertThat(Http.put(node(key), path, value).statusCode()).isEqualTo(201);
            for (int reader = 0; reader < 3; reader++) {
                assertThat(Http.get(node(reader), path).body()).isEqualTo(value);
            }
        }
    }

    @Test
    void valueOverTheLimitIsRefusedAndNothingIsStored() throws Exception {
        assertThat(Http.put(node(0), ENTRIES + "big", new byte[(1 << 20) + 1]).statusCode())
                .isEqualTo(413);
        assertThat(Http.get(node(1), ENTRIES + "big").statusCode()).isEqualTo(404);
    }

    @Test
    void partitionThatNobodyTouchesKeepsItsData() throws Exception {
        for (int key = 0; key < 50; key++) {
            Http.put(node(key), ENTRIES + "idle" + key, bytes("still here"));
        }
        Awaitility.await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
        for (int key = 0; key < 50; key++) {
            assertThat(Http.get(node(key + 1), ENTRIES + "idle" + key).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void compareAndSetThroughDifferentNodesHasOneWinner() throws Exception {
        Http.put(node(0), ENTRIES + "cas", bytes("0"));
        String etag =
                Http.get(node(1), ENTRIES + "cas").headers().firstValue("etag").orElseThrow();
        int winners = 0;
        for (int writer = 0; writer < 3; writer++) {
            int status = Http.put(node(writer), ENTRIES + "cas", bytes("w" + writer), "If-Match", etag)
                    .statusCode();
            assertThat(status).isIn(204, 412);
            winners += status == 204 ? 1 : 0;
        }
        assertThat(winners).isEqualTo(1);
    }

    @Test
    void removedThroughOneNodeIsGoneThroughEveryOther() throws Exception {
        Http.put(node(0), ENTRIES + "gone", bytes("x"));
        assertThat(Http.delete(node(1), ENTRIES + "gone").statusCode()).isEqualTo(204);
        assertThat(Http.get(node(2), ENTRIES + "gone").statusCode()).isEqualTo(404);
    }

    @Test
    void everyNodeShowsTheSameTableWithEvenShares() throws Exception {
        JsonNode first = null;
        for (int reader = 0; reader < 3; reader++) {
            byte[] body = Http.get(node(reader), "/v1/cluster/partitions").body();
            JsonNode table = new ObjectMapper().readTree(body).get("partitions");
            Map<String, Integer> shares = new HashMap<>();
            table.forEach(partition -> shares.merge(partition.get("owner").asText(), 1, Integer::sum));
            assertThat(shares).hasSize(3);
            assertThat(shares.values()).allMatch(share -> share == 10 || share == 11);
            if (first != null) {
                for (int number = 0; number < table.size(); number++) {
                    assertThat(table.get(number).get("owner"))
                            .isEqualTo(first.get(number).get("owner"));
                }
            }
            first = table;
        }
    }

    @Test
    void everyMemberIsShownWithItsHttpAddress() throws Exception {
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            byte[] body = Http.get(node(2), "/v1/cluster").body();
            JsonNode members = new ObjectMapper().readTree(body).get("members");
            assertThat(members).hasSize(3);
            members.forEach(member -> {
                assertThat(member.get("status").asText()).isEqualTo("up");
                assertThat(member.get("httpUrl").asText()).startsWith("http://127.0.0.1:");
            });
        });
    }
}
