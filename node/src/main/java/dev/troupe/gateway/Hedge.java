package dev.troupe.gateway;

import dev.troupe.protocol.PartitionProtocol.ReadCopy;
import dev.troupe.protocol.PartitionProtocol.Serving;
import dev.troupe.protocol.PartitionProtocol.ToGateway;
import dev.troupe.protocol.PartitionProtocol.ToOwner;
import dev.troupe.protocol.Reply;
import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * Has the reads of one channel that allow it answered by copies too, while the owner of the partition is silent: one that has waited
 * for the delay, and, until the owner answers something, those that follow at once. What comes first is the answer. Guarded
 * by the lock of its channel.
 */
public final class Hedge {
    /** Nodes that are asked at first: one more than there can be backups. */
    private static final int FIRST_NODES = 4;

    /** And when those have not answered. */
    private static final int MOST_NODES = 16;

    /** Repetitions come at growing intervals, up to this many doublings. */
    private static final int MOST_DOUBLINGS = 3;

    /** The way to the nodes that may hold a copy. */
    interface Way {
        /**
         * Asks the nodes that most likely hold a copy. Must not block.
         *
         * @param owner the last one known, or null
         * @param most nodes to ask
         */
        void ask(ReadCopy read, @Nullable ActorRef<ToOwner> owner, int most);
    }

    /**
     * What all channels of a gateway share.
     *
     * @param delayMillis a read is sent to copies after so long without an answer
     * @param repeatMillis and again after so long, then at growing intervals
     * @param answered counts the reads that copies have answered
     */
    public record Shared(Way way, long delayMillis, long repeatMillis, LongAdder answered) {}

    private final int partition;
    private final Shared shared;
    private @Nullable ActorRef<ToGateway> answersTo;
    private @Nullable ActorRef<ToOwner> owner;
    private boolean silent;

    Hedge(int partition, Shared shared) {
        this.partition = partition;
        this.shared = shared;
    }

    /** Takes the answers of copies; nothing is asked before this is known. */
    void answersTo(ActorRef<ToGateway> gateway) {
        answersTo = gateway;
    }

    /** A read that allows it has been sent to the owner, or waits for one. */
    void begin(Pending read, long epoch, long nowMillis) {
        read.copiesAtMillis = nowMillis + shared.delayMillis();
        if (silent) {
            ask(read, epoch, nowMillis);
        }
    }

    /** Asks the copies if it is time. */
    void tick(Pending read, long epoch, long nowMillis) {
        if (nowMillis >= read.copiesAtMillis) {
            silent = true;
            ask(read, epoch, nowMillis);
        }
    }

    /** An owner has reported. */
    void located(Serving serving) {
        owner = serving.owner();
        silent = false;
    }

    /** Somebody has answered a request, or would have. */
    void answered(Reply reply, boolean first) {
        if (!(reply instanceof Reply.ByBackup)) {
            silent = false;
        } else if (first) {
            shared.answered().increment();
        }
    }

    private void ask(Pending read, long epoch, long nowMillis) {
        if (answersTo != null) {
            int doublings = Math.min(read.timesCopiesAsked, MOST_DOUBLINGS);
            read.copiesAtMillis = nowMillis + (shared.repeatMillis() << doublings);
            int most = read.timesCopiesAsked++ == 0 ? FIRST_NODES : MOST_NODES;
            ReadCopy asked =
                    new ReadCopy(partition, read.number, epoch, read.deadlineMillis, read.operation, answersTo);
            shared.way().ask(asked, owner, most);
        }
    }
}
