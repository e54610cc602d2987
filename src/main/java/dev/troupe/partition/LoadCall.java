package dev.troupe.partition;

import dev.troupe.api.CacheException;
import dev.troupe.api.LoadOptions;
import dev.troupe.api.Loader;
import dev.troupe.api.Reason;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One caller's getOrLoad: asks the owner, and, as it is told, has the value, loads it, waits for the load in this JVM, or asks again a
 * little later because another node loads.
 */
final class LoadCall {
    private static final long FIRST_PAUSE_MILLIS = 5;
    private static final long LONGEST_PAUSE_MILLIS = 100;

    private final Loads loads;
    private final byte[] key;
    private final Loader<byte[], byte[]> loader;
    private final LoadOptions options;
    private final CompletableFuture<Optional<byte[]>> result = new CompletableFuture<>();
    private long pauseMillis = FIRST_PAUSE_MILLIS;

    LoadCall(Loads loads, byte[] key, Loader<byte[], byte[]> loader, LoadOptions options) {
        this.loads = loads;
        this.key = key;
        this.loader = loader;
        this.options = options;
    }

    CompletionStage<Optional<byte[]>> run() {
        CompletableFuture<Optional<byte[]>> answer = new CompletableFuture<>();
        CompletionStage<Optional<byte[]>> limited =
                result.copy().orTimeout(options.waitLimit().toMillis(), TimeUnit.MILLISECONDS);
        limited.whenComplete((value, failure) -> {
            // Once somebody has waited long enough nothing is asked again.
            result.cancel(false);
            if (failure == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(failure instanceof TimeoutException ? late() : cause(failure));
            }
        });
        ask();
        return answer;
    }

    private CacheException late() {
        return new CacheException(Reason.UNAVAILABLE, "no value was loaded within " + options.waitLimit());
    }

    private void ask() {
        if (result.isDone()) {
            return;
        }
        var unused = loads.calls().lease(key, options).thenAccept(this::answered);
    }

    private void answered(Reply reply) {
        if (reply instanceof Reply.Found found) {
            answeredWith(found);
        } else if (reply instanceof Reply.LeasedAgain leased) {
            CompletableFuture<Optional<byte[]>> load = loads.start(key, leased.token(), loader, options);
            has(leased.found(), load);
        } else if (reply instanceof Reply.Leased leased) {
            await(loads.start(key, leased.token(), loader, options));
        } else if (reply == Reply.Nothing.INSTANCE) {
            result.complete(Optional.empty());
        } else if (reply == Reply.Busy.INSTANCE) {
            CompletableFuture<Optional<byte[]>> load = loads.of(key);
            if (load == null) {
                askLater();
            } else {
                await(load);
            }
        } else {
            refused(reply);
        }
    }

    private void answeredWith(Reply.Found found) {
        CompletableFuture<Optional<byte[]>> load = isStale(found) ? loads.of(key) : null;
        if (load == null) {
            result.complete(Optional.of(found.value()));
        } else {
            has(found, load);
        }
    }

    /** There is a value, and a newer one under way. */
    private void has(Reply.Found found, CompletableFuture<Optional<byte[]>> load) {
        if (!isStale(found) || options.softLimit().isZero()) {
            result.complete(Optional.of(found.value()));
            return;
        }
        var unused = load.copy()
                .orTimeout(options.softLimit().toMillis(), TimeUnit.MILLISECONDS)
                .handle((value, failure) -> result.complete(value == null ? Optional.of(found.value()) : own(value)));
    }

    /** The array that was loaded goes to the owner of the key, and to every caller. */
    private static Optional<byte[]> own(Optional<byte[]> loaded) {
        return loaded.map(byte[]::clone);
    }

    private boolean isStale(Reply.Found found) {
        return found.remainingMillis() <= options.staleFor().toMillis();
    }

    private void await(CompletableFuture<Optional<byte[]>> load) {
        var unused = load.handle((value, failure) -> {
            if (value != null) {
                result.complete(own(value));
            } else if (cause(failure) instanceof TimeoutException) {
                askLater();
            } else {
                result.completeExceptionally(cause(failure));
            }
            return null;
        });
    }

    private void refused(Reply reply) {
        boolean isTransient =
                reply instanceof Reply.Refused refused && refused.reason().retryable();
        if (isTransient) {
            askLater();
        } else {
            result.completeExceptionally(Results.refusal(reply));
        }
    }

    private void askLater() {
        long pause = pauseMillis;
        pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
        CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS, Runnable::run)
                .execute(this::ask);
    }

    private static Throwable cause(@Nullable Throwable failure) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return failure.getCause();
        }
        return failure == null ? new IllegalStateException("neither a value nor a failure") : failure;
    }
}
