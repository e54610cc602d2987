package dev.troupe.api;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Fetches what a cache does not hold. Runs in the JVM of the caller, on the executor of its {@link LoadOptions}.
 *
 * <p>May itself ask caches for other keys with {@link Cache#getOrLoad}, and wait for them. What it asks for on the thread that calls it, or
 * in what depends on an answer of getOrLoad and has no executor, is part of this load: if all of {@link LoadOptions#maxLoads} are under way it
 * runs in the place of this one, one at a time. If it leads back to this key the inner call fails with {@link Reason#BAD_REQUEST}, and so
 * it does more than 100 loads deep. What it asks for on other threads is part of this load if it is run by
 * {@link dev.troupe.api.loading.LoadContext#executor},
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
}
