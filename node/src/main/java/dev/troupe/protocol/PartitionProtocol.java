package dev.troupe.protocol;

import dev.troupe.replication.messages.FromKeeper;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What a gateway and an owner say to each other. A gateway first has an owner woken and located through sharding; the owner
 * answers with itself once it is open, and from then on requests go straight to it, one hop, past the shard region. Every
 * message but the timers', {@link Heard}, {@link WantedBack}, {@link Stop}, {@link Answers} and {@link LargeAnswer} crosses nodes.
 */
public final class PartitionProtocol {
    private PartitionProtocol() {}

    /** To the owner of a partition. */
    public sealed interface ToOwner {}

    /**
     * Wakes the owner and asks where it is.
     *
     * @param gateway uid of the gateway's incarnation
     * @param node uid of the gateway's node, with whose membership the gateway ends
     * @param answersTo takes {@link Serving} and every later answer to this gateway
     */
    public record Locate(long gateway, long node, ActorRef<ToGateway> answersTo) implements ToOwner {}

    /**
     * One operation.
     *
     * @param gateway uid of the gateway's incarnation
     * @param number of the request, counted by the gateway for this partition
     * @param lowestUnfinished the gateway waits for no answer below this number
     * @param deadlineMillis on this node's clock; travels as what remains
     */
    public record Request(long gateway, long number, long lowestUnfinished, long deadlineMillis, Operation operation)
            implements ToOwner {}

    /** Asks for entries and bytes. */
    public record Measure(long gateway) implements ToOwner {}

    /** Somebody has taken note that the partition was lost with all its copies; answered with {@link Measured}. */
    public record AcknowledgeLoss(long gateway) implements ToOwner {}

    /**
     * The partition is planned to move: a complete copy is to be made there first. Repeated until it has moved.
     *
     * @param gateway uid of the gateway that is answered
     * @param target uid of the node
     */
    public record Plan(long gateway, long target) implements ToOwner {}

    /** Time to look for expired entries. */
    public enum Sweep implements ToOwner {
        INSTANCE
    }

    /** A keeper has answered. */
    public record Heard(FromKeeper message) implements ToOwner {}

    /** All that has arrived since the first change of a burst was shipped has been handled: time to ship the others. */
    public enum Flush implements ToOwner {
        INSTANCE
    }

    /** Time to look again at writes that wait until the copies have others. */
    public enum Retry implements ToOwner {
        INSTANCE
    }

    /** Time to look at members, copies and what waits. */
    public enum Pulse implements ToOwner {
        INSTANCE
    }

    /** This node's keeper has promised another owner. */
    public enum WantedBack implements ToOwner {
        INSTANCE
    }

    /** The partition leaves this node. */
    public enum Stop implements ToOwner {
        INSTANCE
    }

    /** To the reader of a node's copies. */
    public sealed interface ToReader {}

    /**
     * A read for whoever holds a copy, while the owner is silent.
     *
     * @param number of the request, as for the owner
     * @param leastEpoch the gateway has heard of an owner of this epoch: an older copy must not answer; 0 if of none
     * @param deadlineMillis on this node's clock; travels as what remains
     * @param operation that reads one entry
     * @param answersTo takes the {@link Answer}
     */
    public record ReadCopy(
            int partition,
            long number,
            long leastEpoch,
            long deadlineMillis,
            Operation operation,
            ActorRef<ToGateway> answersTo)
            implements ToReader {}

    /** To a gateway. */
    public sealed interface ToGateway {}

    /** The owner is open. */
    public record Serving(int partition, long epoch, ActorRef<ToOwner> owner) implements ToGateway {}

    /**
     * The owner of an epoch has ended. Said besides death watch, whose notices a node that shuts down does not send to others
     * before it has left.
     */
    public record Ended(int partition, long epoch) implements ToGateway {}

    /** The answer to a request, by the owner of an epoch, or from a copy that follows it. */
    public record Answer(int partition, long epoch, long number, Reply reply) implements ToGateway {}

    /** An answer with a large value to a gateway on this node, which says when it has taken it. */
    public record LargeAnswer(Answer answer, Runnable taken) implements ToGateway {}

    /** Answers that have come in one batch, to a gateway on this node. */
    public record Answers(List<Answer> answers) implements ToGateway {}

    /** The answer to {@link Measure} and {@link AcknowledgeLoss}. */
    public record Measured(int partition, PartitionSize size, CopyReport copies) implements ToGateway {}

    /** The answer to {@link Plan}: whether the copy there is complete and level. */
    public record Planned(int partition, long target, boolean ready) implements ToGateway {}

    /** This node is about to stop: owners that end are not looked for any more. */
    public enum Close implements ToGateway {
        INSTANCE
    }

    /** Time to look for requests that are late and partitions that have no known owner. */
    public enum Tick implements ToGateway {
        INSTANCE
    }
}
