package dev.troupe.replication.copy;

import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;

/**
 * The owner on this node has the data; only it can say what is in it.
 *
 * @param lentTo the owner
 * @param position when it was lent
 */
record Lent(Writer lentTo, long position) implements LocalReplica {
    @Override
    public boolean belongsTo(Writer writer) {
        return lentTo.equals(writer);
    }

    @Override
    public boolean isLent() {
        return true;
    }

    /** Lent data answers when it has come back; the asker repeats its question. */
    @Override
    public void question(ReceivedMessage received) {}

    @Override
    public boolean open(ToKeeper.Open open, ReceivedMessage received) {
        return belongsTo(open.writer());
    }
}
