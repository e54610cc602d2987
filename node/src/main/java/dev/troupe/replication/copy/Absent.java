package dev.troupe.replication.copy;

import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;

/** Nothing is here, and nothing is claimed. */
enum Absent implements LocalReplica {
    ABSENT;

    @Override
    public long position() {
        return 0;
    }

    @Override
    public boolean belongsTo(Writer writer) {
        return false;
    }

    @Override
    public void question(ReceivedMessage received) {
        received.answer(0, false, false, false);
    }

    @Override
    public boolean open(ToKeeper.Open open, ReceivedMessage received) {
        return true;
    }

    @Override
    public LocalReplica ship(ToKeeper.Ship ship, ReceivedMessage received) {
        received.acknowledge(this, true);
        return this;
    }

    @Override
    public LocalReplica part(ToKeeper.Part part, ReceivedMessage received) {
        received.acknowledge(this, true);
        return this;
    }
}
