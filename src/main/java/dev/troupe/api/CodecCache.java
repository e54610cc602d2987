package dev.troupe.api;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A view of a cache through two codecs. */
final class CodecCache<A, B, K, V> implements Cache<A, B> {
    private final Cache<K, V> stored;
    private final Codec<A, K> keys;
    private final Codec<B, V> values;

    CodecCache(Cache<K, V> stored, Codec<A, K> keys, Codec<B, V> values) {
        this.stored = stored;
        this.keys = keys;
        this.values = values;
    }

    @Override
    public CacheSpec spec() {
        return stored.spec();
    }

    @Override
    public CompletionStage<Optional<Entry<B>>> get(A key) {
        return stored.get(keys.encode(key))
                .thenApply(found -> found.map(entry -> entry.withValue(values.decode(entry.value()))));
    }

    @Override
    public CompletionStage<Optional<Entry<Integer>>> peek(A key) {
        return stored.peek(keys.encode(key));
    }

    @Override
    public CompletionStage<PutResult> put(A key, B value, PutOptions options) {
        return stored.put(keys.encode(key), values.encode(value), options);
    }

    @Override
    public CompletionStage<RemoveResult> remove(A key, Condition condition) {
        return stored.remove(keys.encode(key), condition);
    }
}
