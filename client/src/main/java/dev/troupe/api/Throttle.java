package dev.troupe.api;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has any number of calls made a few at a time, in the order in which they come, so that together they stay below the limits of
 * what they go to. A call that is refused as {@link Reason#OVERLOADED}, which means that it has not happened, is made again after a
 * pause and with half as many under way; with each that ends well there may be a little more again. Safe for use by many threads.
 * Nothing blocks; calls are made on the thread that asks for them or that ends another, or on one of the JVM's pool after a pause.
 */
public final class Throttle {
    /** Calls are given up as overloaded when for so long nothing but that was answered. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final long FIRST_PAUSE_MILLIS = 2;
    private static final long LONGEST_PAUSE_MILLIS = 50;

    /**
     * What may be under way at a time.
     *
     * @param calls at least 1
     * @param bytes of all calls together; one call alone may have more
     */
    public record Window(int calls, long bytes) {
        /**
         * @param calls at least 1
         * @param bytes of all calls together; one call alone may have more
         * @throws IllegalArgumentException if there is room for no call
         */
        public Window {
            if (calls < 1) {
                throw new IllegalArgumentException("at least one call has to be under way, got " + calls);
            }
        }
    }

    private final Window most;
    private final ArrayDeque<Waiting<?>> waiting = new ArrayDeque<>();
    /** How many calls may be under way now; 1 to those of the window. */
    private double width;

    private int calls;
    private long bytes;
    private boolean isPaused;
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private long answeredNanos = System.nanoTime();
    private boolean isMakingCalls;
    private @Nullable Throwable stopped;

    /**
     * One with nothing under way.
     *
     * @param most what may be under way at a time
     */
    public Throttle(Window most) {
        this.most = most;
        this.width = most.calls();
    }

    /**
     * Makes a call now or when its turn comes.
     *
     * @param <T> what it comes to
     * @param bytes that it takes while it is under way
     * @param call may be made more than once, and may throw
     * @return what it comes to; fails with the cause of a {@link #stop} before
     */
    public <T> CompletableFuture<T> run(long bytes, Supplier<? extends CompletionStage<T>> call) {
        Waiting<T> next = new Waiting<>(bytes, call);
        synchronized (this) {
            if (stopped != null) {
                return CompletableFuture.failedFuture(stopped);
            }
            waiting.addLast(next);
        }
        makeCalls();
        return next.result;
    }

    /**
     * Makes no call any more, nor one again. Those under way end in their own way.
     *
     * @param cause that those end with which have not been made; of several stops the first one's
     */
    public void stop(Throwable cause) {
        List<Waiting<?>> left;
        synchronized (this) {
            if (stopped != null) {
                return;
            }
            stopped = cause;
            left = List.copyOf(waiting);
            waiting.clear();
        }
        left.forEach(call -> call.result.completeExceptionally(cause));
    }

    /** One thread at a time makes them, and goes on with what others leave to it: calls that end at once are no deeper stack. */
    private void makeCalls() {
        synchronized (this) {
            if (isMakingCalls) {
                return;
            }
            isMakingCalls = true;
        }
        for (Waiting<?> next = next(); next != null; next = next()) {
            next.make();
        }
    }

    /** The call whose turn it is; null if it is nobody's, and then nobody makes calls. */
    private synchronized @Nullable Waiting<?> next() {
        Waiting<?> first = waiting.peekFirst();
        boolean hasRoom = first != null
                && !isPaused
                && calls < (int) width
                && (calls == 0 || bytes + first.bytes <= most.bytes());
        if (first == null || !hasRoom) {
            isMakingCalls = false;
            return null;
        }
        waiting.removeFirst();
        calls++;
        bytes += first.bytes;
        return first;
    }

    /** Whether a call that has ended is to be made again. */
    private synchronized boolean isRepeated(Waiting<?> call, @Nullable Throwable failure) {
        calls--;
        bytes -= call.bytes;
        long now = System.nanoTime();
        if (failure == null || !isOverload(failure)) {
            width = Math.min(most.calls(), width + 1 / width);
            pauseMillis = FIRST_PAUSE_MILLIS;
            answeredNanos = now;
            return false;
        }
        pause();
        boolean isRepeated = stopped == null && now - Math.max(answeredNanos, call.sinceNanos) < PATIENCE.toNanos();
        if (isRepeated) {
            waiting.addFirst(call);
        }
        return isRepeated;
    }

    private void pause() {
        if (!isPaused) {
            isPaused = true;
            width = Math.max(1, Math.min(width, calls + 1) / 2);
            CompletableFuture.delayedExecutor(pauseMillis, TimeUnit.MILLISECONDS)
                    .execute(this::goOn);
            pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, 2 * pauseMillis);
        }
    }

    private void goOn() {
        synchronized (this) {
            isPaused = false;
        }
        makeCalls();
    }

    private static boolean isOverload(Throwable failure) {
        return cause(failure) instanceof CacheException refused && refused.reason() == Reason.OVERLOADED;
    }

    /** What a stage has failed with; what code of a user failed with stays that, whatever it is. */
    static Throwable cause(Throwable failure) {
        @Nullable Throwable cause = failure.getClass() == CompletionException.class ? failure.getCause() : null;
        return cause == null ? failure : cause;
    }

    /** A call that is to be made. */
    private final class Waiting<T> {
        private final long bytes;
        private final Supplier<? extends CompletionStage<T>> call;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private long sinceNanos;

        Waiting(long bytes, Supplier<? extends CompletionStage<T>> call) {
            this.bytes = bytes;
            this.call = call;
        }

        void make() {
            if (sinceNanos == 0) {
                sinceNanos = System.nanoTime();
            }
            CompletionStage<T> made;
            try {
                made = Objects.requireNonNull(call.get(), "a call gave no stage");
            } catch (Throwable thrown) {
                made = CompletableFuture.failedFuture(thrown);
            }
            made.whenComplete(this::ended);
        }

        private void ended(@Nullable T value, @Nullable Throwable failure) {
            if (!isRepeated(this, failure)) {
                if (failure == null) {
                    result.complete(value);
                } else {
                    result.completeExceptionally(cause(failure));
                }
            }
            makeCalls();
        }
    }
}
