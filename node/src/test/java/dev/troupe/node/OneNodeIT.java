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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
}
