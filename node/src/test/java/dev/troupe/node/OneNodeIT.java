package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.api.Cache;
import dev.troupe.api.Codec;
import dev.troupe.api.Entry;
import dev.troupe.api.PutResult;
import dev.troupe.lifecycle.LocalNodes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OneNodeIT {
    private static LocalNodes cluster;

    @BeforeAll
    static void start() {
        cluster = LocalNodes.start(1, Map.of());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void whatIsPutInTheJvmIsReadOverHttp() throws Exception {
        Cache<String, String> cache = cluster.node(0).caches().cache("default").as(Codec.UTF8, Codec.UTF8);
        PutResult put = cache.put("hello", "world").toCompletableFuture().get(5, TimeUnit.SECONDS);
        assertThat(put.outcome()).isEqualTo(PutResult.Outcome.CREATED);
        Optional<Entry<String>> entry = cache.get("hello").toCompletableFuture().get(5, TimeUnit.SECONDS);
        assertThat(entry.orElseThrow().value()).isEqualTo("world");
        URI uri = URI.create(cluster.node(0).httpUri() + "/v1/caches/default/entries/hello");
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("world");
    }

    @Test
    void aNodeThatLeavesServesWhileItUnbindsAndRefusesCallsBeforeItsRegionStops() {
        CompletableFuture<PutResult> unbinding = new CompletableFuture<>();
        CompletableFuture<PutResult> stopping = new CompletableFuture<>();
        try (LocalNodes leaving = LocalNodes.start(1, Map.of())) {
            TroupeNode node = leaving.node(0);
            Cache<String, String> cache = node.caches().cache("default").as(Codec.UTF8, Codec.UTF8);
            putIn(node, CoordinatedShutdown.PhaseServiceUnbind(), cache, unbinding);
            putIn(node, CoordinatedShutdown.PhaseClusterShardingShutdownRegion(), cache, stopping);
        }
        assertThat(unbinding).isCompletedWithValueMatching(put -> put.outcome() == PutResult.Outcome.CREATED);
        assertThat(stopping)
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("this node is stopping");
    }

    private static void putIn(
            TroupeNode node, String phase, Cache<String, String> cache, CompletableFuture<PutResult> done) {
        CoordinatedShutdown.get(node.system())
                .addTask(
                        phase,
                        "put",
                        () -> cache.put("k", "v").handle((put, failed) -> {
                            boolean unused = failed == null ? done.complete(put) : done.completeExceptionally(failed);
                            return Done.done();
                        }));
    }
}
