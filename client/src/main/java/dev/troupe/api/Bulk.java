package dev.troupe.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Many calls as one, made a few at a time. When one fails no more are made, and the whole fails, once those under way have ended, with the
 * failure of that one and how far it came.
 *
 * @param <T> what each call comes to
 */
public final class Bulk<T> {
    /** Of a cache of which nothing else is known: a small share of what a node or a client takes. */
    private static final Throttle.Window SMALL = new Throttle.Window(64, Long.MAX_VALUE);

    private final Throttle throttle;
    private final List<Item<T>> items;
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /**
     * One of the calls.
     *
     * @param <T> what it comes to
     * @param after calls with an equal one of these are made one after the other; null if there is no order to be kept
     * @param bytes that it takes while it is under way
     * @param call may be made more than once, if it is refused
     */
    public record Item<T>(@Nullable Object after, long bytes, Supplier<? extends CompletionStage<T>> call) {}

    private Bulk(List<Item<T>> items, Throttle throttle) {
        this.items = items;
        this.throttle = throttle;
    }

    /**
     * Makes the calls.
     *
     * @param <T> what each comes to
     * @param items the calls
     * @param throttle says how many are under way; of this call alone
     * @return all results, in the order of the calls
     */
    public static <T> CompletionStage<List<T>> of(List<Item<T>> items, Throttle throttle) {
        return new Bulk<>(items, throttle).run();
    }

    /** The same for a cache of which nothing else is known. */
    static <T> CompletionStage<List<T>> of(List<Item<T>> items) {
        return of(items, new Throttle(SMALL));
    }

    private CompletionStage<List<T>> run() {
        Map<Object, CompletableFuture<T>> last = new HashMap<>();
        List<CompletableFuture<T>> results = items.stream()
                .map(item -> {
                    CompletableFuture<T> before = item.after() == null ? null : last.get(item.after());
                    CompletableFuture<T> result =
                            before == null ? begin(item) : before.thenCompose(ended -> begin(item));
                    if (item.after() != null) {
                        last.put(item.after(), result);
                    }
                    return result;
                })
                .toList();
        return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                .handle((ended, failed) -> failed)
                .thenCompose(failed -> failed == null
                        ? CompletableFuture.completedFuture(
                                results.stream().map(CompletableFuture::join).toList())
                        : CompletableFuture.failedFuture(told(failed)));
    }

    private CompletableFuture<T> begin(Item<T> item) {
        Throwable before = failure.get();
        if (before != null) {
            return CompletableFuture.failedFuture(before);
        }
        CompletableFuture<T> result = throttle.run(item.bytes(), item.call());
        return result.whenComplete((value, failed) -> {
            if (failed == null) {
                done.incrementAndGet();
            } else if (failure.compareAndSet(null, failed)) {
                throttle.stop(failed);
            }
        });
    }

    private Throwable told(Throwable any) {
        Throwable first = failure.get();
        Throwable cause = first == null ? Throttle.cause(any) : first;
        return cause instanceof CacheException refused
                ? new CacheException(
                        refused.reason(),
                        refused.getMessage() + " (of " + items.size() + " calls " + done
                                + " have ended well, then no more" + " were made)")
                : cause;
    }
}
