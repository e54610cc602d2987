package dev.troupe.api.loading;

import dev.troupe.api.Cache;
import dev.troupe.api.CacheException;
import dev.troupe.api.Condition;
import dev.troupe.api.Entry;
import dev.troupe.api.LoadOptions;
import dev.troupe.api.Loader;
import dev.troupe.api.Reason;
import dev.troupe.api.UserCode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One getOrLoad of a cache that knows of no others who load: reads, loads what is not there, and stores it unless it is there by then.
 *
 * @param <K> the key's type
 * @param <V> the value's type
 */
public final class SoloLoad<K, V> {
    /** What is loaded. */
    private record Subject(LoadPermits cache, Object key) {}

    private final Cache<K, V> cache;
    private final LoadPermits permits;
    private final K key;
    private final Loader<K, V> loader;
    private final LoadOptions options;
    private final @Nullable LoadTask parent = LoadTask.current();
    private final CompletableFuture<Optional<V>> loaded = new CompletableFuture<>();
    private final CompletableFuture<Optional<V>> result = new CompletableFuture<>();

    /**
     * A call.
     *
     * @param cache read and written
     * @param permits of its loads
     * @param key of the entry
     * @param loader code of the user
     * @param options how it is loaded and stored
     */
    public SoloLoad(Cache<K, V> cache, LoadPermits permits, K key, Loader<K, V> loader, LoadOptions options) {
        this.cache = cache;
        this.permits = permits;
        this.key = key;
        this.loader = loader;
        this.options = options;
    }

    /**
     * Makes the call.
     *
     * @return the value, or nothing if there is none
     */
    public CompletionStage<Optional<V>> run() {
        CompletableFuture<Optional<V>> answer = new CompletableFuture<>();
        whenDone(
                result,
                (value, failure) -> LoadTask.within(
                        parent,
                        () -> failure == null ? answer.complete(value) : answer.completeExceptionally(failure)));
        whenDone(cache.get(key), (found, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
            } else if (found.isPresent()) {
                result.complete(found.map(Entry::value));
            } else {
                load();
            }
        });
        limit(result, options.waitLimit());
        return answer;
    }

    private void load() {
        LoadTask task;
        try {
            task = LoadTask.of(permits, new Subject(permits, comparable()), this::call, parent);
        } catch (CacheException refused) {
            result.completeExceptionally(refused);
            return;
        }
        limit(loaded, options.loadLimit());
        whenDone(loaded, (value, failure) -> task.end());
        copy(loaded.thenCompose(this::stored), result);
        try {
            task.enter(options.maxLoads());
        } catch (CacheException full) {
            loaded.completeExceptionally(full);
        }
        @Nullable LoadTask outer = parent;
        if (outer != null) {
            outer.await(task);
            whenDone(loaded, (value, failure) -> outer.ceaseToAwait(task));
        }
    }

    private void call(LoadTask task) {
        copy(task.call(loader, key, options).thenApply(value -> value.map(UserCode::own)), loaded);
    }

    private CompletionStage<Optional<V>> stored(Optional<V> value) {
        return value.isEmpty()
                ? CompletableFuture.completedFuture(value)
                : cache.put(key, value.get(), options.put().withCondition(Condition.absent()))
                        .thenApply(put -> value);
    }

    /** Arrays of bytes are the same if they have the same bytes. */
    private Object comparable() {
        return key instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : key;
    }

    private static <T> void copy(CompletionStage<T> from, CompletableFuture<T> to) {
        whenDone(from, (value, failure) -> {
            if (failure == null) {
                to.complete(value);
            } else {
                to.completeExceptionally(failure);
            }
        });
    }

    /** Fails a future that is not done in time. Not with an exception that a loader could fail with. */
    private static void limit(CompletableFuture<?> future, Duration time) {
        CompletableFuture<Boolean> timer =
                new CompletableFuture<Boolean>().completeOnTimeout(true, time.toMillis(), TimeUnit.MILLISECONDS);
        whenDone(timer, (isLate, never) -> {
            if (isLate) {
                future.completeExceptionally(
                        new CacheException(Reason.UNAVAILABLE, "no value was loaded within " + time));
            }
        });
        whenDone(future, (value, failure) -> timer.complete(false));
    }

    private static <T> void whenDone(CompletionStage<T> stage, BiConsumer<T, @Nullable Throwable> action) {
        var unused = stage.whenComplete(action);
    }
}
