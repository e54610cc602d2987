package dev.troupe.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Some of a cache's keys, in no order that means anything. Pages from the first to one without {@code next} hold every key once that
 * was there all the time, whatever else was written and wherever partitions have moved.
 *
 * @param <K> the keys' type
 * @param keys at most as many as were asked for; there may be fewer, or none, though more are to come
 * @param next cursor of the next page; empty if this is the last
 */
public record KeyPage<K>(List<Key<K>> keys, Optional<String> next) {
    /**
     * One key.
     *
     * @param <K> its type
     * @param key the key
     * @param valueBytes length of the stored value
     * @param remaining time to live that is left; empty if the entry does not expire
     */
    public record Key<K>(K key, int valueBytes, Optional<Duration> remaining) {}

    /**
     * The same page with another form of its keys.
     *
     * @param <A> the form that the caller uses
     * @param form of a key
     * @return the other page
     */
    public <A> KeyPage<A> withKeys(Function<? super K, ? extends A> form) {
        List<Key<A>> other = keys.stream()
                .map(key -> new Key<A>(form.apply(key.key()), key.valueBytes(), key.remaining()))
                .toList();
        return new KeyPage<>(other, next);
    }
}
