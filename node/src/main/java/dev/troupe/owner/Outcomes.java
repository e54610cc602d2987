package dev.troupe.owner;

import dev.troupe.api.Reason;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.Reply;
import dev.troupe.replication.state.Change;
import dev.troupe.replication.state.Receipt;

/** Answers to requests that have changed something, as the outcomes in the receipts of their changes. */
final class Outcomes {
    private static final int CREATED = 1;
    private static final int REPLACED = 2;
    private static final int REMOVED = 3;
    private static final int TOUCHED = 4;
    private static final int COUNTED = 5;
    private static final int CLEARED = 6;

    private static final long NO_DETAIL = 0;

    private static final Reply UNKNOWN = new Reply.Refused(
            Reason.OUTCOME_UNKNOWN, "it was carried out by an owner that speaks of it in another way");

    private Outcomes() {}

    /** The receipt of the change that a request comes to, with this answer. */
    static Receipt receipt(Request request, Reply reply) {
        return new Receipt(request.gateway(), request.number(), request.lowestUnfinished(), code(reply), detail(reply));
    }

    /** The answer that a receipt stands for. */
    static Reply reply(Change.Recall recalled) {
        return switch (recalled.receipt().outcome()) {
            case CREATED -> new Reply.Created(recalled.version());
            case REPLACED -> new Reply.Replaced(recalled.version());
            case REMOVED -> Reply.Removed.INSTANCE;
            case TOUCHED -> Reply.Touched.INSTANCE;
            case COUNTED ->
                new Reply.Counted(recalled.version(), recalled.receipt().detail());
            case CLEARED -> Reply.Cleared.INSTANCE;
            default -> UNKNOWN;
        };
    }

    private static long detail(Reply reply) {
        return reply instanceof Reply.Counted counted ? counted.value() : NO_DETAIL;
    }

    private static int code(Reply reply) {
        if (reply instanceof Reply.Created) {
            return CREATED;
        }
        if (reply instanceof Reply.Replaced) {
            return REPLACED;
        }
        if (reply == Reply.Removed.INSTANCE) {
            return REMOVED;
        }
        if (reply == Reply.Touched.INSTANCE) {
            return TOUCHED;
        }
        if (reply instanceof Reply.Counted) {
            return COUNTED;
        }
        if (reply == Reply.Cleared.INSTANCE) {
            return CLEARED;
        }
        throw new IllegalArgumentException("no answer to a change: " + reply);
    }
}
