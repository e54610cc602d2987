package dev.troupe.api;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** One of {@link CopyingCaches}. What codecs make is the cache's already, so {@link #as} goes past the copying. */
record CopyingCache(Cache<byte[], byte[]> stored) implements Cache<byte[], byte[]> {
    @Override
    public CacheSpec spec() {
        return stored.spec();
    }

    @Override
    public CompletionStage<Optional<Entry<byte[]>>> get(byte[] key) {
        return stored.get(copy(key));
    }

    @Override
    public CompletionStage<Optional<Entry<Integer>>> peek(byte[] key) {
        return stored.peek(copy(key));
    }

    @Override
    public CompletionStage<ReadResult<byte[]>> get(byte[] key, ReadOptions options) {
        return stored.get(copy(key), options);
    }

    @Override
    public CompletionStage<ReadResult<Integer>> peek(byte[] key, ReadOptions options) {
        return stored.peek(copy(key), options);
    }

    @Override
    public CompletionStage<PutResult> put(byte[] key, byte[] value, PutOptions options) {
        return stored.put(copy(key), copyOfValue(value), options);
    }

    @Override
    public CompletionStage<RemoveResult> remove(byte[] key, Condition condition) {
        return stored.remove(copy(key), condition);
    }

    @Override
    public CompletionStage<Boolean> touch(byte[] key, Optional<Duration> ttl) {
        return stored.touch(copy(key), ttl);
    }

    @Override
    public CompletionStage<Counted> increment(byte[] key, long by, CounterOptions options) {
        return stored.increment(copy(key), by, options);
    }

    @Override
    public CompletionStage<Void> clear() {
        return stored.clear();
    }

    @Override
    public CompletionStage<KeyPage<byte[]>> keys(KeyQuery query) {
        return stored.keys(query);
    }

    @Override
    public CompletionStage<Optional<byte[]>> getOrLoad(byte[] key, Loader<byte[], byte[]> loader, LoadOptions options) {
        return stored.getOrLoad(copy(key), loader, options);
    }

    @Override
    public CompletionStage<List<Optional<Entry<byte[]>>>> getAll(List<byte[]> keys) {
        return stored.getAll(keys.stream().map(CopyingCache::copy).toList());
    }

    @Override
    public CompletionStage<List<PutResult>> putAll(
            Collection<? extends Map.Entry<byte[], byte[]>> entries, PutOptions options) {
        return stored.putAll(
                entries.stream()
                        .map(entry -> Map.entry(copy(entry.getKey()), copyOfValue(entry.getValue())))
                        .toList(),
                options);
    }

    @Override
    public CompletionStage<Optional<byte[]>> compute(
            byte[] key, Function<Optional<byte[]>, Optional<byte[]>> function, PutOptions options) {
        return Cache.super.compute(copy(key), function, options);
    }

    @Override
    public <A, B> Cache<A, B> as(Codec<A, byte[]> keys, Codec<B, byte[]> values, Undecodable undecodable) {
        return stored.as(keys, values, undecodable);
    }

    private static byte[] copy(byte[] key) {
        return Objects.requireNonNull(key, "key").clone();
    }

    private static byte[] copyOfValue(byte[] value) {
        return Objects.requireNonNull(value, "value").clone();
    }
}
