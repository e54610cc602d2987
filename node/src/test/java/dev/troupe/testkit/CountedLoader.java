package dev.troupe.testkit;

import dev.troupe.api.Loader;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A loader that counts how often each key is loaded; handed to callers on all nodes it shows what a cluster does. Safe for use by many
 * threads.
 *
 * @param <K> the key's type
 * @param <V> the value's type
 */
public final class CountedLoader<K, V> implements Loader<K, V> {
    private final Loader<K, V> loader;
    private final Map<K, Integer> counts = new ConcurrentHashMap<>();

    private CountedLoader(Loader<K, V> loader) {
        this.loader = loader;
    }

    /** Counts the loads of a loader. */
    public static <K, V> CountedLoader<K, V> of(Loader<K, V> loader) {
        return new CountedLoader<>(loader);
    }

    @Override
    public CompletionStage<Optional<V>> load(K key) {
        counts.merge(key, 1, Integer::sum);
        return loader.load(key);
    }

    /** How often a key has been loaded. */
    public int count(K key) {
        return counts.getOrDefault(key, 0);
    }

    /** A key was loaded once. @throws AssertionError if not */
    public void assertLoadedOnce(K key) {
        assertLoaded(key, 1);
    }

    /** A key was loaded so often. @throws AssertionError if not */
    public void assertLoaded(K key, int times) {
        if (count(key) != times) {
            throw new AssertionError(key + " was loaded " + count(key) + " times, not " + times);
        }
    }
}
