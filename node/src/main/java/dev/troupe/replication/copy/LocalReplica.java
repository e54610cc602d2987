package dev.troupe.replication.copy;

import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.state.PartitionState;
import java.util.Optional;

/**
 * What a node has of a partition: nothing, a complete copy at rest, or one that its owner on this node has. What a writer says is answered by the
 * state that it meets, which says what there is then; unless it says otherwise, a state takes nothing and remains.
 */
sealed interface LocalReplica permits Absent, Resting, Lent {
    /** Of the complete copy, 0 without one; of a lent one the position when it was lent. */
    long position();

    /** Whether it is known to be part of this writer's history, or the writer has it. */
    boolean belongsTo(Writer writer);

    /** The data, if nobody else has it. */
    default Optional<PartitionState> resting() {
        return Optional.empty();
    }

    /** Who has the data; nobody unless it is lent. */
    default Writer lentTo() {
        return Writer.NOBODY;
    }

    default boolean isLent() {
        return false;
    }

    /** One that would be the owner asks what is here. */
    void question(ReceivedMessage received);

    /** The writer has opened; whether that is to be remembered, and acknowledged. */
    boolean open(ToKeeper.Open open, ReceivedMessage received);

    default LocalReplica ship(ToKeeper.Ship ship, ReceivedMessage received) {
        return this;
    }

    default LocalReplica part(ToKeeper.Part part, ReceivedMessage received) {
        return this;
    }

    default void markFinal(ToKeeper.Final message, ReceivedMessage received) {}

    /** The copy goes, and gives its memory back. */
    default LocalReplica drop() {
        return this;
    }

    /** Reads, if it belongs to the history of the writer that has opened. */
    default <R> Optional<R> read(Writer opening, long nowMillis, BackupReplica.Reader<R> reader) {
        return Optional.empty();
    }

    default void tick(long nowMillis) {}
}
