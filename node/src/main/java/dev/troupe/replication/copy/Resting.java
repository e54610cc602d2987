package dev.troupe.replication.copy;

import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.state.PartitionState;
import java.util.Optional;

/** A complete copy at rest: it follows a writer, and is there to be read, adopted or lent. */
final class Resting implements LocalReplica {
    /** A time since the last tick. */
    private static final long JUST_NOW = Long.MAX_VALUE;

    private final PartitionState state;
    private final Follower follower;
    private final FinalMark mark;
    private Writer follows;
    private boolean closed;
    /** When the owner last said something, and nothing before it was missing; a copy that has just come to be here is as good as its owner's. */
    private long heardMillis = JUST_NOW;

    /**
     * The data comes to rest.
     *
     * @param follows the writer of whose history it is part
     * @param closed whether its owner here has given it back and nobody has opened since
     */
    Resting(PartitionState state, Follower follower, FinalMark mark, Writer follows, boolean closed) {
        this.state = state;
        this.follower = follower;
        this.mark = mark;
        this.follows = follows;
        this.closed = closed;
    }

    @Override
    public long position() {
        return state.lastVersion();
    }

    @Override
    public boolean belongsTo(Writer writer) {
        return follows.equals(writer);
    }

    @Override
    public Optional<PartitionState> resting() {
        return Optional.of(state);
    }

    @Override
    public void question(ReceivedMessage received) {
        received.answer(position(), true, closed, mark.isSet());
        mark.erase();
    }

    /** A copy that is ahead of what was adopted never gives way to it. */
    @Override
    public boolean open(ToKeeper.Open open, ReceivedMessage received) {
        if (received.isOpened()) {
            return true;
        }
        if (Long.compareUnsigned(position(), open.adopted()) > 0) {
            received.ahead(position());
            return false;
        }
        eraseMarks();
        if (position() == open.adopted()) {
            follow(received);
        }
        return true;
    }

    @Override
    public LocalReplica ship(ToKeeper.Ship ship, ReceivedMessage received) {
        long before = position();
        return after(
                before, follower.ship(state, ship, received.nowMillis(), received.clockDifferenceMillis()), received);
    }

    @Override
    public LocalReplica part(ToKeeper.Part part, ReceivedMessage received) {
        long before = position();
        return after(
                before, follower.part(state, part, received.nowMillis(), received.clockDifferenceMillis()), received);
    }

    @Override
    public void markFinal(ToKeeper.Final message, ReceivedMessage received) {
        if (belongsTo(message.writer()) && position() == message.position()) {
            mark.set(received.nowMillis());
        }
    }

    @Override
    public LocalReplica drop() {
        state.close();
        return Absent.ABSENT;
    }

    @Override
    public <R> Optional<R> read(Writer opening, long nowMillis, BackupReplica.Reader<R> reader) {
        long silentMillis = heardMillis == JUST_NOW ? 0 : Math.max(0, nowMillis - heardMillis);
        return belongsTo(opening) ? Optional.of(reader.read(state, opening.epoch(), silentMillis)) : Optional.empty();
    }

    @Override
    public void tick(long nowMillis) {
        heardMillis = Math.min(heardMillis, nowMillis);
        mark.tick(nowMillis);
    }

    private LocalReplica after(long before, Follower.Outcome outcome, ReceivedMessage received) {
        switch (outcome) {
            case FOLLOWED -> {
                follow(received);
                if (position() != before) {
                    eraseMarks();
                }
                received.acknowledge(this, false);
            }
            case KNOWN -> received.acknowledge(this, false);
            case PARTIAL -> {}
            case GAP -> received.acknowledge(this, true);
            case NO_ROOM -> {
                LocalReplica dropped = drop();
                received.acknowledgeWithoutRoom(dropped);
                return dropped;
            }
        }
        return this;
    }

    /** The copy has turned out to be part of this writer's history. */
    private void follow(ReceivedMessage received) {
        follows = received.writer();
        heardMillis = received.nowMillis();
    }

    /** Somebody has opened, or has changed something. */
    private void eraseMarks() {
        mark.erase();
        closed = false;
    }
}
