package dev.troupe.api;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A view of a cache through two codecs. */
final class CodecCache<A, B, K, V> implements Cache<A, B> {
    private final Cache<K, V> stored;
    private final Codec<A, K> keys;
    private final Codec<B, V> values;
    private final Undecodable undecodable;

    /** How keys and values are seen, and what is done with values that cannot be. */
    record Codecs<A, B, K, V>(Codec<A, K> keys, Codec<B, V> values, Undecodable undecodable) {}

    CodecCache(Cache<K, V> stored, Codecs<A, B, K, V> codecs) {
        this.stored = stored;
        this.keys = codecs.keys();
        this.values = codecs.values();
        this.undecodable = codecs.undecodable();
    }

    @Override
    public CacheSpec spec() {
        return stored.spec();
    }

    @Override
    public CompletionStage<Optional<Entry<B>>> get(A key) {
        return stored.get(keys.encode(key)).thenApply(found -> found.flatMap(this::decoded));
    }

    @Override
    public CompletionStage<Optional<Entry<Integer>>> peek(A key) {
        return stored.peek(keys.encode(key));
    }

    @Override
    public CompletionStage<ReadResult<B>> get(A key, ReadOptions options) {
        return stored.get(keys.encode(key), options)
                .thenApply(found -> new ReadResult<>(found.entry().flatMap(this::decoded), found.backupAge()));
    }

    @Override
    public CompletionStage<ReadResult<Integer>> peek(A key, ReadOptions options) {
        return stored.peek(keys.encode(key), options);
    }

    @Override
    public CompletionStage<PutResult> put(A key, B value, PutOptions options) {
        return stored.put(keys.encode(key), values.encode(value), options);
    }

    @Override
    public CompletionStage<List<Optional<Entry<B>>>> getAll(List<A> wanted) {
        return stored.getAll(wanted.stream().map(keys::encode).toList())
                .thenApply(all ->
                        all.stream().map(found -> found.flatMap(this::decoded)).toList());
    }

    @Override
    public CompletionStage<List<PutResult>> putAll(Collection<? extends Map.Entry<A, B>> entries, PutOptions options) {
        return stored.putAll(
                entries.stream()
                        .map(entry -> Map.entry(keys.encode(entry.getKey()), values.encode(entry.getValue())))
                        .toList(),
                options);
    }

    @Override
    public CompletionStage<RemoveResult> remove(A key, Condition condition) {
        return stored.remove(keys.encode(key), condition);
    }

    @Override
    public CompletionStage<Boolean> touch(A key, Optional<Duration> ttl) {
        return stored.touch(keys.encode(key), ttl);
    }

    @Override
    public CompletionStage<Counted> increment(A key, long by, CounterOptions options) {
        return stored.increment(keys.encode(key), by, options);
    }

    @Override
    public CompletionStage<Void> clear() {
        return stored.clear();
    }

    @Override
    public CompletionStage<KeyPage<A>> keys(KeyQuery query) {
        return stored.keys(query).thenApply(page -> page.withKeys(keys::decode));
    }

    @Override
    public CompletionStage<Optional<B>> getOrLoad(A key, Loader<A, B> loader, LoadOptions options) {
        K encoded = keys.encode(key);
        A own = keys.snapshot(key);
        Loader<K, V> encoding =
                unused -> loader.load(own).thenApplyAsync(loaded -> loaded.map(values::encode), Runnable::run);
        return stored.getOrLoad(encoded, encoding, options).thenCompose(found -> {
            Optional<B> value = found.flatMap(this::decodedValue);
            return found.isPresent() && value.isEmpty()
                    ? reload(own, loader, options)
                    : CompletableFuture.completedFuture(value);
        });
    }

    @Override
    public CompletionStage<Optional<B>> compute(
            A key, Function<Optional<B>, Optional<B>> function, PutOptions options) {
        return Cache.super.compute(keys.snapshot(key), function, options);
    }

    /** In the place of a value that cannot be decoded. */
    private CompletionStage<Optional<B>> reload(A key, Loader<A, B> loader, LoadOptions options) {
        return loader.load(key)
                .thenComposeAsync(
                        loaded -> loaded.isEmpty()
                                ? remove(key).thenApply(removed -> loaded)
                                : put(key, loaded.get(), options.put()).thenApply(stored -> loaded),
                        Runnable::run);
    }

    private Optional<B> decodedValue(V value) {
        try {
            return Optional.of(values.decode(value));
        } catch (RuntimeException failure) {
            undecodable.met(spec().name(), failure);
            return Optional.empty();
        }
    }

    private Optional<Entry<B>> decoded(Entry<V> entry) {
        return decodedValue(entry.value()).map(entry::withValue);
    }
}
