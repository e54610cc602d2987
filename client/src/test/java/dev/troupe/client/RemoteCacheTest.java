package dev.troupe.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.api.Cache;
import dev.troupe.api.CacheException;
import dev.troupe.api.CacheName;
import dev.troupe.api.Condition;
import dev.troupe.api.Entry;
import dev.troupe.api.PutOptions;
import dev.troupe.api.PutResult;
import dev.troupe.api.PutResult.Outcome;
import dev.troupe.api.ReadOptions;
import dev.troupe.api.ReadResult;
import dev.troupe.api.Reason;
import dev.troupe.api.RemoveResult;
import dev.troupe.client.FakeNode.Canned;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RemoteCacheTest {
    private final FakeNode node = FakeNode.start();
    private final RemoteCaches caches =
            RemoteCaches.unasked(ClientSettings.of(List.of(node.uri())).withAnswerTimeout(Duration.ofSeconds(5)));
    private final Cache<byte[], byte[]> cache = caches.assumed(CacheName.DEFAULT);

    @AfterEach
    void stop() {
        caches.close();
        node.close();
    }

    @Test
    void aValueComesBackWithItsVersionTypeAndTime() {
        PutOptions options = PutOptions.DEFAULT
                .withTtl(Duration.ofSeconds(60))
                .withIdle(Duration.ofMillis(1500))
                .withMediaType("text/plain");
        PutResult put = join(cache.put(bytes("a/ü"), bytes("value"), options));
        assertThat(put).isEqualTo(new PutResult(Outcome.CREATED, 0x65f0c0de00000001L));

        Entry<byte[]> entry = join(cache.get(bytes("a/ü"))).orElseThrow();
        assertThat(entry.value()).isEqualTo(bytes("value"));
        assertThat(entry.version()).isEqualTo(put.version());
        assertThat(entry.remaining()).contains(Duration.ofSeconds(57));
        assertThat(entry.mediaType()).isEqualTo("text/plain");

        FakeNode.Seen request = node.seen.get(0);
        assertThat(request.method()).isEqualTo("PUT");
        assertThat(request.target()).isEqualTo("/v1/caches/default/entries/a%2F%C3%BC?ttl=60000ms&idle=1500ms");
        assertThat(request.header("Content-type")).isEqualTo("text/plain");
        assertThat(request.header("Upgrade")).isEmpty();
    }

    @Test
    void anEntryWithoutTtlHasNoRemainingTime() {
        join(cache.put(bytes("k"), new byte[0]));
        Entry<byte[]> entry = join(cache.get(bytes("k"))).orElseThrow();
        assertThat(entry.value()).isEmpty();
        assertThat(entry.remaining()).isEmpty();
    }

    @Test
    void whoAnsweredIsToldAndWhoMayIsAsked() {
        join(cache.put(bytes("k"), bytes("v")));
        assertThat(join(cache.get(bytes("k"), ReadOptions.ANY)).backupAge()).isEmpty();
        assertThat(node.seen.get(1).target()).isEqualTo("/v1/caches/default/entries/k?read=any");
        join(cache.peek(bytes("k"), ReadOptions.OWNER));
        assertThat(node.seen.get(2).target()).endsWith("/k?read=owner");
        join(cache.get(bytes("k"), ReadOptions.DEFAULT));
        assertThat(node.seen.get(3).target()).endsWith("/k");
        node.canned = new Canned(200, Map.of("Cache-Status", "troupe; hit; ttl=5; detail=backup", "Age", "7"), "old");
        ReadResult<byte[]> read = join(cache.get(bytes("k"), ReadOptions.ANY));
        assertThat(read.backupAge()).contains(Duration.ofSeconds(7));
        assertThat(read.entry().orElseThrow().value()).isEqualTo(bytes("old"));
        assertThat(read.entry().orElseThrow().remaining()).contains(Duration.ofSeconds(5));
        node.canned = new Canned(404, Map.of("Cache-Status", "troupe; fwd=miss; detail=backup"), "");
        assertThat(join(cache.get(bytes("k"), ReadOptions.ANY)))
                .isEqualTo(new ReadResult<>(Optional.empty(), Optional.of(Duration.ZERO)));
    }

    @Test
    void anAbsentEntryIsAMissAndAnUnknownCacheIsAFailure() {
        assertThat(join(cache.get(bytes("absent")))).isEmpty();
        assertThat(join(cache.peek(bytes("absent")))).isEmpty();
        assertThat(join(cache.remove(bytes("absent")))).isEqualTo(RemoveResult.ABSENT);
        Cache<byte[], byte[]> typo = caches.assumed(new CacheName("typo"));
        assertThat(reason(typo.get(bytes("k")))).isEqualTo(Reason.CACHE_NOT_FOUND);
        assertThat(reason(typo.remove(bytes("k")))).isEqualTo(Reason.CACHE_NOT_FOUND);
        assertThat(reason(typo.peek(bytes("k")))).isEqualTo(Reason.CACHE_NOT_FOUND);
    }

    @Test
    void peekTellsTheLengthInsteadOfTheValue() {
        join(cache.put(bytes("k"), new byte[300]));
        Entry<Integer> entry = join(cache.peek(bytes("k"))).orElseThrow();
        assertThat(entry.value()).isEqualTo(300);
        assertThat(node.seen.get(1).method()).isEqualTo("HEAD");
    }

    @Test
    void conditionsTravelWithTheWrite() {
        PutOptions absent = PutOptions.DEFAULT.withCondition(Condition.absent());
        PutResult first = join(cache.put(bytes("k"), bytes("1"), absent));
        assertThat(join(cache.put(bytes("k"), bytes("2"), absent)))
                .isEqualTo(new PutResult(Outcome.CONDITION_FAILED, first.version()));
        PutOptions swap = PutOptions.DEFAULT.withCondition(Condition.versionIn(first.version()));
        assertThat(join(cache.put(bytes("k"), bytes("3"), swap)).outcome()).isEqualTo(Outcome.REPLACED);
        assertThat(join(cache.remove(bytes("k"), Condition.versionIn(first.version()))))
                .isEqualTo(RemoveResult.CONDITION_FAILED);
        assertThat(join(cache.remove(bytes("k"), Condition.present()))).isEqualTo(RemoveResult.REMOVED);
        assertThat(join(cache.remove(bytes("k"), Condition.versionIn(first.version()))))
                .isEqualTo(RemoveResult.ABSENT);
        assertThat(join(cache.put(bytes("k"), bytes("4"), swap)))
                .isEqualTo(new PutResult(Outcome.CONDITION_FAILED, Condition.NO_ENTRY));
    }

    @ParameterizedTest
    @CsvSource({
        "400, bad-key, BAD_REQUEST",
        "413, value-too-large, VALUE_TOO_LARGE",
        "413, anything-else, VALUE_TOO_LARGE",
        "429, too-many, OVERLOADED",
        "503, overloaded, OVERLOADED",
        "503, unavailable, UNAVAILABLE",
        "503, anything-else, UNAVAILABLE",
        "503, insufficient-replicas, INSUFFICIENT_REPLICAS",
        "504, anything-else, OUTCOME_UNKNOWN",
        "507, anything-else, CACHE_FULL",
        "500, anything-else, INTERNAL",
    })
    void aProblemIsMappedByItsTypeAndElseByItsStatus(int status, String type, Reason reason) {
        node.canned = Canned.problem(status, type);
        assertThat(reason(cache.put(bytes("k"), bytes("v")))).isEqualTo(reason);
        assertThatThrownBy(() -> join(cache.put(bytes("k"), bytes("v")))).hasMessageContaining("canned");
    }

    @Test
    void anAnswerOfNobodyWeKnowStillHasAReason() {
        node.canned = new Canned(404, Map.of("Content-Type", "text/html"), "<html>");
        assertThat(reason(cache.get(bytes("k")))).isEqualTo(Reason.CACHE_NOT_FOUND);
        node.canned = new Canned(502, Map.of("Content-Type", "application/problem+json"), "{broken");
        assertThat(reason(cache.get(bytes("k")))).isEqualTo(Reason.UNAVAILABLE);
        node.canned = Canned.problem(504, "gateway");
        assertThat(reason(cache.get(bytes("k")))).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void aLostAnswerLeavesAWriteUnknownAndAReadUnavailable() {
        node.mute = true;
        assertThat(reason(cache.put(bytes("k"), bytes("v")))).isEqualTo(Reason.OUTCOME_UNKNOWN);
        assertThat(reason(cache.remove(bytes("k")))).isEqualTo(Reason.OUTCOME_UNKNOWN);
        assertThat(reason(cache.get(bytes("k")))).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void anEmptyKeyIsRefusedWithoutARequest() {
        assertThat(reason(cache.get(new byte[0]))).isEqualTo(Reason.BAD_REQUEST);
        assertThat(node.seen).isEmpty();
    }

    private static Reason reason(CompletionStage<?> stage) {
        Optional<Reason> reason = stage.handle((answer, failure) -> {
                    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                    return Optional.ofNullable(cause).map(known -> ((CacheException) known).reason());
                })
                .toCompletableFuture()
                .join();
        return reason.orElseThrow();
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
