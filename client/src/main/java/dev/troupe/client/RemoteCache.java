package dev.troupe.client;

import dev.troupe.api.Bulk;
import dev.troupe.api.Cache;
import dev.troupe.api.CacheException;
import dev.troupe.api.CacheSpec;
import dev.troupe.api.Condition;
import dev.troupe.api.Counted;
import dev.troupe.api.CounterOptions;
import dev.troupe.api.Entry;
import dev.troupe.api.KeyPage;
import dev.troupe.api.KeyQuery;
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
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * One cache over HTTP. A read whose answer is lost fails with {@code UNAVAILABLE}, a write with
 * {@code OUTCOME_UNKNOWN}. The remaining time of an entry comes in whole seconds. Copies what it is given: a body is read by other threads,
 * and a loader or a function may give the same array to several callers.
 */
final class RemoteCache implements Cache<byte[], byte[]> {
    private final HttpCalls calls;
    private final CacheSpec spec;
    private final LoadPermits permits;

    RemoteCache(HttpCalls calls, CacheSpec spec, LoadPermits permits) {
        this.calls = calls;
        this.spec = spec;
        this.permits = permits;
    }

    @Override
    public CacheSpec spec() {
        return spec;
    }

    @Override
    public CompletionStage<Optional<Entry<byte[]>>> get(byte[] key) {
        return send(() -> Call.read("GET", path(key, List.of())), Answers::entry);
    }

    @Override
    public CompletionStage<Optional<Entry<Integer>>> peek(byte[] key) {
        return send(() -> Call.read("HEAD", path(key, List.of())), Answers::metadata);
    }

    @Override
    public CompletionStage<ReadResult<byte[]>> get(byte[] key, ReadOptions options) {
        return send(() -> Call.read("GET", path(key, query(options))), Answers::read);
    }

    @Override
    public CompletionStage<ReadResult<Integer>> peek(byte[] key, ReadOptions options) {
        return send(() -> Call.read("HEAD", path(key, query(options))), Answers::readMetadata);
    }

    @Override
    public CompletionStage<PutResult> put(byte[] key, byte[] value, PutOptions options) {
        return send(() -> putCall(key, value, options), Answers::put);
    }

    @Override
    public CompletionStage<List<Optional<Entry<byte[]>>>> getAll(List<byte[]> keys) {
        return Bulk.of(
                keys.stream()
                        .map(byte[]::clone)
                        .map(key -> new Bulk.Item<Optional<Entry<byte[]>>>(null, 0, () -> get(key)))
                        .toList(),
                calls.throttle());
    }

    @Override
    public CompletionStage<List<PutResult>> putAll(
            Collection<? extends Map.Entry<byte[], byte[]>> entries, PutOptions options) {
        return Bulk.of(
                entries.stream()
                        .map(entry -> Map.entry(
                                entry.getKey().clone(), entry.getValue().clone()))
                        .map(entry -> new Bulk.Item<PutResult>(
                                ByteBuffer.wrap(entry.getKey()),
                                entry.getValue().length,
                                () -> put(entry.getKey(), entry.getValue(), options)))
                        .toList(),
                calls.throttle());
    }

    @Override
    public CompletionStage<RemoveResult> remove(byte[] key, Condition condition) {
        return send(
                () -> new Call("DELETE", path(key, List.of()), ConditionHeaders.of(condition), BodyPublishers.noBody()),
                Answers::removed);
    }

    @Override
    public CompletionStage<Boolean> touch(byte[] key, Optional<Duration> ttl) {
        return send(
                () -> Call.post(
                        EntryPath.of(
                                spec.name(),
                                key,
                                "_touch",
                                List.of("ttl=" + ttl.map(RemoteCache::millis).orElse(""))),
                        ""),
                Answers::touched);
    }

    @Override
    public CompletionStage<Counted> increment(byte[] key, long by, CounterOptions options) {
        String ttl = options.ttl()
                .map(value -> ",\"ttl\":\"" + value.toMillis() + "ms\"")
                .orElse("");
        String body = "{\"by\":" + by + ",\"initial\":" + options.initial() + ttl + "}";
        return send(() -> Call.post(EntryPath.of(spec.name(), key, "_increment", List.of()), body), Answers::counted);
    }

    @Override
    public CompletionStage<Void> clear() {
        return send(() -> Call.post("/v1/caches/" + spec.name() + "/_clear", ""), Answers::cleared)
                .thenAccept(cleared -> {});
    }

    @Override
    public CompletionStage<KeyPage<byte[]>> keys(KeyQuery query) {
        String target = "/v1/caches/" + spec.name() + "/keys?limit=" + query.limit() + "&prefix="
                + EntryPath.encoded(query.prefix())
                + query.cursor()
                        .map(cursor -> "&cursor=" + EntryPath.encoded(cursor))
                        .orElse("");
        return send(() -> Call.read("GET", target), Answers::keys);
    }

    @Override
    public CompletionStage<Optional<byte[]>> getOrLoad(byte[] key, Loader<byte[], byte[]> loader, LoadOptions options) {
        return new SoloLoad<>(this, permits, key.clone(), asked -> loader.load(asked.clone()), options).run();
    }

    @Override
    public CompletionStage<Optional<byte[]>> compute(
            byte[] key, Function<Optional<byte[]>, Optional<byte[]>> function, PutOptions options) {
        return Cache.super.compute(key.clone(), function, options);
    }

    private static List<String> query(ReadOptions options) {
        return options.from()
                .map(from -> List.of("read=" + (from == CacheSpec.ReadFrom.ANY ? "any" : "owner")))
                .orElse(List.of());
    }

    private Call putCall(byte[] key, byte[] value, PutOptions options) {
        List<String> query = new ArrayList<>();
        options.ttl().ifPresent(ttl -> query.add("ttl=" + ttl.toMillis() + "ms"));
        options.idle().ifPresent(idle -> query.add("idle=" + idle.toMillis() + "ms"));
        Map<String, String> headers = new LinkedHashMap<>(ConditionHeaders.of(options.condition()));
        headers.put("Content-Type", options.mediaType());
        return new Call("PUT", path(key, query), headers, BodyPublishers.ofByteArray(value.clone()));
    }

    /** @throws CacheException if no cache allows it */
    private static String millis(Duration ttl) {
        if (ttl.compareTo(CacheSpec.SHORTEST_TTL) < 0 || ttl.compareTo(CacheSpec.LONGEST_TTL) > 0) {
            throw new CacheException(Reason.BAD_REQUEST, "a time to live is 1 ms to 3650 days, not " + ttl);
        }
        return ttl.toMillis() + "ms";
    }

    private String path(byte[] key, List<String> query) {
        return EntryPath.of(spec.name(), key, query);
    }

    private <A> CompletionStage<A> send(CallMaker maker, Function<HttpResponse<byte[]>, A> answer) {
        try {
            return calls.send(maker.make()).thenApply(answer);
        } catch (CacheException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /** Makes a call, or throws the reason why it cannot be one. */
    private interface CallMaker {
        Call make();
    }
}
