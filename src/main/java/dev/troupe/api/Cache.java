package dev.troupe.api;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * One named cache. Safe for use by many threads. No call blocks; a stage fails with a {@link CacheException} whose
 * {@link Reason} says whether the call was refused (nothing happened) or its outcome is unknown.
 *
 * @param <K> the key's type
 * @param <V> the value's type
 */
public interface Cache<K, V> {
    /** The settings of this cache. */
    CacheSpec spec();

    /** The entry of a key, if there is one. Counts as a hit or a miss and restarts the entry's idle time. */
    CompletionStage<Optional<Entry<V>>> get(K key);

    /**
     * What is known of a key's entry without its value: counts as neither hit nor miss and leaves the idle time alone. The
     * value of the answer is the length of the stored value in bytes.
     */
    CompletionStage<Optional<Entry<Integer>>> peek(K key);

    /** Stores a value if the condition of the options holds. */
    CompletionStage<PutResult> put(K key, V value, PutOptions options);

    /** Removes the entry of a key if the condition holds. */
    CompletionStage<RemoveResult> remove(K key, Condition condition);

    /** Stores a value with the cache's defaults, whatever was there. */
    default CompletionStage<PutResult> put(K key, V value) {
        return put(key, value, PutOptions.DEFAULT);
    }

    /** Removes the entry of a key, if there is one. */
    default CompletionStage<RemoveResult> remove(K key) {
        return remove(key, Condition.always());
    }

    /** This cache seen with keys and values of other types; a value that cannot be decoded is a miss. */
    default <A, B> Cache<A, B> as(Codec<A, K> keys, Codec<B, V> values) {
        return as(keys, values, Undecodable.MISS);
    }

    /** This cache seen with keys and values of other types. */
    default <A, B> Cache<A, B> as(Codec<A, K> keys, Codec<B, V> values, Undecodable undecodable) {
        return new CodecCache<>(this, new CodecCache.Codecs<>(keys, values, undecodable));
    }
}
