package dev.troupe.proving.load;

import dev.troupe.api.Cache;
import dev.troupe.api.CacheException;
import dev.troupe.api.Condition;
import dev.troupe.api.Entry;
import dev.troupe.api.PutOptions;
import dev.troupe.api.PutResult;
import dev.troupe.api.Reason;
import dev.troupe.api.RemoveResult;
import dev.troupe.proving.history.Action;
import dev.troupe.proving.history.Action.Read;
import dev.troupe.proving.history.Action.Remove;
import dev.troupe.proving.history.Action.Write;
import dev.troupe.proving.history.Attempt;
import dev.troupe.proving.history.Outcome;
import dev.troupe.proving.history.Outcome.Plain;
import dev.troupe.proving.history.Outcome.Saw;
import dev.troupe.proving.history.Outcome.Wrote;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** Turns an action into a request, waits for its answer, and tells both. */
final class Exchange {
    private final Cache<byte[], byte[]> cache;

    Exchange(Cache<byte[], byte[]> cache) {
        this.cache = cache;
    }

    Attempt read(int client, String key) {
        return beginRead(client, key).join();
    }

    /** Like {@link #read} without waiting. */
    CompletableFuture<Attempt> beginRead(int client, String key) {
        return begin(
                client,
                key,
                new Read(),
                () -> cache.get(bytes(key)),
                found -> found.map(entry -> saw(key, entry)).orElseGet(() -> new Saw(Action.NOTHING, 0)));
    }

    /** @param condition what the write's expectation comes to in versions */
    Attempt write(int client, String key, Write write, Condition condition) {
        return beginWrite(client, key, write, condition).join();
    }

    /** Like {@link #write} without waiting. */
    CompletableFuture<Attempt> beginWrite(int client, String key, Write write, Condition condition) {
        PutOptions options = options(write, condition);
        return begin(
                client,
                key,
                write,
                () -> cache.put(bytes(key), Payload.of(key, write.value()), options),
                result -> result.outcome() == PutResult.Outcome.CONDITION_FAILED
                        ? Plain.UNMET
                        : new Wrote(result.version()));
    }

    Attempt remove(int client, String key) {
        return begin(
                        client,
                        key,
                        new Remove(),
                        () -> cache.remove(bytes(key)),
                        result -> result == RemoveResult.REMOVED ? Plain.REMOVED : Plain.ABSENT)
                .join();
    }

    private static Outcome saw(String key, Entry<byte[]> entry) {
        return new Saw(Payload.value(key, entry.value()), entry.version());
    }

    private static PutOptions options(Write write, Condition condition) {
        PutOptions options = PutOptions.DEFAULT.withCondition(condition);
        return write.ttlMillis() == 0 ? options : options.withTtl(Duration.ofMillis(write.ttlMillis()));
    }

    private static <T> CompletableFuture<Attempt> begin(
            int client, String key, Action action, Supplier<CompletionStage<T>> call, Function<T, Outcome> outcome) {
        long invokedNanos = System.nanoTime();
        return call.get()
                .toCompletableFuture()
                .thenApply(outcome)
                .exceptionally(failed -> failure(action, failed))
                .thenApply(told -> new Attempt(client, key, action, told, invokedNanos, System.nanoTime()));
    }

    private static Outcome failure(Action action, Throwable failed) {
        Throwable cause =
                failed instanceof CompletionException && failed.getCause() != null ? failed.getCause() : failed;
        if (cause instanceof CacheException known) {
            return isOpen(action, known.reason()) ? Plain.UNKNOWN : Plain.REFUSED;
        }
        throw new CompletionException(cause);
    }

    /** Whether a failure leaves open what happened. */
    private static boolean isOpen(Action action, Reason reason) {
        return !(action instanceof Read) && (reason == Reason.OUTCOME_UNKNOWN || reason == Reason.INTERNAL);
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }
}
