package dev.troupe.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.api.Cache;
import dev.troupe.api.CacheException;
import dev.troupe.api.PutOptions;
import dev.troupe.api.PutResult;
import dev.troupe.api.Reason;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class CacheStreamsTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final PutResult CREATED = new PutResult(PutResult.Outcome.CREATED, 1);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    /** A cache of which only put exists. */
    @SuppressWarnings("unchecked")
    private static Cache<String, String> putting(BiFunction<String, String, CompletionStage<PutResult>> put) {
        return (Cache<String, String>) Proxy.newProxyInstance(
                Cache.class.getClassLoader(), new Class<?>[] {Cache.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("put");
                    return put.apply((String) arguments[0], (String) arguments[1]);
                });
    }

    private static Source<Pair<String, String>, ?> entries(int count) {
        return Source.range(1, count).map(number -> Pair.create("key" + number, "value" + number));
    }

    @Test
    void noMoreIsTakenThanIsAllowedInFlight() {
        List<CompletableFuture<PutResult>> open = new ArrayList<>();
        AtomicInteger most = new AtomicInteger();
        Cache<String, String> cache = putting((key, value) -> {
            CompletableFuture<PutResult> result = new CompletableFuture<>();
            synchronized (open) {
                open.add(result);
                most.accumulateAndGet(open.size(), Math::max);
                if (open.size() == 4) {
                    open.forEach(waiting -> KIT.system().executionContext().execute(() -> waiting.complete(CREATED)));
                    open.clear();
                }
            }
            return result;
        });
        Await.result(entries(400).runWith(CacheStreams.sink(cache, PutOptions.DEFAULT, 4), KIT.system()));
        assertThat(most).hasValue(4);
    }

    @Test
    void whatIsRefusedAsOverloadedIsPutAgain() {
        Map<String, String> stored = new ConcurrentHashMap<>();
        AtomicInteger calls = new AtomicInteger();
        Cache<String, String> cache = putting((key, value) -> {
            if (calls.incrementAndGet() % 3 != 0) {
                return CompletableFuture.failedFuture(new CacheException(Reason.OVERLOADED, "too much"));
            }
            stored.put(key, value);
            return CompletableFuture.completedFuture(CREATED);
        });
        Await.result(entries(20).runWith(CacheStreams.sink(cache, PutOptions.DEFAULT, 2), KIT.system()));
        assertThat(stored).hasSize(20).containsEntry("key7", "value7");
    }

    /** All are refused at the same time, and again at the same time if they come back at the same time. */
    @Test
    void streamThatTakesMoreThanTheCacheAdmitsGetsThrough() {
        AtomicInteger inFlight = new AtomicInteger();
        Map<String, String> stored = new ConcurrentHashMap<>();
        Cache<String, String> cache = putting((key, value) -> {
            if (inFlight.incrementAndGet() > 1) {
                inFlight.decrementAndGet();
                return CompletableFuture.failedFuture(new CacheException(Reason.OVERLOADED, "too much"));
            }
            return CompletableFuture.supplyAsync(
                    () -> {
                        stored.put(key, value);
                        inFlight.decrementAndGet();
                        return CREATED;
                    },
                    CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS));
        });
        Await.result(entries(2000).runWith(CacheStreams.sink(cache, PutOptions.DEFAULT, 1000), KIT.system()));
        assertThat(stored).hasSize(2000);
    }

    /** One is refused, another fails, and the first would have been put again. */
    @Test
    void nothingIsPutForAStreamThatHasFailed() throws InterruptedException {
        List<CompletableFuture<PutResult>> open = new CopyOnWriteArrayList<>();
        CountDownLatch areOpen = new CountDownLatch(2);
        Cache<String, String> cache = putting((key, value) -> {
            CompletableFuture<PutResult> result = new CompletableFuture<>();
            open.add(result);
            areOpen.countDown();
            return result;
        });
        CompletionStage<?> done = entries(20).runWith(CacheStreams.sink(cache, PutOptions.DEFAULT, 2), KIT.system());
        assertThat(areOpen.await(10, TimeUnit.SECONDS)).isTrue();
        open.get(0).completeExceptionally(new CacheException(Reason.CACHE_FULL, "full"));
        assertThatThrownBy(() -> Await.result(done)).hasRootCauseMessage("full");
        open.get(1).completeExceptionally(new CacheException(Reason.OVERLOADED, "too much"));
        // It would be put again after some 2 ms.
        Await.result(new CompletableFuture<Void>().completeOnTimeout(null, 200, TimeUnit.MILLISECONDS));
        assertThat(open).hasSize(2);
    }

    @Test
    void anyOtherFailureEndsTheStream() {
        Cache<String, String> cache = putting((key, value) ->
                CompletableFuture.failedFuture(new CacheException(Reason.OUTCOME_UNKNOWN, "who knows")));
        CompletionStage<?> done = entries(20).runWith(CacheStreams.sink(cache, PutOptions.DEFAULT, 2), KIT.system());
        assertThatThrownBy(() -> Await.result(done)).hasRootCauseInstanceOf(CacheException.class);
    }
}
