package dev.troupe.api;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * One named cache. Safe for use by many threads. No call blocks; a stage fails with a {@link CacheException} whose
 * {@link Reason} says whether the call was refused (nothing happened) or its outcome is unknown, or with a {@link UserCodeException} if a
 * loader, its executor, a codec or a function of the caller's failed.
 *
 * <p>Arrays stay the caller's: what a call is given is copied, or encoded by the {@link Codec}, before it returns, and may be changed at once;
 * what it hands out nobody else has, and may be changed too. Other objects are encoded in the same moment.
 *
 * @param <K> the key's type
 * @param <V> the value's type
 */
public interface Cache<K, V> {
    /**
     * The settings of this cache.
     *
     * @return its settings
     */
    CacheSpec spec();

    /**
     * The entry of a key, if there is one. Counts as a hit or a miss and restarts the entry's idle time. In a cache that is read
     * from any node it may come from a backup, and only {@link #get(Object, ReadOptions)} tells.
     *
     * @param key of the entry
     * @return the entry, or nothing
     */
    CompletionStage<Optional<Entry<V>>> get(K key);

    /**
     * What is known of a key's entry without its value: counts as neither hit nor miss and leaves the idle time alone. The
     * value of the answer is the length of the stored value in bytes.
     *
     * @param key of the entry
     * @return the entry with the length of its value, or nothing
     */
    CompletionStage<Optional<Entry<Integer>>> peek(K key);

    /**
     * Stores a value if the condition of the options holds.
     *
     * @param key of the entry
     * @param value what is stored
     * @param options how, and under which condition
     * @return what the put did
     */
    CompletionStage<PutResult> put(K key, V value, PutOptions options);

    /**
     * Removes the entry of a key if the condition holds.
     *
     * @param key of the entry
     * @param condition what must hold of the entry if there is one; without one the remove is {@link RemoveResult#ABSENT}
     * @return what the remove did
     */
    CompletionStage<RemoveResult> remove(K key, Condition condition);

    /**
     * Gives the entry of a key a new expiry and restarts its idle time; value and version stay.
     *
     * @param key of the entry
     * @param ttl from now on, 1 ms to the cache's longest; empty means that it does not expire, or with the cache's longest if it has one
     * @return whether there was an entry; fails with {@link Reason#BAD_REQUEST} if the ttl is out of range
     */
    CompletionStage<Boolean> touch(K key, Optional<Duration> ttl);

    /**
     * Adds to the counter of a key, atomically. A counter is an entry whose value is a whole number of 64 bits as decimal text
     * ({@link Codec#INT64}). Fails with {@link Reason#NOT_A_COUNTER} if the entry is none or the sum does not fit; then nothing happened.
     *
     * @param key of the entry
     * @param by what is added; may be negative
     * @param options how a counter begins that is not there
     * @return the counter after the step
     */
    CompletionStage<Counted> increment(K key, long by, CounterOptions options);

    /**
     * Removes all entries. Done when every partition has, each of them in a moment of its own: entries that are written meanwhile may
     * stay. The partitions are asked a few at a time, and again if they are overloaded, within the time that any single call has
     * ({@code troupe.gateway.deadline}). If it fails some partitions may have been cleared, and it can be repeated.
     *
     * @return done when all are gone
     */
    CompletionStage<Void> clear();

    /**
     * A page of the keys. Counts no hits. What has been found within the time of a single call ({@code troupe.gateway.deadline}), or before
     * something failed, is a page too.
     *
     * @param query which keys
     * @return the page
     */
    CompletionStage<KeyPage<K>> keys(KeyQuery query);

    /**
     * The value of a key, loaded if the cache has none. However many callers there are on however many nodes, one of them loads and
     * the others wait for what it stores; if it fails, is too slow or dies, the next one loads, but for a load whose
     * time is over while its loader waits for another key: that fails for all who wait for it. A value is stored only if the key was not
     * written, removed or cleared while it was loaded; the callers get it in any case. A loader's failure is that of the call.
     *
     * <p>This is so in the JVM of a node; the cache of a remote client loads and stores without regard to others, and of the options the
     * limits and what puts use count for it.
     *
     * @param key of the entry
     * @param loader fetches the value
     * @param options how it is loaded and stored
     * @return the value, or nothing if there is none
     */
    CompletionStage<Optional<V>> getOrLoad(K key, Loader<K, V> loader, LoadOptions options);

    /**
     * Adds to the counter of a key, beginning at 0.
     *
     * @param key of the entry
     * @param by what is added; may be negative
     * @return the counter after the step
     */
    default CompletionStage<Counted> increment(K key, long by) {
        return increment(key, by, CounterOptions.DEFAULT);
    }

