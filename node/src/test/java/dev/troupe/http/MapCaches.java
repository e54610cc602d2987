package dev.troupe.http;

import dev.troupe.api.Cache;
import dev.troupe.api.CacheException;
import dev.troupe.api.CacheName;
import dev.troupe.api.CacheSpec;
import dev.troupe.api.Caches;
import dev.troupe.api.Codec;
import dev.troupe.api.Condition;
import dev.troupe.api.Counted;
import dev.troupe.api.CounterOptions;
import dev.troupe.api.Entry;
import dev.troupe.api.KeyPage;
import dev.troupe.api.KeyQuery;
import dev.troupe.api.Limits;
import dev.troupe.api.LoadOptions;
import dev.troupe.api.Loader;
import dev.troupe.api.PutOptions;
import dev.troupe.api.PutResult;
import dev.troupe.api.ReadOptions;
import dev.troupe.api.ReadResult;
import dev.troupe.api.Reason;
import dev.troupe.api.RemoveResult;
import dev.troupe.api.loading.LoadPermits;
import dev.troupe.api.loading.SoloLoad;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Caches in a map: conditions are honoured, nothing expires, and a failure can be planted. */
final class MapCaches implements Caches {
    private final Map<CacheName, MapCache> caches = new TreeMap<>();
    private final Limits limits;

    /** Where a test plants the failure of every following call. */
    volatile @Nullable RuntimeException failure;

    /** What every following call throws. */
    volatile @Nullable Error thrown;

    /** While set, backups of this age answer the reads that allow it. */
    volatile @Nullable Duration backupAge;

    /** Until this is complete no call is answered. */
    volatile CompletableFuture<Boolean> gate = CompletableFuture.completedFuture(true);

    MapCaches(Limits limits, CacheSpec... specs) {
        this.limits = limits;
        caches.put(CacheName.DEFAULT, new MapCache(CacheSpec.of(CacheName.DEFAULT)));
        for (CacheSpec spec : specs) {
            caches.put(spec.name(), new MapCache(spec));
        }
    }

    @Override
    public List<CacheSpec> list() {
        return caches.values().stream().map(MapCache::spec).toList();
    }

    @Override
    public Optional<Cache<byte[], byte[]>> find(CacheName name) {
        return Optional.ofNullable(caches.get(name));
    }

    @Override
    public Limits limits() {
        return limits;
    }

    private final class MapCache implements Cache<byte[], byte[]> {
        @Override
        public CompletionStage<Optional<byte[]>> getOrLoad(
                byte[] key, Loader<byte[], byte[]> loader, LoadOptions options) {
            return new SoloLoad<>(this, new LoadPermits(), key, loader, options).run();
        }

        private final Map<ByteBuffer, Entry<byte[]>> entries = new HashMap<>();
        private final CacheSpec spec;
        private long lastVersion = 0xabc0;

        MapCache(CacheSpec spec) {
            this.spec = spec;
        }

        @Override
        public CacheSpec spec() {
            return spec;
        }

        @Override
        public synchronized CompletionStage<Optional<Entry<byte[]>>> get(byte[] key) {
            return answer(Optional.ofNullable(entries.get(ByteBuffer.wrap(key))));
        }

        @Override
        public synchronized CompletionStage<Optional<Entry<Integer>>> peek(byte[] key) {
            return answer(Optional.ofNullable(entries.get(ByteBuffer.wrap(key)))
                    .map(entry -> entry.withValue(entry.value().length)));
        }

        @Override
        public CompletionStage<ReadResult<byte[]>> get(byte[] key, ReadOptions options) {
            return get(key).thenApply(found -> new ReadResult<>(found, backupAge(options)));
        }

        @Override
        public CompletionStage<ReadResult<Integer>> peek(byte[] key, ReadOptions options) {
            return peek(key).thenApply(found -> new ReadResult<>(found, backupAge(options)));
        }

        private Optional<Duration> backupAge(ReadOptions options) {
            return Optional.ofNullable(backupAge).filter(age -> options.allowBackups(spec));
        }

