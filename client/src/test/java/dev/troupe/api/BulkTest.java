package dev.troupe.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class BulkTest {
    private static List<Bulk.Item<Integer>> items(
            int count, IntFunction<Object> key, IntFunction<CompletionStage<Integer>> call) {
        List<Bulk.Item<Integer>> items = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            int own = number;
            items.add(new Bulk.Item<>(key.apply(number), 1, () -> call.apply(own)));
        }
        return items;
    }

    private static <T> T result(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Test
    void resultsAreInTheOrderOfTheCalls() {
        assertThat(result(Bulk.of(
                        items(1000, key -> "key" + key, number -> CompletableFuture.supplyAsync(() -> number)))))
                .hasSize(1000)
                .startsWith(0, 1, 2)
                .endsWith(999);
        assertThat(result(Bulk.of(List.<Bulk.Item<Integer>>of()))).isEmpty();
    }

    @Test
    void callsOfOneKeyKeepTheirOrderThoughTheFirstIsRefusedAtFirst() {
        AtomicInteger refused = new AtomicInteger();
        ConcurrentLinkedQueue<Integer> done = new ConcurrentLinkedQueue<>();
        result(Bulk.of(items(50, number -> "key", number -> {
            if (refused.incrementAndGet() < 4) {
                return CompletableFuture.failedFuture(new CacheException(Reason.OVERLOADED, "too much"));
            }
            done.add(number);
            return CompletableFuture.supplyAsync(() -> number);
        })));
        assertThat(new ArrayList<>(done)).hasSize(50).isSorted();
    }

    @Test
    void manyCallsOfOneKeyThatEndAtOnceAreNoDeepStack() {
        assertThat(result(Bulk.of(items(100_000, number -> "key", CompletableFuture::completedFuture))))
                .hasSize(100_000);
    }

    @Test
    void afterAFailureNoMoreAreMadeAndItIsToldHowManyEndedWell() {
        Set<Integer> made = ConcurrentHashMap.newKeySet();
        CompletionStage<List<Integer>> bulk = Bulk.of(items(1000, number -> number % 10, number -> {
            made.add(number);
            return number == 20
                    ? CompletableFuture.failedFuture(new CacheException(Reason.CACHE_FULL, "full"))
                    : CompletableFuture.completedFuture(number);
        }));
        assertThatThrownBy(() -> result(bulk))
                .cause()
                .isInstanceOf(CacheException.class)
                .hasMessageMatching("full \\(of 1000 calls \\d+ have ended well, then no more were made\\)")
                .returns(Reason.CACHE_FULL, failure -> ((CacheException) failure).reason());
        assertThat(made).hasSizeLessThan(100);
    }

    @Test
    void afterAFailureWhatIsRefusedAsOverloadedIsNotMadeAgain() {
        AtomicInteger made = new AtomicInteger();
        CompletableFuture<Integer> slow = new CompletableFuture<>();
        CompletionStage<List<Integer>> bulk = Bulk.of(items(2, number -> number, number -> {
            made.incrementAndGet();
            return number == 0 ? slow : CompletableFuture.failedFuture(new CacheException(Reason.CACHE_FULL, "full"));
        }));
        slow.completeExceptionally(new CacheException(Reason.OVERLOADED, "too much"));
        assertThat(bulk.toCompletableFuture()).isDone();
        assertThatThrownBy(() -> result(bulk)).hasMessageContaining("full (of 2 calls 0 have ended well");
        assertThat(made).hasValue(2);
    }

    @Test
    void theWholeEndsOnlyWhenAllThatWasMadeHasEnded() {
        CompletableFuture<Integer> slow = new CompletableFuture<>();
        CompletionStage<List<Integer>> bulk = Bulk.of(items(
                2,
                number -> number,
                number -> number == 0 ? slow : CompletableFuture.failedFuture(new IllegalStateException("planted"))));
        assertThat(bulk.toCompletableFuture()).isNotDone();
        slow.complete(0);
        assertThatThrownBy(() -> result(bulk)).hasCauseInstanceOf(IllegalStateException.class);
    }
}