    /**
     * The entries of several keys, in the order of the keys; any number of them, read a few at a time as {@link #putAll} stores. Fails
     * if one of the reads does.
     *
     * @param keys of the entries
     * @return the entries, or nothing for a key without one
     */
    default CompletionStage<List<Optional<Entry<V>>>> getAll(List<K> keys) {
        return Bulk.of(keys.stream()
                .map(key -> new Bulk.Item<Optional<Entry<V>>>(null, 0, () -> get(key)))
                .toList());
    }

    /**
     * Stores any number of values, each on its own; the results are in the order of the entries, and of several values for one key the last one
     * stays. They are put a few at a time, so that neither this nor other calls come near the limits of the node; what is refused as
     * overloaded all the same is put again a little later. Each has the time of a single put, which begins when it is
     * sent, and all together take as long as they take; it is given up when for 10 s everything was refused. What is given is taken
     * over when the call is made, and copies of all of it are held until it ends; for more than memory holds there are streams
     * ({@code CacheStreams}).
     *
     * <p>When one fails no more are put, and when those under way have ended the call fails with the {@link Reason} of that one and a message
     * that says how many are stored; they stay so.
     *
     * @param entries keys and their values
     * @param options how each is stored
     * @return what the puts did
     */
    default CompletionStage<List<PutResult>> putAll(Collection<? extends Map.Entry<K, V>> entries, PutOptions options) {
        return Bulk.of(entries.stream()
                .map(entry -> new Bulk.Item<PutResult>(
                        entry.getKey(), 0, () -> put(entry.getKey(), entry.getValue(), options)))
                .toList());
    }

    /**
     * Stores what a function makes of the value of a key, or removes the entry if that is nothing. The function runs in the caller and
     * is called again if others have changed the entry meanwhile, up to 32 times; then {@link Reason#OVERLOADED}. Reads from the owner.
     *
     * @param key of the entry
     * @param function from the value before to the value after
     * @param options how the result is stored
     * @return what was stored
     */
    default CompletionStage<Optional<V>> compute(
            K key, Function<Optional<V>, Optional<V>> function, PutOptions options) {
        return new Computation<>(this, key, function, options).run();
    }

    /**
     * The entry of a key, and who answered: a backup may, if the options or else the settings of the cache allow it and the owner of
     * the key is silent. What an owner answers counts as for {@link #get(Object)}; what a backup answers counts as neither hit nor
     * miss and leaves the idle time alone.
     *
     * @param key of the entry
     * @param options who may answer
     * @return what was found, and who said so
     */
    default CompletionStage<ReadResult<V>> get(K key, ReadOptions options) {
        return get(key).thenApply(ReadResult::ofOwner);
    }

    /**
     * What is known of a key's entry without its value, as {@link #peek(Object)} says it, and who answered.
     *
     * @param key of the entry
     * @param options who may answer
     * @return the length of the value instead of it, and who said so
     */
    default CompletionStage<ReadResult<Integer>> peek(K key, ReadOptions options) {
        return peek(key).thenApply(ReadResult::ofOwner);
    }

    /**
     * Stores a value with the cache's defaults, whatever was there.
     *
     * @param key of the entry
     * @param value what is stored
     * @return what the put did
     */
    default CompletionStage<PutResult> put(K key, V value) {
        return put(key, value, PutOptions.DEFAULT);
    }

    /**
     * Removes the entry of a key, if there is one.
     *
     * @param key of the entry
     * @return what the remove did
     */
    default CompletionStage<RemoveResult> remove(K key) {
        return remove(key, Condition.always());
    }

    /**
     * This cache seen with keys and values of other types; a value that cannot be decoded is a miss.
     *
     * @param <A> the form that the caller uses
     * @param <B> the form that is stored
     * @param keys how keys are encoded
     * @param values how values are encoded
     * @return the same cache with other types
     */
    default <A, B> Cache<A, B> as(Codec<A, K> keys, Codec<B, V> values) {
        return as(keys, values, Undecodable.MISS);
    }

    /**
     * This cache seen with keys and values of other types.
     *
     * @param <A> the form that the caller uses
     * @param <B> the form that is stored
     * @param keys how keys are encoded
     * @param values how values are encoded
     * @param undecodable what is done with a value that cannot be decoded
     * @return the same cache with other types
     */
    default <A, B> Cache<A, B> as(Codec<A, K> keys, Codec<B, V> values, Undecodable undecodable) {
        return new CodecCache<>(this, new CodecCache.Codecs<>(keys, values, undecodable));
    }
}
