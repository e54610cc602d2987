package dev.troupe.partition;

import dev.troupe.api.CacheException;
import dev.troupe.api.LoadOptions;
import dev.troupe.api.Loader;
import dev.troupe.api.Reason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The loads of one cache that are under way in this JVM, one for each key. Safe for use by many threads. A load that takes longer than
 * it may counts as over, though its loader may still run.
 */
final class Loads {
    /** More loads do not wait in one JVM. */
    private static final int MOST_QUEUED = 10_000;

    /** Places of loads that have ended on one thread and that are to be handed on. */
    private static final class Vacancies {
        private int places;
        private boolean isHandedOn;
    }

    private final LeaseCalls calls;
    private final Map<ByteBuffer, CompletableFuture<Optional<byte[]>>> underWay = new ConcurrentHashMap<>();
    private final ArrayDeque<Runnable> queued = new ArrayDeque<>();
    private final ThreadLocal<Vacancies> vacancies = ThreadLocal.withInitial(Vacancies::new);
    private int running;

    Loads(LeaseCalls calls) {
        this.calls = calls;
    }

    LeaseCalls calls() {
        return calls;
    }

    /** The load of a key that is under way here, or null. Fails with {@link TimeoutException} if it takes too long. */
    @Nullable
    CompletableFuture<Optional<byte[]>> of(byte[] key) {
        return underWay.get(ByteBuffer.wrap(key));
    }

    /** Loads a key under a right to do so, and stores what comes of it or gives the right back. */
    CompletableFuture<Optional<byte[]>> start(
            byte[] key, long token, Loader<byte[], byte[]> loader, LoadOptions options) {
        ByteBuffer at = ByteBuffer.wrap(key);
        CompletableFuture<Optional<byte[]>> loaded = new CompletableFuture<>();
        CompletableFuture<Optional<byte[]>> outcome = new CompletableFuture<>();
        underWay.put(at, outcome);
        CompletionStage<Optional<byte[]>> limited =
                loaded.orTimeout(options.loadLimit().toMillis(), TimeUnit.MILLISECONDS);
        limited.whenComplete((value, failure) -> {
            CompletionStage<Reply> settled =
                    failure == null ? settle(key, token, value, options) : calls.release(key, token, 0);
            settled.whenComplete((reply, never) -> {
                underWay.remove(at, outcome);
                if (failure == null) {
                    outcome.complete(value);
                } else {
                    outcome.completeExceptionally(failure);
                }
            });
        });
        boolean entered = enter(options.maxLoads(), () -> {
            limited.whenComplete((value, failure) -> leave());
            call(key, loader, options, loaded);
        });
        if (!entered) {
            loaded.completeExceptionally(
                    new CacheException(Reason.OVERLOADED, MOST_QUEUED + " loads are waiting in this process"));
        }
        return outcome;
    }

    private static void call(
            byte[] key,
            Loader<byte[], byte[]> loader,
            LoadOptions options,
            CompletableFuture<Optional<byte[]>> loaded) {
        try {
            options.executor().execute(() -> run(key, loader, loaded));
        } catch (RejectedExecutionException full) {
            loaded.completeExceptionally(full);
        }
    }

    private static void run(byte[] key, Loader<byte[], byte[]> loader, CompletableFuture<Optional<byte[]>> loaded) {
        if (loaded.isDone()) {
            return;
        }
        try {
            loader.load(key)
                    .thenApplyAsync(value -> Objects.requireNonNull(value, "the loader gave null"), Runnable::run)
                    .whenComplete((value, failure) -> {
                        if (failure == null) {
                            loaded.complete(value);
                        } else {
                            loaded.completeExceptionally(failure);
                        }
                    });
        } catch (RuntimeException failure) {
            loaded.completeExceptionally(failure);
        }
    }

    private CompletionStage<Reply> settle(byte[] key, long token, Optional<byte[]> value, LoadOptions options) {
        if (value.isEmpty()) {
            return calls.release(
                    key, token, options.negativeTtl().map(Duration::toMillis).orElse(0L));
        }
        return calls.fill(key, token, value.get(), options)
                .thenCompose(reply -> reply instanceof Reply.Refused
                        ? calls.release(key, token, 0)
                        : CompletableFuture.completedFuture(reply));
    }

    /** Runs a load now, or when its turn comes; false if too many wait. */
    private boolean enter(int most, Runnable load) {
        synchronized (this) {
            if (running >= most) {
                return queued.size() < MOST_QUEUED && queued.add(load);
            }
            running++;
        }
        load.run();
        return true;
    }

    /** Hands the place on. What ends on this thread meanwhile is left to the loop: ten thousand loads must not be as many frames. */
    private void leave() {
        Vacancies mine = vacancies.get();
        mine.places++;
        if (mine.isHandedOn) {
            return;
        }
        mine.isHandedOn = true;
        try {
            while (mine.places > 0) {
                mine.places--;
                handOn();
            }
        } finally {
            mine.isHandedOn = false;
        }
    }

    private void handOn() {
        Runnable next;
        synchronized (this) {
            next = queued.pollFirst();
            if (next == null) {
                running--;
            }
        }
        if (next != null) {
            next.run();
        }
    }
}
