package dev.troupe.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.api.Cache;
import dev.troupe.api.CacheException;
import dev.troupe.api.CacheName;
import dev.troupe.api.Codec;
import dev.troupe.api.LoadOptions;
import dev.troupe.api.Loader;
import dev.troupe.api.PutOptions;
import dev.troupe.api.Reason;
import dev.troupe.api.UserCodeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** getOrLoad of a client: loaders run where the options say and not on the client's few threads, which have answers to take. */
final class RemoteLoadsTest {
    private static final LoadOptions ONE = LoadOptions.DEFAULT.withMaxLoads(1);

    private final FakeNode node = FakeNode.start();
    private final RemoteCaches caches =
            RemoteCaches.unasked(ClientSettings.of(List.of(node.uri())).withAnswerTimeout(Duration.ofSeconds(20)));

    @AfterEach
    void stop() {
        caches.close();
        node.close();
    }

    private Cache<String, String> cache() {
        return caches.assumed(CacheName.DEFAULT).as(Codec.UTF8, Codec.UTF8);
    }

    private static <T> T result(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(8, TimeUnit.SECONDS).join();
    }

    private Optional<String> countDown(int number) {
        Loader<String, String> loader = key -> CompletableFuture.completedFuture(Optional.of(
                number == 0 ? "0" : number + " " + countDown(number - 1).orElseThrow()));
        return result(cache().getOrLoad("nested" + number, loader, ONE));
    }

    @Test
    void loadersThatBlockAreNestedDeeperThanThereArePermitsAndThreads() {
        assertThat(countDown(20)).get().asString().endsWith(" 1 0");
        assertThat(result(cache().get("nested3")).orElseThrow().value()).isEqualTo("3 2 1 0");
    }

