package dev.troupe.proving.load;

import dev.troupe.api.Condition;
import dev.troupe.proving.history.Action.Write;
import dev.troupe.proving.history.Attempt;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Asks one partition again and again, always the same kind of request. One that is not answered soon does not hold up the
 * next, and each that is under way has a key of its own. Safe for use by many threads.
 */
final class Probe {
    private static final long AFTER_FAILURE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long WITHOUT_ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /** One more if there is no answer soon, no more: nodes that are only slow would be flooded, and slow for that. */
    private static final int MOST_UNDER_WAY = 2;

    private final int client;
    private final boolean writes;
    private final Exchange exchange;
    private final Consumer<Attempt> told;
    private final long periodNanos;
    /** The last one used comes first, so that there are few keys while all is well. */
    private final Deque<String> free = new ArrayDeque<>();

    private long dueNanos;
    private long value;
    private long servedNanos = Long.MIN_VALUE;
    private int underWay;
    private int failures;

    /**
     * A probe that has not begun.
     *
     * @param client names it in what is recorded
     * @param tag a hash tag of the partition
     * @param told gets every attempt that has ended
     * @param periodNanos between two requests while all is well
     * @param dueNanos of the first
     */
    Probe(
            int client,
            boolean writes,
            String tag,
            Exchange exchange,
            Consumer<Attempt> told,
            long periodNanos,
            long dueNanos) {
        this.client = client;
        this.writes = writes;
        this.exchange = exchange;
        this.told = told;
        this.periodNanos = periodNanos;
        this.dueNanos = dueNanos;
        for (int key = 0; key < MOST_UNDER_WAY; key++) {
            free.add(key(tag, key));
        }
    }

    static String key(String tag, int number) {
        return "{" + tag + "}p" + number;
    }

    /** Sends a request if one is due. */
    void tick(long nowNanos) {
        String key;
        synchronized (this) {
            if (nowNanos - dueNanos < 0 || free.isEmpty()) {
                return;
            }
            key = free.remove();
            value++;
            dueNanos = nowNanos + (WITHOUT_ANSWER_NANOS << underWay);
            underWay++;
        }
        var unused = send(key).whenComplete((attempt, defect) -> ended(key, attempt, defect));
    }

    private CompletableFuture<Attempt> send(String key) {
        return writes
                ? exchange.beginWrite(client, key, Write.of(value), Condition.always())
                : exchange.beginRead(client, key);
    }

    private void ended(String key, Attempt attempt, Throwable defect) {
        synchronized (this) {
            underWay--;
            long nowNanos = System.nanoTime();
            if (defect != null) {
                failures++;
                dueNanos = nowNanos + WITHOUT_ANSWER_NANOS;
            } else if (attempt.isAnswered()) {
                servedNanos = Math.max(servedNanos, attempt.invokedNanos());
                dueNanos = nowNanos + periodNanos;
            } else {
                dueNanos = Math.min(dueNanos, nowNanos + AFTER_FAILURE_NANOS);
            }
            free.push(key);
        }
        if (defect == null) {
            told.accept(attempt);
        }
    }

    /** Makes the next request due. */
    synchronized void hurry(long dueNanos) {
        this.dueNanos = dueNanos;
    }

    /** Whether a request that began after a moment has been answered. */
    synchronized boolean isServedSince(long nanos) {
        return servedNanos - nanos >= 0 && servedNanos != Long.MIN_VALUE;
    }

    synchronized boolean isIdle() {
        return underWay == 0;
    }

    synchronized int failures() {
        return failures;
    }
}
