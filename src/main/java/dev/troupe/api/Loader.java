package dev.troupe.api;

import dev.troupe.api.loading.LoadTask;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Fetches what a cache does not hold. Runs in the JVM of the caller, on the executor of its {@link LoadOptions}.
 *
 * <p>May itself ask caches for other keys with {@link Cache#getOrLoad}, and wait for them. What it asks for on the thread that calls it, or
 * in what depends on an answer of getOrLoad and has no executor, is part of this load: if all of {@link LoadOptions#maxLoads} are under way it
 * runs in the place of this one, one at a time. If it leads back to this key the inner call fails with {@link Reason#BAD_REQUEST}, and so
 * it does more than 100 loads deep. What it asks for on other threads is part of this load if they run it for {@link #partOfThisLoad},
 * else it is like what anybody else asks for, so it may have to wait for this load. Loads of different nodes that wait for each other in a
 * circle end with {@link LoadOptions#loadLimit}.
 *
 * @param <K> the key's type
 * @param <V> the value's type
 */
@FunctionalInterface
public interface Loader<K, V> {
    /**
     * The value of a key, or nothing if there is none. May block if the executor allows it, and throw anything, which is the failure of the
     * calls that wait for it.
     *
     * @param key of the entry
     * @return the value, or nothing; neither the stage nor what it gives may be null
     */
    CompletionStage<Optional<V>> load(K key);

    /**
     * For loaders that ask caches from other threads than the one that calls them:
     * {@code CompletableFuture.supplyAsync(() -> ..., Loader.partOfThisLoad(pool))}. Called by the loader itself.
     *
     * @param executor runs what it is given, or refuses it
     * @return runs tasks there whose calls are part of the load that calls this method, as long as that is under way; outside of a load, and
     *     for clients whose caches load elsewhere, the tasks run as they are
     */
    static Executor partOfThisLoad(Executor executor) {
        Objects.requireNonNull(executor, "executor");
        @Nullable LoadTask load = LoadTask.current();
        return load == null ? executor : task -> executor.execute(() -> load.run(task));
    }
}
