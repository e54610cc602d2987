package dev.troupe.api;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * One {@link Cache#compute}: reads, calls the function, writes if the entry is still the one that was read, and begins again if it
 * is not.
 */
final class Computation<K, V> {
    private static final int MOST_TRIES = 32;

    private final Cache<K, V> cache;
    private final K key;
    private final Function<Optional<V>, Optional<V>> function;
    private final PutOptions options;

    Computation(Cache<K, V> cache, K key, Function<Optional<V>, Optional<V>> function, PutOptions options) {
        this.cache = cache;
        this.key = key;
        this.function = function;
        this.options = options;
    }

    CompletionStage<Optional<V>> run() {
        return attempt(1);
    }

    private CompletionStage<Optional<V>> attempt(int count) {
        return cache.get(key, ReadOptions.OWNER).thenApply(ReadResult::entry).thenCompose(found -> {
            Optional<V> next = UserCode.call("the function", () -> function.apply(found.map(Entry::value)))
                    .map(UserCode::own);
            return write(found, next).thenCompose(done -> {
                if (done) {
                    return CompletableFuture.completedFuture(next);
                }
                return count < MOST_TRIES ? attempt(count + 1) : CompletableFuture.failedFuture(contended());
            });
        });
    }

    /** Whether the entry was still the one that was read. */
    private CompletionStage<Boolean> write(Optional<Entry<V>> found, Optional<V> next) {
        Condition asRead =
                found.map(entry -> Condition.versionIn(entry.version())).orElse(Condition.absent());
        if (next.isPresent()) {
            return cache.put(
                            key,
                            next.get(),
                            options.withCondition(options.condition().and(asRead)))
                    .thenApply(result -> result.outcome() != PutResult.Outcome.CONDITION_FAILED);
        }
        return found.isEmpty()
                ? CompletableFuture.completedFuture(true)
                : cache.remove(key, asRead).thenApply(result -> result == RemoveResult.REMOVED);
    }

    private static CacheException contended() {
        return new CacheException(
                Reason.OVERLOADED, "others changed the entry each of " + MOST_TRIES + " times; nothing was stored");
    }
}