    @Test
    void noMoreLoadsAreUnderWayThanAllowed() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Loader<String, String> loader = key -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            return CompletableFuture.supplyAsync(() -> {
                running.decrementAndGet();
                return Optional.of("v");
            });
        };
        List<CompletionStage<Optional<String>>> answers = new ArrayList<>();
        for (int key = 0; key < 50; key++) {
            answers.add(cache().getOrLoad("many" + key, loader, ONE.withMaxLoads(2)));
        }
        answers.forEach(answer -> assertThat(result(answer)).contains("v"));
        assertThat(most.get()).isBetween(1, 2);
    }

    @Test
    void whatALoaderThrowsIsTheFailureOfTheCallAndCostsNoPermit() {
        NoClassDefFoundError missing = new NoClassDefFoundError("com/example/Driver");
        for (int call = 0; call < 3; call++) {
            assertThatThrownBy(() -> result(cache().getOrLoad(
                                    "k",
                                    key -> {
                                        throw missing;
                                    },
                                    ONE)))
                    .hasCause(missing);
        }
        assertThat(result(cache().getOrLoad("k", key -> CompletableFuture.completedFuture(Optional.of("v")), ONE)))
                .contains("v");
    }

    /** Types that this code fails with itself are no exception, nor is anything that a stage does. */
    @Test
    void whateverALoaderFailsWithIsTheFailureOfTheCallAfterOneLoad() {
        for (Throwable failure : List.of(
                new NoClassDefFoundError("com/example/Driver"),
                new TimeoutException("database is slow"),
                new CancellationException("cancelled"),
                new CacheException(Reason.OVERLOADED, "another cache is full"),
                new CacheException(Reason.UNAVAILABLE, "another cache is away"))) {
            AtomicInteger loads = new AtomicInteger();
            CompletionStage<Optional<byte[]>> call = caches.assumed(CacheName.DEFAULT)
                    .getOrLoad(
                            new byte[] {1},
                            key -> {
                                loads.incrementAndGet();
                                return CompletableFuture.failedFuture(failure);
                            },
                            ONE);
            assertThatThrownBy(() -> result(call))
                    .isInstanceOf(UserCodeException.class)
                    .cause()
                    .isSameAs(failure);
            assertThat(loads).hasValue(1);
        }
    }

    @Test
    @SuppressWarnings("NullAway")
    void nullIsAFailureThatSaysWhoGaveIt() {
        Cache<byte[], byte[]> cache = caches.assumed(CacheName.DEFAULT);
        byte[] key = {1};
        assertThatThrownBy(() -> result(cache.getOrLoad(key, asked -> null, ONE)))
                .hasRootCauseMessage("the loader gave null");
        assertThatThrownBy(() -> result(cache.getOrLoad(key, asked -> CompletableFuture.completedFuture(null), ONE)))
                .hasRootCauseMessage("the stage of the loader gave null");
        assertThatThrownBy(() -> result(cache.compute(key, before -> null, PutOptions.DEFAULT)))
                .hasRootCauseMessage("the function gave null");
        assertThatThrownBy(() -> result(cache.compute(
                        key,
                        before -> {
                            throw new NoClassDefFoundError("com/example/Driver");
                        },
                        PutOptions.DEFAULT)))
                .isInstanceOf(UserCodeException.class)
                .hasCauseInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void valueThatALoaderGaveIsItsOwnNoMore() {
        Cache<byte[], byte[]> cache = caches.assumed(CacheName.DEFAULT);
        byte[] template = {'v'};
        byte[] key = {'k'};
        byte[] first = result(
                        cache.getOrLoad(key, asked -> CompletableFuture.completedFuture(Optional.of(template)), ONE))
                .orElseThrow();
        first[0] = 'x';
        assertThat(template).containsExactly('v');
        assertThat(result(cache.get(key)).orElseThrow().value()).containsExactly('v');
    }

    @Test
    void loadAndCallerHaveTheirTimeLimits() {
        Loader<String, String> stuck = key -> new CompletableFuture<>();
        LoadOptions hasty = ONE.withLimits(Duration.ofMillis(50), Duration.ofSeconds(30));
        assertThatThrownBy(() -> result(cache().getOrLoad("k", stuck, hasty)))
                .hasRootCauseInstanceOf(CacheException.class)
                .hasRootCauseMessage("no value was loaded within PT0.05S");
        LoadOptions impatient = ONE.withLimits(Duration.ofSeconds(30), Duration.ofMillis(60));
        assertThatThrownBy(() -> result(cache().getOrLoad("k", stuck, impatient)))
                .hasRootCauseMessage("no value was loaded within PT0.06S");
    }

    @Test
    void whatALoaderHasStartedMayAskForItsKeyWhenItIsOver() {
        CompletableFuture<Boolean> isOver = new CompletableFuture<>();
        CompletableFuture<Optional<String>> second = new CompletableFuture<>();
        Loader<String, String> leaving = key -> {
            var unused = cache().getOrLoad(
                            "b", other -> isOver.thenApply(over -> Optional.of("v")), ONE.withMaxLoads(2))
                    .thenCompose(found ->
                            cache().getOrLoad(key, own -> CompletableFuture.completedFuture(Optional.of("later")), ONE))
                    .whenComplete((value, failure) -> {
                        if (failure == null) {
                            second.complete(value);
                        } else {
                            second.completeExceptionally(failure);
                        }
                    });
            return CompletableFuture.completedFuture(Optional.empty());
        };
        assertThat(result(cache().getOrLoad("a", leaving, ONE))).isEmpty();
        isOver.complete(true);
        assertThat(result(second)).contains("later");
    }

    @Test
    void loaderThatAsksForItsOwnKeyFailsAtOnce() {
        Loader<String, String> own = key -> cache().getOrLoad(key, other -> new CompletableFuture<>(), ONE);
        assertThatThrownBy(() -> result(cache().getOrLoad("k", own, ONE)))
                .hasRootCauseInstanceOf(CacheException.class)
                .rootCause()
                .hasMessageContaining("for that same key");
    }
}
