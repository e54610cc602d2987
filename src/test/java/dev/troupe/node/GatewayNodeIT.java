package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.api.Cache;
import dev.troupe.api.Codec;
import dev.troupe.api.PutResult;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GatewayNodeIT {
    /** Far longer than the test waits. */
    private static final String FORMATION = "10m";

    @Test
    void nodeWithoutStorageCountsAsPlannedAndServes() throws Exception {
        try (LocalNodes storage = LocalNodes.starting(
                1, Map.of("troupe.cluster.planned-nodes", 2, "troupe.cluster.formation-timeout", FORMATION))) {
            TroupeNode gateway = TroupeNode.start(gateway(storage.node(0)))
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
            try {
                gateway.ready().orTimeout(30, TimeUnit.SECONDS).join();
                Cache<String, String> cache = gateway.caches().cache("default").as(Codec.UTF8, Codec.UTF8);
                assertThat(cache.put("k", "v")
                                .toCompletableFuture()
                                .get(10, TimeUnit.SECONDS)
                                .outcome())
                        .isEqualTo(PutResult.Outcome.CREATED);
            } finally {
                gateway.stop().orTimeout(60, TimeUnit.SECONDS).join();
            }
        }
    }

    private static Config gateway(TroupeNode seed) {
        return ConfigFactory.parseString("troupe.cluster { storage = off, planned-nodes = 2, port = 0, seeds = [\""
                + seed.address() + "\"], formation-timeout = " + FORMATION
                + " }, troupe { http.port = 0, partitions = 32 }");
    }
}
