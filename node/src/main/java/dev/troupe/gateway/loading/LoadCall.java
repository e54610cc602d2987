package dev.troupe.gateway.loading;

import dev.troupe.api.CacheException;
import dev.troupe.api.Reason;
import dev.troupe.api.loading.LoadTask;
import dev.troupe.protocol.Reply;
import dev.troupe.protocol.Results;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One caller's getOrLoad: asks the owner, and, as it is told, has the value, loads it, waits for the load in this JVM, or asks again a
 * little later because another node loads.
 */
public final class LoadCall {
    private static final long FIRST_PAUSE_MILLIS = 5;
    private static final long LONGEST_PAUSE_MILLIS = 100;

    private final Loads loads;
    private final LoadRequest request;
    /** The load whose loader makes this call. */
    private final @Nullable LoadTask parent = LoadTask.current();

    private final CompletableFuture<LoadOutcome> result = new CompletableFuture<>();
    private long pauseMillis = FIRST_PAUSE_MILLIS;

    public LoadCall(Loads loads, LoadRequest request) {
        this.loads = loads;
        this.request = request;
    }

    public CompletionStage<Optional<byte[]>> run() {
        CompletableFuture<Optional<byte[]>> answer = new CompletableFuture<>();
        // Once somebody has waited long enough nothing is asked again.
        var unused = result.completeOnTimeout(
                        LoadOutcome.Nothing.INSTANCE,
                        request.options().waitLimit().toMillis(),
                        TimeUnit.MILLISECONDS)
                .thenAccept(outcome -> LoadTask.within(parent, () -> tell(outcome, answer)));
        if (parent != null) {
            parent.asks(result);
        }
        ask();
        return answer;
    }

    private boolean tell(LoadOutcome outcome, CompletableFuture<Optional<byte[]>> answer) {
        if (outcome instanceof LoadOutcome.Loaded loaded) {
            return answer.complete(loaded.value().map(byte[]::clone));
        }
        return answer.completeExceptionally(outcome instanceof LoadOutcome.Failed failed ? failed.cause() : late());
    }

    private CacheException late() {
        return new CacheException(
                Reason.UNAVAILABLE,
                "no value was loaded within " + request.options().waitLimit());
    }

    private void ask() {
        if (result.isDone()) {
            return;
        }
        // Where a load waits for its turn this call joins it, unless there is a value by now.
        @Nullable KeyLoad waiting = loads.waiting(request);
        CompletableFuture<Reply> reply =
                waiting == null ? loads.calls().lease(request) : loads.calls().inquire(request);
        var unused = reply.thenAccept(answer -> answered(answer, waiting)).exceptionally(defect -> {
            result.complete(new LoadOutcome.Failed(Loads.cause(defect)));
            return null;
        });
    }

    private void answered(Reply reply, @Nullable KeyLoad waiting) {
        if (reply instanceof Reply.Found found) {
            answeredWith(found);
        } else if (reply instanceof Reply.LeasedAgain leased) {
            KeyLoad load = waiting == null ? loads.start(request, leased.token(), parent) : waiting;
            has(leased.found(), load);
            load.yieldRight();
        } else if (reply instanceof Reply.Leased leased) {
            KeyLoad load = waiting == null ? loads.start(request, leased.token(), parent) : waiting;
            await(load);
            load.yieldRight();
        } else if (reply == Reply.Nothing.INSTANCE) {
            result.complete(new LoadOutcome.Loaded(Optional.empty()));
        } else if (reply == Reply.Busy.INSTANCE) {
            KeyLoad load = loads.of(request);
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
        KeyLoad load = request.times().isStale(found.remainingMillis()) ? loads.of(request) : null;
        if (load == null) {
            result.complete(value(found));
        } else {
            has(found, load);
        }
    }

    /** There is a value, and a newer one under way. */
    private void has(Reply.Found found, KeyLoad load) {
        long softMillis = request.options().softLimit().toMillis();
        if (softMillis == 0 || !request.times().isStale(found.remainingMillis()) || !mayAwait(load)) {
            result.complete(value(found));
            return;
        }
        var unused = load.outcome()
                .copy()
                .completeOnTimeout(LoadOutcome.Nothing.INSTANCE, softMillis, TimeUnit.MILLISECONDS)
                .thenAccept(outcome -> result.complete(outcome instanceof LoadOutcome.Loaded ? outcome : value(found)));
    }

    private void await(KeyLoad load) {
        if (!mayAwait(load)) {
            result.complete(new LoadOutcome.Failed(LoadTask.circular()));
            return;
        }
        var unused = load.outcome().thenAccept(outcome -> {
            if (outcome == LoadOutcome.Nothing.INSTANCE) {
                askLater();
            } else {
                result.complete(outcome);
            }
        });
    }

    /** Whether a load may be waited for, which then is known to be as long as it lasts. */
    private boolean mayAwait(KeyLoad load) {
        @Nullable LoadTask outer = parent;
        if (outer == null) {
            return true;
        }
        if (!outer.await(load.task())) {
            return false;
        }
        var unused = CompletableFuture.anyOf(load.outcome(), result).thenRun(() -> outer.ceaseToAwait(load.task()));
        return true;
    }

    private void refused(Reply reply) {
        boolean isTransient =
                reply instanceof Reply.Refused refused && refused.reason().retryable();
        if (isTransient) {
            askLater();
        } else {
            result.complete(new LoadOutcome.Failed(Results.refusal(reply)));
        }
    }

    private void askLater() {
        long pause = pauseMillis;
        pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
        CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS, Runnable::run)
                .execute(this::ask);
    }

    private static LoadOutcome value(Reply.Found found) {
        return new LoadOutcome.Loaded(Optional.of(found.value()));
    }
}
