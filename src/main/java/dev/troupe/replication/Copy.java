package dev.troupe.replication;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** What one node keeps of one partition, and what it has promised about it. Not thread safe. */
public final class Copy {
    /**
     * Nothing kept, nothing promised.
     *
     * @param keeper uid of its node
     * @param newState makes an empty state for a hash seed
     */
    public Copy(int partition, long keeper, CopySettings settings, LongFunction<PartitionState> newState) {}

    /**
     * A member, not down, says something; the caller has checked that.
     *
     * @param clockDifferenceMillis this node's clock minus the sender's
     * @param reply takes answers to the node of the message's writer; there may be none or several
     */
    public void on(ToKeeper message, long nowMillis, long clockDifferenceMillis, Consumer<FromKeeper> reply) {
        throw new UnsupportedOperationException();
    }

    /** Repeats pulls, and tells what is held now and then; what it says goes to the node of its writer's uid. */
    public void tick(long nowMillis, Consumer<FromKeeper> toWriter) {
        throw new UnsupportedOperationException();
    }

    /** The highest writer that a promise was given to. */
    public Writer promised() {
        throw new UnsupportedOperationException();
    }

    /** The highest writer in office that was heard of. */
    public Writer opening() {
        throw new UnsupportedOperationException();
    }

    /** Of the complete copy, 0 without one; of a lent one the position when it was lent. */
    public long position() {
        throw new UnsupportedOperationException();
    }

    /** Whether there is a complete copy here that is not lent. */
    public boolean isComplete() {
        throw new UnsupportedOperationException();
    }

    /** The complete copy at rest, for reads; empty if there is none or it is lent. */
    public Optional<PartitionState> resting() {
        throw new UnsupportedOperationException();
    }

    /** The complete copy, now lent; empty if it is lent already, there is none, or another writer has been promised. */
    public Optional<PartitionState> borrow(Writer writer) {
        throw new UnsupportedOperationException();
    }

    /** The writer has fetched or begun this data; it counts as lent to it and replaces what was here. */
    public void install(Writer writer, PartitionState fetched) {
        throw new UnsupportedOperationException();
    }

    /** A lent state comes back, at its last whole change; one that is not whole is thrown away and counted. */
    public void giveBack(PartitionState state) {
        throw new UnsupportedOperationException();
    }

    /** Whether the owner on this node has the data. */
    public boolean isLent() {
        throw new UnsupportedOperationException();
    }

    /** Whether a higher writer has been promised while the data is lent: the owner here is deposed. */
    public boolean mustReturn() {
        throw new UnsupportedOperationException();
    }

    /** Whether no data is here, lent, or coming. */
    public boolean isEmpty() {
        throw new UnsupportedOperationException();
    }

    /** States that came back broken and were thrown away. */
    public int thrownAway() {
        throw new UnsupportedOperationException();
    }

    /** A member is gone for good: what it was sending will never be complete. */
    public void forgetMember(long uid) {
        throw new UnsupportedOperationException();
    }
}
