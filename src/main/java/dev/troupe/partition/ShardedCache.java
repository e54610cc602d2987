package dev.troupe.partition;

import dev.troupe.api.Cache;
import dev.troupe.api.CacheException;
import dev.troupe.api.CacheSpec;
import dev.troupe.api.Condition;
import dev.troupe.api.Entry;
import dev.troupe.api.Limits;
import dev.troupe.api.PutOptions;
import dev.troupe.api.PutResult;
import dev.troupe.api.Reason;
import dev.troupe.api.RemoveResult;
import dev.troupe.store.EntryAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** One named cache, spread over the partitions. Checks what the caller gave before anything is sent. */
final class ShardedCache implements Cache<byte[], byte[]> {
    private final int number;
    private final CacheSpec spec;
    private final Limits limits;
    private final Gateway gateway;

    ShardedCache(int number, CacheSpec spec, Limits limits, Gateway gateway) {
        this.number = number;
        this.spec = spec;
        this.limits = limits;
        this.gateway = gateway;
    }

    @Override
    public CacheSpec spec() {
        return spec;
    }

    @Override
    public CompletionStage<Optional<Entry<byte[]>>> get(byte[] key) {
        return call(() -> new Operation.Get(number, checked(key)), ShardedCache::found);
    }

    @Override
    public CompletionStage<Optional<Entry<Integer>>> peek(byte[] key) {
        return call(() -> new Operation.Peek(number, checked(key)), ShardedCache::known);
    }

    @Override
    public CompletionStage<PutResult> put(byte[] key, byte[] value, PutOptions options) {
        return call(() -> putOf(checked(key), checkedValue(value), options), ShardedCache::stored);
    }

    @Override
    public CompletionStage<RemoveResult> remove(byte[] key, Condition condition) {
        return call(() -> new Operation.Remove(number, checked(key), condition), ShardedCache::removed);
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

    private static <R> void finish(CompletableFuture<R> result, Reply reply, Function<Reply, R> meaning) {
        R value;
        try {
            value = meaning.apply(reply);
        } catch (CacheException refused) {
            result.completeExceptionally(refused);
            return;
        }
        result.complete(value);
    }

    private Operation putOf(byte[] key, byte[] value, PutOptions options) {
        Optional<Duration> ttl = options.ttl().or(spec::ttl);
        if (ttl.isPresent() && ttl.get().compareTo(spec.longestTtl()) > 0) {
            throw new CacheException(
                    Reason.BAD_REQUEST,
                    "ttl " + ttl.get() + " is longer than cache '" + spec.name() + "' allows, " + spec.longestTtl());
        }
        return new Operation.Put(
                number,
                key,
                value,
                options.condition(),
                millis(ttl.or(spec::maxTtl)),
                millis(options.idle().or(spec::idle)),
                options.mediaType());
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

    private static Optional<Entry<byte[]>> found(Reply reply) {
        if (reply instanceof Reply.Found found) {
            return Optional.of(
                    new Entry<>(found.value(), found.version(), remaining(found.remainingMillis()), found.mediaType()));
        }
        return absent(reply);
    }

    private static Optional<Entry<Integer>> known(Reply reply) {
        if (reply instanceof Reply.Known known) {
            return Optional.of(new Entry<>(
                    known.valueLength(), known.version(), remaining(known.remainingMillis()), known.mediaType()));
        }
        return absent(reply);
    }

    private static PutResult stored(Reply reply) {
        if (reply instanceof Reply.Created created) {
            return new PutResult(PutResult.Outcome.CREATED, created.version());
        }
        if (reply instanceof Reply.Replaced replaced) {
            return new PutResult(PutResult.Outcome.REPLACED, replaced.version());
        }
        if (reply instanceof Reply.ConditionFailed failed) {
            return new PutResult(PutResult.Outcome.CONDITION_FAILED, failed.version());
        }
        throw refusal(reply);
    }

    private static RemoveResult removed(Reply reply) {
        if (reply == Reply.Removed.INSTANCE) {
            return RemoveResult.REMOVED;
        }
        if (reply == Reply.Absent.INSTANCE) {
            return RemoveResult.ABSENT;
        }
        if (reply instanceof Reply.ConditionFailed) {
            return RemoveResult.CONDITION_FAILED;
        }
        throw refusal(reply);
    }

    private static <T> Optional<T> absent(Reply reply) {
        if (reply == Reply.Absent.INSTANCE) {
            return Optional.empty();
        }
        throw refusal(reply);
    }

    private static Optional<Duration> remaining(long millis) {
        return millis == EntryAttributes.NEVER ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }

    private static CacheException refusal(Reply reply) {
        return reply instanceof Reply.Refused refused
                ? new CacheException(refused.reason(), refused.detail())
                : new CacheException(Reason.INTERNAL, "the owner of the key gave an answer that does not fit");
    }
}
