package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.Await;
import dev.troupe.api.Cache;
import dev.troupe.api.CacheException;
import dev.troupe.api.CacheName;
import dev.troupe.api.Entry;
import dev.troupe.api.KeyPage;
import dev.troupe.api.KeyQuery;
import dev.troupe.api.PutOptions;
import dev.troupe.api.PutResult;
import dev.troupe.api.Reason;
import dev.troupe.client.ClientSettings;
import dev.troupe.client.RemoteCaches;
import dev.troupe.lifecycle.LocalNodes;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Calls that ask many partitions, or have many entries, of a node that admits few requests at a time. */
class FanOutsIT {
    private static final Map<String, Object> NARROW = Map.of(
            "troupe.partitions", 16,
            "troupe.gateway.max-requests", 3,
            "troupe.gateway.max-requests-per-partition", 1,
            "troupe.limits.max-value-bytes", "64 KiB",
            "troupe.gateway.max-bytes", "144 KiB");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Cache<byte[], byte[]> cache(LocalNodes cluster) {
        return cluster.node(0).caches().find(CacheName.DEFAULT).orElseThrow();
    }

    private static RemoteCaches remote(LocalNodes cluster) {
        return Await.result(
                RemoteCaches.connect(ClientSettings.of(List.of(cluster.node(0).httpUri()))));
    }

    private static List<Map.Entry<byte[], byte[]>> entries(int count, String prefix, int valueBytes) {
        List<Map.Entry<byte[], byte[]>> entries = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            entries.add(Map.entry(bytes(prefix + number), new byte[valueBytes]));
        }
        return entries;
    }

    private static void assertStores(Cache<byte[], byte[]> cache, List<Map.Entry<byte[], byte[]>> entries) {
        assertThat(Await.result(cache.putAll(entries, PutOptions.DEFAULT)))
                .hasSameSizeAs(entries)
                .extracting(PutResult::outcome)
                .containsOnly(PutResult.Outcome.CREATED);
        List<Optional<Entry<byte[]>>> found = Await.result(
                cache.getAll(entries.stream().map(Map.Entry::getKey).toList()));
        assertThat(found).hasSameSizeAs(entries).allMatch(Optional::isPresent);
    }

    @Test
    void cacheIsClearedThoughFewerRequestsAreAdmittedThanThereArePartitions() throws Exception {
        try (LocalNodes cluster = LocalNodes.start(1, NARROW)) {
            Cache<byte[], byte[]> cache = cache(cluster);
            URI node = cluster.node(0).httpUri();
            for (int time = 0; time < 6; time++) {
                assertStores(cache, entries(200, "key", 10));
                assertThat(Http.post(node, "/v1/caches/default/_clear").statusCode())
                        .isEqualTo(204);
                KeyPage<byte[]> page = Await.result(cache.keys(KeyQuery.ALL));
                assertThat(page.keys()).isEmpty();
                assertThat(page.next()).isEmpty();
            }
        }
    }

    @Test
    void bulkCallsGoThroughANarrowGatewayInTheJvmAndOverHttp() {
        try (LocalNodes cluster = LocalNodes.start(1, NARROW);
                RemoteCaches remote = remote(cluster)) {
            assertStores(cache(cluster), entries(3_000, "spread", 10));
            assertStores(cache(cluster), entries(3_000, "{one}", 10));
            assertStores(cache(cluster), entries(100, "large", 64 << 10));
            assertStores(remote.cache("default"), entries(500, "{two}", 10));
            assertStores(remote.cache("default"), entries(50, "wide", 64 << 10));
        }
    }

    @Test
    void twentyThousandEntriesAreStoredAndLeaveRoomForOthers() {
        try (LocalNodes cluster = LocalNodes.start(1, Map.of());
                RemoteCaches remote = remote(cluster)) {
            Cache<byte[], byte[]> cache = cache(cluster);
            CompletableFuture<List<PutResult>> stored = cache.putAll(entries(20_000, "{one}", 10), PutOptions.DEFAULT)
                    .toCompletableFuture();
            int served = 0;
            do {
                Await.result(cache.get(bytes("{one}" + served++)));
            } while (!stored.isDone());
            assertThat(Await.result(stored)).hasSize(20_000);
            assertStores(cache, entries(20_000, "spread", 10));
            assertStores(remote.cache("default"), entries(5_000, "{two}", 10));
        }
    }

    @Test
    void lastOfSeveralValuesForOneKeyStays() {
        try (LocalNodes cluster = LocalNodes.start(1, NARROW);
                RemoteCaches remote = remote(cluster)) {
            List<Map.Entry<byte[], byte[]>> entries = new ArrayList<>();
            for (int number = 0; number < 500; number++) {
                entries.add(Map.entry(bytes("key" + number % 5), bytes("value" + number)));
            }
            for (Cache<byte[], byte[]> cache : List.of(cache(cluster), remote.cache("default"))) {
                Await.result(cache.putAll(entries, PutOptions.DEFAULT));
                for (int key = 0; key < 5; key++) {
                    assertThat(Await.result(cache.get(bytes("key" + key)))
                                    .orElseThrow()
                                    .value())
                            .asString()
                            .isEqualTo("value" + (495 + key));
                }
            }
        }
    }

    @Test
    void oneBadEntryIsRefusedBeforeAnyIsStored() {
        try (LocalNodes cluster = LocalNodes.start(1, NARROW)) {
            Cache<byte[], byte[]> cache = cache(cluster);
            List<Map.Entry<byte[], byte[]>> entries = entries(100, "key", 10);
            entries.add(Map.entry(bytes("long"), new byte[(64 << 10) + 1]));
            assertThatThrownBy(() -> Await.result(cache.putAll(entries, PutOptions.DEFAULT)))
                    .cause()
                    .isInstanceOf(CacheException.class)
                    .returns(Reason.VALUE_TOO_LARGE, failure -> ((CacheException) failure).reason());
            assertThat(Await.result(cache.keys(KeyQuery.ALL)).keys()).isEmpty();
        }
    }
}
