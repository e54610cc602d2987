package dev.troupe.gateway.loading;

import dev.troupe.api.CacheException;
import dev.troupe.api.Reason;
import dev.troupe.api.loading.LoadPermits;
import dev.troupe.api.loading.LoadTask;
import dev.troupe.protocol.Reply;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The load of one key in this JVM, under a right that the owner of the key has given. Only a load that runs keeps its right: one that
 * waits for its turn gives it back and asks again later, so that nobody on another node waits for what does not run. A load that takes
 * longer than it may counts as over, though its loader may still run. Safe for use by many threads.
 */
final class KeyLoad {
    private static final long NONE = 0;

    /** What is loaded. */
    private record Subject(LoadPermits cache, ByteBuffer key) {}

    private final LoadRequest request;
    private final Loads loads;
    private final LoadTask task;
    private final CompletableFuture<LoadOutcome> loaded = new CompletableFuture<>();
    private final CompletableFuture<LoadOutcome> outcome = new CompletableFuture<>();
    private long token;
    private boolean hasBegun;
    private boolean isSettled;
    /** When its time is over; on {@link System#nanoTime}. */
    private volatile long endsAtNanos;

    /** @throws CacheException if it would be part of a load of the same key, or is nested too deep */
    KeyLoad(LoadRequest request, long token, Loads loads, @Nullable LoadTask parent) {
        this.request = request;
        this.token = token;
        this.loads = loads;
        this.task = LoadTask.of(loads.permits(), new Subject(loads.permits(), request.at()), begun -> begin(), parent);
    }

    LoadTask task() {
        return task;
    }

    /** What comes of it; never fails. */
    CompletableFuture<LoadOutcome> outcome() {
        return outcome;
    }

    /** Loads now, or when its turn comes. */
    void start() {
        endsAtNanos = System.nanoTime() + request.options().loadLimit().toNanos();
        loaded.completeOnTimeout(
                        LoadOutcome.Nothing.INSTANCE,
                        request.options().loadLimit().toMillis(),
                        TimeUnit.MILLISECONDS)
                .thenAccept(end -> settle(end == LoadOutcome.Nothing.INSTANCE && task.isAsking() ? stuck() : end))
                .exceptionally(this::broken);
        try {
            task.enter(request.options().maxLoads());
        } catch (CacheException full) {
            loaded.complete(new LoadOutcome.Failed(full));
        }
    }

    /** Whether it has not begun, and will. */
    synchronized boolean isWaiting() {
        return !hasBegun && !isSettled;
    }

    /** Gives the right back if it does not run. */
    void yieldRight() {
        long idle;
        synchronized (this) {
            idle = hasBegun ? NONE : token;
            token = hasBegun ? token : NONE;
        }
        var unused = release(idle);
    }

    private void begin() {
        if (System.nanoTime() - endsAtNanos >= 0) {
            // The timer, which may run late, would say so too.
            loaded.complete(LoadOutcome.Nothing.INSTANCE);
            return;
        }
        boolean hasRight;
        synchronized (this) {
            hasBegun = true;
            hasRight = token != NONE;
        }
        try {
            if (hasRight) {
                load();
            } else {
                var unused =
                        loads.calls().lease(request).thenAccept(this::answered).exceptionally(this::broken);
            }
        } catch (RuntimeException | Error defect) {
            broken(defect);
        }
    }

    private void answered(Reply reply) {
        if (reply instanceof Reply.Leased leased) {
            loadUnder(leased.token());
        } else if (reply instanceof Reply.LeasedAgain leased) {
            loadUnder(leased.token());
        } else {
            loaded.complete(LoadOutcome.Nothing.INSTANCE);
        }
    }

    private void loadUnder(long granted) {
        boolean isLate;
        synchronized (this) {
            isLate = isSettled;
            token = granted;
        }
        if (isLate) {
            var unused = release(granted);
        } else {
            load();
        }
    }

    private void load() {
        var unused = task.call(request.loader(), request.key().clone(), request.options())
                .thenApply(value -> value.map(loads::own))
                .handle((value, failure) -> loaded.complete(
                        failure == null
                                ? new LoadOutcome.Loaded(value)
                                : new LoadOutcome.Failed(Loads.cause(failure))));
    }

    /** Loaders on different nodes may wait for each other: called again they would do so again. */
    private LoadOutcome stuck() {
        return new LoadOutcome.Failed(new CacheException(
                Reason.UNAVAILABLE,
                "the loader of a key had " + request.options().loadLimit()
                        + " and still had no answer for another key, maybe one whose loader waits for this key"));
    }

    /** It is over: the permit goes on, the value to the owner of the key or the right back to it, and then everybody is told. */
    private void settle(LoadOutcome result) {
        task.end();
        long held;
        synchronized (this) {
            isSettled = true;
            held = token;
        }
        var unused = giveBack(held, result).handle((reply, never) -> {
            loads.ended(request.at(), this);
            return outcome.complete(result);
        });
    }

    private CompletableFuture<Reply> giveBack(long held, LoadOutcome result) {
        if (held == NONE || !(result instanceof LoadOutcome.Loaded done)) {
            return release(held);
        }
        Optional<byte[]> value = done.value();
        if (value.isEmpty()) {
            return loads.calls().release(request, held, request.times().nothingMillis());
        }
        return loads.calls()
                .fill(request, held, value.get())
                .thenCompose(reply ->
                        reply instanceof Reply.Refused ? release(held) : CompletableFuture.completedFuture(reply));
    }

    private CompletableFuture<Reply> release(long held) {
        return held == NONE
                ? CompletableFuture.completedFuture(Reply.Released.INSTANCE)
                : loads.calls().release(request, held, 0);
    }

    /** A defect of this code must not keep anybody waiting. */
    private @Nullable Void broken(Throwable defect) {
        LoadOutcome failed = new LoadOutcome.Failed(Loads.cause(defect));
        loaded.complete(failed);
        loads.ended(request.at(), this);
        outcome.complete(failed);
        return null;
    }
}