        @Override
        public synchronized CompletionStage<PutResult> put(byte[] key, byte[] value, PutOptions options) {
            ByteBuffer at = ByteBuffer.wrap(key.clone());
            long before = version(at);
            if (!options.condition().holds(before)) {
                return answer(new PutResult(PutResult.Outcome.CONDITION_FAILED, before));
            }
            Optional<Duration> remaining = options.ttl().isPresent() ? options.ttl() : spec.ttl();
            entries.put(at, new Entry<>(value.clone(), ++lastVersion, remaining, options.mediaType()));
            return answer(new PutResult(
                    before == Condition.NO_ENTRY ? PutResult.Outcome.CREATED : PutResult.Outcome.REPLACED,
                    lastVersion));
        }

        @Override
        public synchronized CompletionStage<RemoveResult> remove(byte[] key, Condition condition) {
            ByteBuffer at = ByteBuffer.wrap(key);
            if (!entries.containsKey(at)) {
                return answer(RemoveResult.ABSENT);
            }
            if (!condition.holds(version(at))) {
                return answer(RemoveResult.CONDITION_FAILED);
            }
            entries.remove(at);
            return answer(RemoveResult.REMOVED);
        }

        @Override
        public synchronized CompletionStage<Boolean> touch(byte[] key, Optional<Duration> ttl) {
            Entry<byte[]> entry = entries.get(ByteBuffer.wrap(key));
            if (entry != null) {
                entries.put(
                        ByteBuffer.wrap(key.clone()),
                        new Entry<>(entry.value(), entry.version(), ttl, entry.mediaType()));
            }
            return answer(entry != null);
        }

        @Override
        public synchronized CompletionStage<Counted> increment(byte[] key, long by, CounterOptions options) {
            Entry<byte[]> entry = entries.get(ByteBuffer.wrap(key));
            long sum;
            try {
                sum = Math.addExact(entry == null ? options.initial() : Codec.INT64.decode(entry.value()), by);
            } catch (ArithmeticException | NumberFormatException notCounted) {
                return CompletableFuture.failedFuture(new CacheException(Reason.NOT_A_COUNTER, "no"));
            }
            Optional<Duration> remaining = entry == null ? options.ttl() : entry.remaining();
            entries.put(
                    ByteBuffer.wrap(key.clone()),
                    new Entry<>(Codec.INT64.encode(sum), ++lastVersion, remaining, "text/plain"));
            return answer(new Counted(sum, lastVersion));
        }

        @Override
        public synchronized CompletionStage<Void> clear() {
            entries.clear();
            return answer(true).thenAccept(cleared -> {});
        }

        @Override
        public synchronized CompletionStage<KeyPage<byte[]>> keys(KeyQuery query) {
            int from = query.cursor().map(Integer::parseInt).orElse(0);
            List<KeyPage.Key<byte[]>> all = entries.entrySet().stream()
                    .filter(entry ->
                            new String(entry.getKey().array(), StandardCharsets.UTF_8).startsWith(query.prefix()))
                    .sorted(Map.Entry.comparingByKey())
                    .map(entry -> new KeyPage.Key<>(
                            entry.getKey().array(),
                            entry.getValue().value().length,
                            entry.getValue().remaining()))
                    .toList();
            int to = Math.min(all.size(), from + query.limit());
            return answer(new KeyPage<>(
                    all.subList(from, to), to == all.size() ? Optional.empty() : Optional.of(Integer.toString(to))));
        }

        private long version(ByteBuffer at) {
            Entry<byte[]> entry = entries.get(at);
            return entry == null ? Condition.NO_ENTRY : entry.version();
        }

        private <T> CompletionStage<T> answer(T value) {
            Error error = thrown;
            if (error != null) {
                throw error;
            }
            RuntimeException planted = failure;
            return planted == null ? gate.thenApply(opened -> value) : CompletableFuture.failedFuture(planted);
        }
    }
}
