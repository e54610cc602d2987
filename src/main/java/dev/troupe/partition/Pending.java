package dev.troupe.partition;

import java.util.concurrent.CompletableFuture;

/** A request that waits for its answer. Guarded by the lock of its lane, but for the future. */
final class Pending {
    final long number;
    final Operation operation;
    final long deadlineMillis;
    final CompletableFuture<Reply> future = new CompletableFuture<>();
    long sentAtMillis = Long.MIN_VALUE / 2;
    int timesSent;

    Pending(long number, Operation operation, long deadlineMillis) {
        this.number = number;
        this.operation = operation;
        this.deadlineMillis = deadlineMillis;
    }

    void sent(long nowMillis) {
        sentAtMillis = nowMillis;
        timesSent++;
    }

    boolean wasSent() {
        return timesSent > 0;
    }
}
