package dev.troupe.gateway;

import dev.troupe.protocol.Operation;
import dev.troupe.protocol.Reply;
import dev.troupe.transport.LargeSend;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request that waits for its answer. Guarded by the lock of its channel. */
final class Pending {
    final long number;
    final Operation operation;
    final long deadlineMillis;
    final boolean allowsBackups;
    final Consumer<Reply> onReply;
    long sentAtMillis = Long.MIN_VALUE / 2;
    int timesSent;
    /** When copies are to be asked next, if they are allowed to answer. */
    long copiesAtMillis;

    int timesCopiesAsked;
    /** What waits to leave this node, or is about to. */
    @Nullable
    LargeSend leaving;

    Pending(long number, GatewayCall call) {
        this.number = number;
        this.operation = call.operation();
        this.deadlineMillis = call.deadlineMillis();
        this.allowsBackups = call.allowsBackups();
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
