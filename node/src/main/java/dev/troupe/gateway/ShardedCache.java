package dev.troupe.gateway;

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
import dev.troupe.api.Limits;
import dev.troupe.api.LoadOptions;
import dev.troupe.api.Loader;
import dev.troupe.api.PutOptions;
import dev.troupe.api.PutResult;
import dev.troupe.api.ReadOptions;
import dev.troupe.api.ReadResult;
import dev.troupe.api.Reason;
import dev.troupe.api.RemoveResult;
import dev.troupe.api.Throttle;
import dev.troupe.gateway.loading.LeaseCalls;
import dev.troupe.gateway.loading.LoadCall;
import dev.troupe.gateway.loading.LoadRequest;
import dev.troupe.gateway.loading.LoadTimes;
import dev.troupe.gateway.loading.Loads;
import dev.troupe.heap.HeapArrays;
import dev.troupe.protocol.Operation;
import dev.troupe.protocol.Reply;
import dev.troupe.protocol.Results;
import dev.troupe.store.segment.EntryAttributes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * One named cache, spread over the partitions. Checks what the caller gave before anything is sent. Takes over the arrays that it is given:
 * they are sent again if no answer comes, and kept until the copies have them, so nobody may change them any more.
 */
final class ShardedCache implements Cache<byte[], byte[]> {
    private final int number;
    private final CacheSpec spec;
    private final Limits limits;
    private final Gateway gateway;
    private final Loads loads;

    ShardedCache(int number, CacheSpec spec, Limits limits, Gateway gateway) {
        this.number = number;
        this.spec = spec;
        this.limits = limits;
        this.gateway = gateway;
        this.loads = new Loads(
                new LeaseCalls(number, this::send),
                loaded -> checkedValue(loaded).clone());
    }

    @Override
    public CacheSpec spec() {
        return spec;
    }

    @Override
    public CompletionStage<Optional<Entry<byte[]>>> get(byte[] key) {
        Supplier<Operation> get = () -> new Operation.Get(number, checked(key));
        return ReadOptions.DEFAULT.allowBackups(spec) ? callAny(get, Results::found) : call(get, Results::found);
    }

    @Override
    public CompletionStage<ReadResult<byte[]>> get(byte[] key, ReadOptions options) {
        Supplier<Operation> get = () -> new Operation.Get(number, checked(key));
        return options.allowBackups(spec) ? callAny(get, Results::read) : call(get, Results::read);
    }

    @Override
    public CompletionStage<Optional<Entry<Integer>>> peek(byte[] key) {
        Supplier<Operation> peek = () -> new Operation.Peek(number, checked(key));
        return ReadOptions.DEFAULT.allowBackups(spec) ? callAny(peek, Results::known) : call(peek, Results::known);
    }

    @Override
    public CompletionStage<ReadResult<Integer>> peek(byte[] key, ReadOptions options) {
        Supplier<Operation> peek = () -> new Operation.Peek(number, checked(key));
        return options.allowBackups(spec) ? callAny(peek, Results::readKnown) : call(peek, Results::readKnown);
    }

    @Override
    public CompletionStage<PutResult> put(byte[] key, byte[] value, PutOptions options) {
        return call(() -> putOf(checked(key), checkedValue(value), options), Results::stored);
    }

    @Override
    public CompletionStage<List<Optional<Entry<byte[]>>>> getAll(List<byte[]> keys) {
        try {
            keys.forEach(this::checked);
        } catch (CacheException refused) {
            return CompletableFuture.failedFuture(refused);
        }
        return Bulk.of(
                keys.stream()
                        .map(key -> new Bulk.Item<Optional<Entry<byte[]>>>(
                                null, heapBytes(new Operation.Get(number, key)), () -> get(key)))
                        .toList(),
                gateway.throttle());
    }

    /** All are checked before the first is sent. */
    @Override
    public CompletionStage<List<PutResult>> putAll(
            Collection<? extends Map.Entry<byte[], byte[]>> entries, PutOptions options) {
        List<Bulk.Item<PutResult>> puts = new ArrayList<>(entries.size());
        try {
            for (Map.Entry<byte[], byte[]> entry : entries) {
                Operation put = putOf(checked(entry.getKey()), checkedValue(entry.getValue()), options);
                puts.add(new Bulk.Item<>(
                        ByteBuffer.wrap(put.key()), heapBytes(put), () -> call(() -> put, Results::stored)));
            }
        } catch (CacheException refused) {
            return CompletableFuture.failedFuture(refused);
        }
        return Bulk.of(puts, gateway.throttle());
    }

    @Override
    public CompletionStage<RemoveResult> remove(byte[] key, Condition condition) {
        return call(() -> new Operation.Remove(number, checked(key), condition), Results::removed);
    }

    @Override
    public CompletionStage<Boolean> touch(byte[] key, Optional<Duration> ttl) {
        return call(
                () -> new Operation.Touch(
                        number, checked(key), millis(checkedTtl(ttl).or(spec::maxTtl))),
                Results::touched);
    }

    @Override
    public CompletionStage<Counted> increment(byte[] key, long by, CounterOptions options) {
        return call(() -> incrementOf(checked(key), by, options), Results::counted);
    }

    @Override
    public CompletionStage<Void> clear() {
        Fan fan = new Fan(gateway);
        return CompletableFuture.allOf(IntStream.range(0, gateway.partitions().count())
                .mapToObj(partition -> fan.ask(partition, new Operation.Clear(number), Results::cleared))
                .toArray(CompletableFuture[]::new));
    }

