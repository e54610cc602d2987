package dev.troupe.gateway;

import dev.troupe.protocol.Operation;
import dev.troupe.protocol.Reply;
import java.util.function.Consumer;

/**
 * One call of a user of the cache.
 *
 * @param operation to be sent
 * @param deadlineMillis on this node's clock; answered by then, whatever happens
 * @param allowsBackups whether copies may answer it while the owner is silent; of reads of one entry only
 * @param onReply gets the one answer, on whatever thread has it; must not block
 */
record GatewayCall(Operation operation, long deadlineMillis, boolean allowsBackups, Consumer<Reply> onReply) {
    /** One that only the owner answers. */
    GatewayCall(Operation operation, long deadlineMillis, Consumer<Reply> onReply) {
        this(operation, deadlineMillis, false, onReply);
    }
}
