package dev.troupe.api;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets one of many events pass in an interval and counts the others: for what is told in a log, so that nobody can flood it. Safe for use by
 * many threads.
 */
public final class RateLimit {
    private final long intervalNanos;
    private final AtomicLong lastNanos;
    private final AtomicLong leftOut = new AtomicLong();

    /**
     * One that lets the first event pass at once.
     *
     * @param interval positive
     * @param nowNanos as {@link System#nanoTime} has it
     */
    public RateLimit(Duration interval, long nowNanos) {
        this.intervalNanos = interval.toNanos();
        this.lastNanos = new AtomicLong(nowNanos - intervalNanos);
    }

    /** How many events have not passed since the last one that has; empty if this one does not. */
    public OptionalLong pass(long nowNanos) {
        long last = lastNanos.get();
        if (nowNanos - last >= intervalNanos && lastNanos.compareAndSet(last, nowNanos)) {
            return OptionalLong.of(leftOut.getAndSet(0));
        }
        leftOut.incrementAndGet();
        return OptionalLong.empty();
    }
}
