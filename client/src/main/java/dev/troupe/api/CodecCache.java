package dev.troupe.api;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A view of a cache through two codecs. */
final class CodecCache<A, B, K, V> implements Cache<A, B> {
    private static final String CODEC = "the codec";

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
        return of(key, encoded -> stored.get(encoded).thenApply(found -> found.flatMap(this::decoded)));
    }

    @Override
    public CompletionStage<Optional<Entry<Integer>>> peek(A key) {
        return of(key, stored::peek);
    }

    @Override
    public CompletionStage<ReadResult<B>> get(A key, ReadOptions options) {
        return of(
                key,
                encoded -> stored.get(encoded, options)
                        .thenApply(found -> new ReadResult<>(found.entry().flatMap(this::decoded), found.backupAge())));
    }

    @Override
    public CompletionStage<ReadResult<Integer>> peek(A key, ReadOptions options) {
        return of(key, encoded -> stored.peek(encoded, options));
    }

    @Override
    public CompletionStage<PutResult> put(A key, B value, PutOptions options) {
        return of(key, encoded -> stored.put(encoded, encoded(value), options));
    }

    @Override
    public CompletionStage<List<Optional<Entry<B>>>> getAll(List<A> wanted) {
        try {
            return stored.getAll(wanted.stream().map(this::encodedKey).toList())
                    .thenApply(all -> all.stream()
                            .map(found -> found.flatMap(this::decoded))
                            .toList());
        } catch (UserCodeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    @Override
    public CompletionStage<List<PutResult>> putAll(Collection<? extends Map.Entry<A, B>> entries, PutOptions options) {
        try {
            return stored.putAll(
                    entries.stream()
                            .map(entry -> Map.entry(encodedKey(entry.getKey()), encoded(entry.getValue())))
                            .toList(),
                    options);
        } catch (UserCodeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    @Override
    public CompletionStage<RemoveResult> remove(A key, Condition condition) {
        return of(key, encoded -> stored.remove(encoded, condition));
    }

    @Override
    public CompletionStage<Boolean> touch(A key, Optional<Duration> ttl) {
        return of(key, encoded -> stored.touch(encoded, ttl));
    }

    @Override
    public CompletionStage<Counted> increment(A key, long by, CounterOptions options) {
        return of(key, encoded -> stored.increment(encoded, by, options));
    }

    @Override
    public CompletionStage<Void> clear() {
        return stored.clear();
    }

    @Override
    public CompletionStage<KeyPage<A>> keys(KeyQuery query) {
        return stored.keys(query)
                .thenApply(page -> page.withKeys(key -> UserCode.<A>call(CODEC, () -> keys.decode(key))));
    }

    @Override
    public CompletionStage<Optional<B>> getOrLoad(A key, Loader<A, B> loader, LoadOptions options) {
        A own;
        try {
            own = snapshot(key);
        } catch (UserCodeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
        AtomicReference<Optional<B>> mine = new AtomicReference<>(Optional.empty());
        Loader<K, V> encoding =
                unused -> UserCode.stage("the loader", () -> loader.load(own)).thenApply(loaded -> {
                    if (loaded == null) {
                        throw UserCode.gaveNull("the stage of the loader");
                    }
                    Optional<V> encoded = loaded.map(this::encoded);
                    mine.set(loaded);
                    return encoded;
                });
        return of(
                key,
                encoded -> stored.getOrLoad(encoded, encoding, options).thenCompose(found -> {
                    Optional<B> value = found.flatMap(this::decodedValue).or(() -> found.flatMap(unread -> mine.get()));
                    return found.isPresent() && value.isEmpty()
                            ? instead(encoded, encoding, options)
                                    .thenApply(loaded ->
                                            loaded.flatMap(this::decodedValue).or(mine::get))
                            : CompletableFuture.completedFuture(value);
                }));
    }

    @Override
    public CompletionStage<Optional<B>> compute(
            A key, Function<Optional<B>, Optional<B>> function, PutOptions options) {
        try {
            return Cache.super.compute(snapshot(key), function, options);
        } catch (UserCodeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private A snapshot(A key) {
        return UserCode.<A>call(CODEC, () -> keys.snapshot(key));
    }

    /** In the place of a value that cannot be decoded, which is removed so that one of all callers loads. */
    private CompletionStage<Optional<V>> instead(K key, Loader<K, V> loader, LoadOptions options) {
        return stored.get(key, ReadOptions.OWNER)
                .thenCompose(found -> {
                    Optional<Entry<V>> unreadable = found.entry().filter(entry -> !isReadable(entry.value()));
                    return unreadable.isEmpty()
                            ? CompletableFuture.completedFuture(RemoveResult.ABSENT)
                            : stored.remove(
                                    key, Condition.versionIn(unreadable.get().version()));
                })
                .thenCompose(removed -> stored.getOrLoad(key, loader, options));
    }

    private boolean isReadable(V value) {
        try {
            UserCode.<B>call(CODEC, () -> values.decode(value));
            return true;
        } catch (UserCodeException unreadable) {
            return false;
        }
    }

    private Optional<B> decodedValue(V value) {
        try {
            return Optional.of(UserCode.<B>call(CODEC, () -> values.decode(value)));
        } catch (UserCodeException failure) {
            met(failure);
            return Optional.empty();
        }
    }

    private void met(UserCodeException failure) {
        @Nullable Throwable cause = failure.getCause();
        if (cause == null || UserCode.isFatal(cause)) {
            throw failure;
        }
        RuntimeException told = cause instanceof RuntimeException unreadable ? unreadable : failure;
        try {
            undecodable.met(spec().name(), told);
        } catch (CacheException refused) {
            throw refused;
        } catch (Throwable thrown) {
            throw UserCode.thrown(thrown);
        }
    }

    private Optional<Entry<B>> decoded(Entry<V> entry) {
        return decodedValue(entry.value()).map(entry::withValue);
    }

    private K encodedKey(A key) {
        return UserCode.call(CODEC, () -> keys.encode(key));
    }

    private V encoded(B value) {
        return UserCode.call(CODEC, () -> values.encode(value));
    }

    /** A call for a key; what the codec throws is the failure of its stage. */
    private <T> CompletionStage<T> of(A key, Function<K, CompletionStage<T>> call) {
        try {
            return call.apply(encodedKey(key));
        } catch (UserCodeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }
}
