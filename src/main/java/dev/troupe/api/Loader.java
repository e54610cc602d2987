package dev.troupe.api;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Fetches what a cache does not hold. Runs in the JVM of the caller, on the executor of its {@link LoadOptions}.
 *
 * @param <K> the key's type
 * @param <V> the value's type
 */
@FunctionalInterface
public interface Loader<K, V> {
    /**
     * The value of a key, or nothing if there is none. May block if the executor allows it.
     *
     * @param key of the entry
     * @return the value, or nothing
     */
    CompletionStage<Optional<V>> load(K key);
}
