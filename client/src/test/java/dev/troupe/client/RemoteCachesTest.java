package dev.troupe.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.api.CacheException;
import dev.troupe.api.CacheName;
import dev.troupe.api.CacheSpec;
import dev.troupe.api.CacheSpec.Eviction;
import dev.troupe.api.CacheSpec.ReadFrom;
import dev.troupe.api.CacheSpec.Replication;
import dev.troupe.api.Limits;
import dev.troupe.api.Reason;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RemoteCachesTest {
    private final FakeNode node = FakeNode.start();

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void connectingLearnsTheCachesAndLimits() {
        try (RemoteCaches caches = connect(node.uri())) {
            assertThat(caches.list())
                    .containsExactly(
                            CacheSpec.of(CacheName.DEFAULT),
                            new CacheSpec(
                                    new CacheName("sessions"),
                                    Optional.of(Duration.ofMinutes(30)),
                                    Optional.of(Duration.ofDays(1)),
                                    Optional.of(Duration.ofMinutes(5)),
                                    OptionalLong.of(1 << 20),
                                    Replication.SYNC,
                                    Eviction.NONE,
                                    ReadFrom.ANY));
            assertThat(caches.limits()).isEqualTo(new Limits(256, 4096));
            assertThat(caches.cache("sessions").spec().replication()).isEqualTo(Replication.SYNC);
            assertThat(caches.find(new CacheName("typo"))).isEmpty();
        }
    }

    @Test
    void connectingToNobodyFails() {
        node.close();
        assertThatThrownBy(() -> connect(node.uri()))
                .hasRootCauseInstanceOf(CacheException.class)
                .hasMessageContaining("nobody accepts connections");
    }

    @Test
    void connectingToSomethingElseFails() {
        node.canned = new FakeNode.Canned(200, Map.of(), "<html>");
        assertThatThrownBy(() -> connect(node.uri())).hasMessageContaining("is no list of caches");
    }

    @Test
    void beforeAskingTheUsualLimitsHoldAndAnyCacheIsAssumed() {
        try (RemoteCaches caches = RemoteCaches.unasked(ClientSettings.of(List.of(node.uri())))) {
            assertThat(caches.list()).isEmpty();
            assertThat(caches.limits()).isEqualTo(new Limits(512, 1 << 20));
            assertThat(caches.assumed(new CacheName("x")).spec()).isEqualTo(CacheSpec.of(new CacheName("x")));
        }
    }

    @Test
    void aClosedClientRefusesCalls() {
        RemoteCaches caches = RemoteCaches.unasked(ClientSettings.of(List.of(node.uri())));
        caches.close();
        assertThatThrownBy(() -> caches.refresh().toCompletableFuture().join())
                .hasRootCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void settingsThatCannotWorkAreRefused() {
        assertThatThrownBy(() -> ClientSettings.of(List.of())).isInstanceOf(IllegalArgumentException.class);
        for (String address : List.of("https://a:1", "a:1", "http://a:1/v1", "http://a:1?x", "http:///x")) {
            assertThatThrownBy(() -> ClientSettings.of(List.of(URI.create(address))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(ClientSettings.of(List.of(URI.create("http://a:1/"))).nodes())
                .containsExactly(URI.create("http://a:1"));
    }

    @Test
    void moreCallsThanAllowedAreRefusedAtOnce() {
        ClientSettings settings = ClientSettings.of(List.of(node.uri()));
        try (RemoteCaches caches = RemoteCaches.unasked(new ClientSettings(
                settings.nodes(), settings.connectTimeout(), settings.answerTimeout(), settings.backOff(), 1, 1))) {
            var first = caches.refresh().toCompletableFuture();
            var second = caches.refresh().toCompletableFuture();
            assertThatThrownBy(second::join)
                    .hasRootCauseInstanceOf(CacheException.class)
                    .cause()
                    .extracting(failure -> ((CacheException) failure).reason())
                    .isEqualTo(Reason.OVERLOADED);
            first.join();
            caches.refresh().toCompletableFuture().join();
        }
    }

    private static RemoteCaches connect(URI uri) {
        return RemoteCaches.connect(ClientSettings.of(List.of(uri)))
                .toCompletableFuture()
                .join();
    }
}
