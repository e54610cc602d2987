package dev.troupe.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.troupe.api.Cache;
import dev.troupe.api.CacheException;
import dev.troupe.api.CacheName;
import dev.troupe.api.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ManyNodesTest {
    private static final byte[] KEY = {'k'};
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(100);

    private final FakeNode one = FakeNode.start();
    private final FakeNode two = one.startAnother();

    @AfterEach
    void stop() {
        one.close();
        two.close();
    }

    @Test
    void callsTakeTurns() {
        try (RemoteCaches caches = caches(LONG)) {
            call(caches, 10);
        }
        assertThat(one.seen).hasSize(5);
        assertThat(two.seen).hasSize(5);
    }

    @Test
    void aRefusedWriteGoesToTheNextNodeAndTheRefuserIsAvoided() {
        one.close();
        try (RemoteCaches caches = caches(LONG)) {
            Cache<byte[], byte[]> cache = caches.assumed(CacheName.DEFAULT);
            for (int i = 0; i < 4; i++) {
                cache.put(KEY, KEY).toCompletableFuture().join();
            }
        }
        assertThat(two.seen).hasSize(4);
    }

    @Test
    void aWriteThatWasSentIsNeverSentAgain() {
        one.mute = true;
        two.mute = true;
        try (RemoteCaches caches = caches(LONG)) {
            var put = caches.assumed(CacheName.DEFAULT).put(KEY, KEY).toCompletableFuture();
            assertThatThrownBy(put::join)
                    .cause()
                    .extracting(failure -> ((CacheException) failure).reason())
                    .isEqualTo(Reason.OUTCOME_UNKNOWN);
        }
        assertThat(one.seen.size() + two.seen.size()).isEqualTo(1);
    }

    @Test
    void aNodeThatClosesItsConnectionsIsAvoided() {
        one.canned = new FakeNode.Canned(204, Map.of("Connection", "close"), "");
        try (RemoteCaches caches = caches(LONG)) {
            Cache<byte[], byte[]> cache = caches.assumed(CacheName.DEFAULT);
            for (int i = 0; i < 6; i++) {
                cache.put(KEY, KEY).toCompletableFuture().join();
            }
        }
        assertThat(one.seen).hasSize(1);
        assertThat(two.seen).hasSize(5);
    }

    @Test
    void aWriteThatANodeTurnsAwayWhileItStartsGoesToTheNextNode() {
        one.canned = new FakeNode.Canned(503, Map.of("Connection", "close"), "");
        try (RemoteCaches caches = caches(LONG)) {
            for (int i = 0; i < 4; i++) {
                caches.assumed(CacheName.DEFAULT)
                        .put(KEY, KEY)
                        .toCompletableFuture()
                        .join();
            }
        }
        assertThat(one.seen).hasSizeLessThanOrEqualTo(1);
        assertThat(two.seen).hasSize(4);
    }

    @Test
    void aWriteThatIsRefusedForAnotherReasonIsNotSentAgain() {
        one.canned = FakeNode.Canned.problem(503, "insufficient-replicas");
        two.canned = one.canned;
        try (RemoteCaches caches = caches(LONG)) {
            var put = caches.assumed(CacheName.DEFAULT).put(KEY, KEY).toCompletableFuture();
            assertThatThrownBy(put::join).hasRootCauseInstanceOf(CacheException.class);
        }
        assertThat(one.seen.size() + two.seen.size()).isEqualTo(1);
    }

    @Test
    void callsBeyondTheConnectionsOfANodeAreSentLater() {
        int connections = 3;
        int calls = 40;
        CountDownLatch gate = new CountDownLatch(1);
        one.gate = gate;
        two.gate = gate;
        try (RemoteCaches caches = RemoteCaches.unasked(settings(LONG).withMaxConnections(connections))) {
            Cache<byte[], byte[]> cache = caches.assumed(CacheName.DEFAULT);
            var all = CompletableFuture.allOf(IntStream.range(0, calls)
                    .mapToObj(i -> cache.get(KEY).toCompletableFuture())
                    .toArray(CompletableFuture[]::new));
            await().until(() -> one.seen.size() + two.seen.size() >= 2 * connections);
            gate.countDown();
            all.join();
        }
        assertThat(one.seen.size() + two.seen.size()).isEqualTo(calls);
        assertThat(List.of(one.mostUnderWay(), two.mostUnderWay())).allMatch(most -> most <= connections);
    }

    @Test
    void callsThatWaitForAConnectionAreOverWhenAnAnswerWouldBe() {
        CountDownLatch gate = new CountDownLatch(1);
        ClientSettings slow = ClientSettings.of(List.of(one.uri()))
                .withAnswerTimeout(Duration.ofSeconds(1))
                .withMaxConnections(1);
        try (RemoteCaches caches = RemoteCaches.unasked(slow)) {
            Cache<byte[], byte[]> cache = caches.assumed(CacheName.DEFAULT);
            // The first call of a process takes long, and is not what is measured here.
            await().atMost(Duration.ofSeconds(20)).until(() -> isAnswered(cache.put(KEY, KEY)));
            one.seen.clear();
            one.gate = gate;
            List<CompletableFuture<?>> calls = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                calls.add(cache.put(KEY, KEY).toCompletableFuture());
            }
            // The first is sent, and one that has not waited for quite as long when that is over may be.
            assertThat(calls.stream().map(ManyNodesTest::reason).toList())
                    .startsWith(Reason.OUTCOME_UNKNOWN)
                    .filteredOn(reason -> reason == Reason.UNAVAILABLE)
                    .hasSizeBetween(4, 5);
            assertThat(one.seen).hasSizeLessThanOrEqualTo(2);
        } finally {
            gate.countDown();
        }
    }

    private static boolean isAnswered(CompletionStage<?> call) {
        return call.handle((answer, failure) -> failure == null)
                .toCompletableFuture()
                .join();
    }

    private static Reason reason(CompletableFuture<?> failing) {
        Throwable failure = assertThatThrownBy(failing::join).actual().getCause();
        return ((CacheException) Objects.requireNonNull(failure)).reason();
    }

    @Test
    void aNodeThatIsNotReadyIsLeftOutUntilItIs() {
        one.readyStatus = 503;
        try (RemoteCaches caches = caches(SHORT)) {
            await().atMost(Duration.ofSeconds(10)).until(() -> callsThatReachOne(caches) == 0);
            one.readyStatus = 200;
            await().atMost(Duration.ofSeconds(10)).until(() -> callsThatReachOne(caches) > 0);
        }
    }

    @Test
    void aNodeThatDoesNotAcceptInTimeCountsAsRefusing() throws IOException {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Backlog backlog = new Backlog(full)) {
            assertThat(backlog.isFull()).isTrue();
            URI stuck = URI.create("http://127.0.0.1:" + full.getLocalPort());
            ClientSettings settings =
                    new ClientSettings(List.of(stuck, two.uri()), Duration.ofMillis(300), LONG, LONG, 10, 10);
            try (RemoteCaches caches = RemoteCaches.unasked(settings)) {
                call(caches, 2);
            }
        }
        assertThat(two.seen).hasSize(2);
    }

    private int callsThatReachOne(RemoteCaches caches) {
        int before = one.seen.size();
        call(caches, 4);
        return one.seen.size() - before;
    }

    private RemoteCaches caches(Duration backOff) {
        return RemoteCaches.unasked(settings(backOff));
    }

    private ClientSettings settings(Duration backOff) {
        return ClientSettings.of(List.of(one.uri(), two.uri())).withBackOff(backOff);
    }

    private static void call(RemoteCaches caches, int times) {
        Cache<byte[], byte[]> cache = caches.assumed(CacheName.DEFAULT);
        for (int i = 0; i < times; i++) {
            cache.get(KEY).toCompletableFuture().join();
        }
    }
}
