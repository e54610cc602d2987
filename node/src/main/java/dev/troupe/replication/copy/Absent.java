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
    public void question(Hearing hearing) {
        hearing.answer(0, false, false, false);
    }

    @Override
    public boolean open(ToKeeper.Open open, Hearing hearing) {
        return true;
    }

    @Override
    public LocalReplica ship(ToKeeper.Ship ship, Hearing hearing) {
        hearing.acknowledge(this, true);
        return this;
    }

    @Override
    public LocalReplica part(ToKeeper.Part part, Hearing hearing) {
        hearing.acknowledge(this, true);
        return this;
    }
}
