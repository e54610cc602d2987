package dev.troupe.partition;

import java.util.function.Consumer;

/** A request that waits for its answer. Guarded by the lock of its lane. */
final class Pending {
    final long number;
    final Operation operation;
    final long deadlineMillis;
    final Consumer<Reply> onReply;
    long sentAtMillis = Long.MIN_VALUE / 2;
    int timesSent;

    Pending(long number, Call call) {
        this.number = number;
        this.operation = call.operation();
        this.deadlineMillis = call.deadlineMillis();
        this.onReply = call.onReply();
    }

    void sent(long nowMillis) {
        sentAtMillis = nowMillis;
        timesSent++;
    }

    boolean wasSent() {
        return timesSent > 0;
    }
}
