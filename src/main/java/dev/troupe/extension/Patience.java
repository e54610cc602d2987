package dev.troupe.extension;

import dev.troupe.api.CacheException;
import dev.troupe.api.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Repeats a call that was refused because too much is under way, after pauses that grow. Nothing has happened in that case. */
final class Patience {
    private static final int MOST_TRIES = 12;
    private static final long FIRST_PAUSE_MILLIS = 5;
    private static final long LONGEST_PAUSE_MILLIS = 1000;

    private Patience() {}

    /** What the call comes to once it is admitted; after about six seconds the refusal. */
    static <T> CompletionStage<T> untilAdmitted(Supplier<CompletionStage<T>> call) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        attempt(call, 1, outcome);
        return outcome;
    }

    private static <T> void attempt(Supplier<CompletionStage<T>> call, int count, CompletableFuture<T> outcome) {
        call.get().whenComplete((result, failure) -> {
            if (failure == null) {
                outcome.complete(result);
            } else if (isOverload(failure) && count < MOST_TRIES) {
                after(count).execute(() -> attempt(call, count + 1, outcome));
            } else {
                outcome.completeExceptionally(failure);
            }
        });
    }

    private static Executor after(int tries) {
        long pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << tries);
        return CompletableFuture.delayedExecutor(pauseMillis, TimeUnit.MILLISECONDS, Runnable::run);
    }

    private static boolean isOverload(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof CacheException refused && refused.reason() == Reason.OVERLOADED;
    }
}
