package dev.troupe.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.Await;
import dev.troupe.api.Cache;
import dev.troupe.api.CacheException;
import dev.troupe.api.PutOptions;
import dev.troupe.api.PutResult;
import dev.troupe.api.Reason;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
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

    @Test
    void whatWaitsWhenTheStreamFailsIsNotPutAnyMore() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        Queue<CompletableFuture<PutResult>> open = new ConcurrentLinkedQueue<>();
        CountDownLatch isTaken = new CountDownLatch(20);
        Cache<String, String> cache = putting((key, value) -> {
            if (calls.incrementAndGet() == 2) {
                return CompletableFuture.failedFuture(new CacheException(Reason.OVERLOADED, "too much"));
            }
            CompletableFuture<PutResult> result = new CompletableFuture<>();
            open.add(result);
            return result;
        });
        CompletionStage<?> done = entries(20)
                .map(entry -> {
                    isTaken.countDown();
                    return entry;
                })
                .runWith(CacheStreams.sink(cache, PutOptions.DEFAULT, 20), KIT.system());
        assertThat(isTaken.await(5, TimeUnit.SECONDS)).isTrue();
        open.remove().completeExceptionally(new CacheException(Reason.OUTCOME_UNKNOWN, "who knows"));
        assertThatThrownBy(() -> Await.result(done)).hasRootCauseInstanceOf(CacheException.class);
        int callsAtTheEnd = calls.get();
        List.copyOf(open).forEach(result -> result.complete(CREATED));
        assertThat(calls).hasValue(callsAtTheEnd);
    }

    @Test
    void anyOtherFailureEndsTheStream() {
        Cache<String, String> cache = putting((key, value) ->
                CompletableFuture.failedFuture(new CacheException(Reason.OUTCOME_UNKNOWN, "who knows")));
        CompletionStage<?> done = entries(20).runWith(CacheStreams.sink(cache, PutOptions.DEFAULT, 2), KIT.system());
        assertThatThrownBy(() -> Await.result(done)).hasRootCauseInstanceOf(CacheException.class);
    }
}