    @Override
    public CompletionStage<KeyPage<byte[]>> keys(KeyQuery query) {
        if (query.prefix().length() > Limits.LONGEST_KEY_BYTES) {
            // No key begins so, and nobody has to be sent a text that has no bound.
            return CompletableFuture.completedFuture(new KeyPage<>(List.of(), Optional.empty()));
        }
        try {
            Fan fan = new Fan(gateway);
            return KeyPager.page(
                    query,
                    gateway.partitions().count(),
                    (partition, cursor, limit) -> fan.ask(partition, keysOf(query, cursor, limit), Results::keys));
        } catch (CacheException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    @Override
    public CompletionStage<Optional<byte[]>> getOrLoad(byte[] key, Loader<byte[], byte[]> loader, LoadOptions options) {
        try {
            checkedTtl(options.put().ttl());
            LoadTimes times = LoadTimes.of(spec, options);
            return new LoadCall(loads, new LoadRequest(checked(key).clone(), loader, options, times)).run();
        } catch (CacheException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private CompletableFuture<Reply> send(Operation operation) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        gateway.submit(operation, reply::complete);
        return reply;
    }

    private Operation keysOf(KeyQuery query, long cursor, int limit) {
        return new Operation.Keys(number, cursor, limit, query.prefix().getBytes(StandardCharsets.UTF_8));
    }

    private <R> CompletionStage<R> call(Supplier<Operation> operation, Function<Reply, R> meaning) {
        CompletableFuture<R> result = new CompletableFuture<>();
        try {
            gateway.submit(operation.get(), reply -> finish(result, reply, meaning));
        } catch (CacheException refused) {
            result.completeExceptionally(refused);
        }
        return result;
    }

    /** A read that backups may answer. */
    private <R> CompletionStage<R> callAny(Supplier<Operation> operation, Function<Reply, R> meaning) {
        CompletableFuture<R> result = new CompletableFuture<>();
        try {
            gateway.submitToAny(operation.get(), reply -> finish(result, reply, meaning));
        } catch (CacheException refused) {
            result.completeExceptionally(refused);
        }
        return result;
    }

    /** One call that asks many partitions, all within the time of a single one. */
    private record Fan(Gateway gateway, Throttle throttle, long deadlineMillis) {
        Fan(Gateway gateway) {
            this(gateway, gateway.throttle(), gateway.deadlineMillis());
        }

        <R> CompletableFuture<R> ask(int partition, Operation operation, Function<Reply, R> meaning) {
            return throttle.run(heapBytes(operation), () -> {
                CompletableFuture<R> result = new CompletableFuture<>();
                gateway.submit(partition, operation, deadlineMillis, reply -> finish(result, reply, meaning));
                return result;
            });
        }
    }

    /** What an operation takes while it is under way, as {@link Admission} counts it. */
    private static long heapBytes(Operation operation) {
        return HeapArrays.HERE.bytes(operation.sizeBytes());
    }

    private static <R> void finish(CompletableFuture<R> result, Reply reply, Function<Reply, R> meaning) {
        R value;
        try {
            value = meaning.apply(reply);
        } catch (RuntimeException refused) {
            result.completeExceptionally(refused);
            return;
        }
        result.complete(value);
    }

    private Operation incrementOf(byte[] key, long by, CounterOptions options) {
        Optional<Duration> ttl = checkedTtl(options.ttl().or(spec::ttl));
        return new Operation.Increment(
                number, key, by, options.initial(), millis(ttl.or(spec::maxTtl)), millis(spec.idle()));
    }

    private Operation putOf(byte[] key, byte[] value, PutOptions options) {
        Optional<Duration> ttl = checkedTtl(options.ttl().or(spec::ttl));
        return new Operation.Put(
                number,
                key,
                value,
                options.condition(),
                millis(ttl.or(spec::maxTtl)),
                millis(options.idle().or(spec::idle)),
                options.mediaType());
    }

    private Optional<Duration> checkedTtl(Optional<Duration> ttl) {
        if (ttl.isPresent() && ttl.get().compareTo(spec.longestTtl()) > 0) {
            throw new CacheException(
                    Reason.BAD_REQUEST,
                    "ttl " + ttl.get() + " is longer than cache '" + spec.name() + "' allows, " + spec.longestTtl());
        }
        if (ttl.isPresent() && ttl.get().compareTo(CacheSpec.SHORTEST_TTL) < 0) {
            throw new CacheException(
                    Reason.BAD_REQUEST, "ttl " + ttl.get() + " is shorter than " + CacheSpec.SHORTEST_TTL);
        }
        return ttl;
    }

    private byte[] checked(byte[] key) {
        if (key.length == 0 || key.length > limits.maxKeyBytes()) {
            throw new CacheException(
                    Reason.BAD_REQUEST,
                    "a key is 1 to " + limits.maxKeyBytes() + " bytes long, this one is " + key.length);
        }
        return key;
    }

    private byte[] checkedValue(byte[] value) {
        if (value.length > limits.maxValueBytes()) {
            throw new CacheException(
                    Reason.VALUE_TOO_LARGE,
                    "a value is at most " + limits.maxValueBytes() + " bytes long, this one is " + value.length);
        }
        return value;
    }

    private static long millis(Optional<Duration> duration) {
        return duration.isPresent() ? duration.get().toMillis() : EntryAttributes.NEVER;
    }
}
