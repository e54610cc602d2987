package dev.troupe.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.api.Cache;
import dev.troupe.api.CacheException;
import dev.troupe.api.CacheName;
import dev.troupe.api.Counted;
import dev.troupe.api.CounterOptions;
import dev.troupe.api.KeyPage;
import dev.troupe.api.KeyQuery;
import dev.troupe.api.Reason;
import dev.troupe.client.FakeNode.Canned;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RemoteActionsTest {
    private static final byte[] KEY = "a/b".getBytes(StandardCharsets.UTF_8);

    private final FakeNode node = FakeNode.start();
    private final RemoteCaches caches =
            RemoteCaches.unasked(ClientSettings.of(List.of(node.uri())).withAnswerTimeout(Duration.ofSeconds(5)));
    private final Cache<byte[], byte[]> cache = caches.assumed(CacheName.DEFAULT);

    @AfterEach
    void stop() {
        caches.close();
        node.close();
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private String sent() {
        FakeNode.Seen seen = node.seen.get(node.seen.size() - 1);
        return seen.method() + " " + seen.target();
    }

    @Test
    void stepOfACounterCarriesItsOptionsAndAnswersValueAndVersion() {
        node.canned = new Canned(200, Map.of("ETag", EntityTag.quoted(7)), "{\"value\":42}");
        CounterOptions options = new CounterOptions(40, Optional.of(Duration.ofSeconds(3)));
        assertThat(join(cache.increment(KEY, 2, options))).isEqualTo(new Counted(42, 7));
        assertThat(sent()).isEqualTo("POST /v1/caches/default/entries/a%2Fb/_increment");
        node.canned = Canned.problem(409, "not-a-counter");
        assertThatThrownBy(() -> join(cache.increment(KEY, 1)))
                .hasRootCauseInstanceOf(CacheException.class)
                .rootCause()
                .extracting("reason")
                .isEqualTo(Reason.NOT_A_COUNTER);
    }

    @Test
    void touchSaysWhetherThereWasAnEntry() {
        node.canned = new Canned(204, Map.of(), "");
        assertThat(join(cache.touch(KEY, Optional.of(Duration.ofMillis(1500))))).isTrue();
        assertThat(sent()).isEqualTo("POST /v1/caches/default/entries/a%2Fb/_touch?ttl=1500ms");
        assertThat(join(cache.touch(KEY, Optional.empty()))).isTrue();
        assertThat(sent()).endsWith("/_touch?ttl=");
        node.canned = Canned.problem(404, "entry-not-found");
        assertThat(join(cache.touch(KEY, Optional.empty()))).isFalse();
    }

    @Test
    void keysComeWithWhatIsKnownOfThem() {
        node.canned = new Canned(
                200,
                Map.of(),
                "{\"keys\":[{\"key\":\"a\",\"bytes\":5,\"remainingMillis\":9},{\"key64\":\"_w\",\"bytes\":1}],\"cursor\":\"3-f\"}");
        KeyPage<byte[]> page = join(cache.keys(KeyQuery.ALL.withPrefix("a b").from("1-0")));
        assertThat(sent()).isEqualTo("GET /v1/caches/default/keys?limit=1000&prefix=a%20b&cursor=1-0");
        assertThat(page.next()).contains("3-f");
        assertThat(page.keys().get(0).remaining()).contains(Duration.ofMillis(9));
        assertThat(page.keys().get(1).key()).isEqualTo(new byte[] {-1});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>",
                "{\"keys\":[{}]}",
                "{\"keys\":[{\"key64\":\"?\"}]}",
                "{\"keys\":[{\"key\":\"\\ud83d\"}]}",
                "{\"keys\":[{\"key\":\"a\",\"bytes\":1e10}]}"
            })
    void whatIsNoPageOfKeysFailsAsSuch(String body) {
        node.canned = new Canned(200, Map.of(), body);
        assertThatThrownBy(() -> join(cache.keys(KeyQuery.ALL)))
                .hasRootCauseInstanceOf(CacheException.class)
                .hasMessageContaining("is no page of keys");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"value\":\"1\"}", "{\"value\":0.5}", "{\"value\":9223372036854775808}"})
    void whatIsNoValueOfACounterFailsAsSuch(String body) {
        node.canned = new Canned(200, Map.of("ETag", EntityTag.quoted(7)), body);
        assertThatThrownBy(() -> join(cache.increment(KEY, 1)))
                .hasRootCauseInstanceOf(CacheException.class)
                .hasMessageContaining("is no value of a counter");
    }

    @Test
    void clearingIsDoneWhenItIsAnswered() {
        node.canned = new Canned(204, Map.of(), "");
        join(cache.clear());
        assertThat(sent()).isEqualTo("POST /v1/caches/default/_clear");
        node.canned = Canned.problem(504, "outcome-unknown");
        assertThatThrownBy(() -> join(cache.clear())).hasRootCauseInstanceOf(CacheException.class);
    }
}
