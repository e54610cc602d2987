package dev.troupe.replication.copy;

import dev.troupe.replication.messages.Assembly;
import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.Repeats;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.state.Change;
import dev.troupe.replication.state.ChangeCodec;
import dev.troupe.replication.state.PartitionState;
import java.util.List;

/** A new copy that a keeper pulls from the owner. It claims nothing until the last chunk is in. */
final class ReplicaReceiver {
    /** What became of a chunk. */
    enum Step {
        /** It was not the one that was pulled. */
        IGNORED,
        /** There is more to pull. */
        MORE,
        /** The copy is complete. */
        DONE,
        /** There is no memory for it; the copy is broken. */
        NO_ROOM
    }

    private final ToKeeper.Fill order;
    private final PartitionState state;
    private final Follower follower;
    private final Assembly assembly = new Assembly();
    private int number;
    /** At which the chunk that is being put together was read. */
    private long position;

    private final Repeats pulls;

    ReplicaReceiver(ToKeeper.Fill order, PartitionState empty, Follower follower, long repeatMillis) {
        this.order = order;
        this.state = empty;
        this.follower = follower;
        this.pulls = new Repeats(repeatMillis);
    }

    ToKeeper.Fill order() {
        return order;
    }

    PartitionState state() {
        return state;
    }

    boolean isOf(Writer writer) {
        return order.writer().equals(writer);
    }

    /** The next pull, which is also the repetition of the last one. */
    FromKeeper.Pull pull(long keeper, long nowMillis) {
        if (position != state.lastVersion() && number > 0) {
            assembly.drop();
        }
        pulls.said(nowMillis);
        long standsAt = number == 0 ? position : state.lastVersion();
        return new FromKeeper.Pull(
                order.partition(), keeper, order.writer(), order.fill(), number, assembly.filled(), standsAt);
    }

    boolean isPullDue(long nowMillis) {
        return pulls.isDue(nowMillis);
    }

    /** Whether nothing has come for so long that others may have their turn. */
    boolean isStalled(long nowMillis, long longestMillis) {
        return pulls.isInVain(nowMillis, longestMillis);
    }

    /** Nothing is waited for until the next pull. */
    void pause() {
        pulls.over();
    }

    /** The owner goes on meanwhile; false if there is no memory for it, and the copy is broken. */
    boolean ship(ToKeeper.Ship ship, ReceivedMessage received) {
        return follower.ship(state, ship, received.nowMillis(), received.clockDifferenceMillis())
                != Follower.Outcome.NO_ROOM;
    }

    boolean part(ToKeeper.Part part, ReceivedMessage received) {
        return follower.part(state, part, received.nowMillis(), received.clockDifferenceMillis())
                != Follower.Outcome.NO_ROOM;
    }

    Step take(ToKeeper.Chunk chunk, long nowMillis, long clockDifferenceMillis) {
        if (!isNext(chunk) || !assembly.add(chunk.offset(), chunk.length(), chunk.bytes())) {
            return Step.IGNORED;
        }
        pulls.over();
        position = chunk.position();
        if (!assembly.isComplete()) {
            return Step.MORE;
        }
        List<Change> content = ChangeCodec.fromBytes(assembly.take()).stream()
                .map(change -> change.shifted(clockDifferenceMillis))
                .toList();
        if (!state.absorb(content, nowMillis)) {
            return Step.NO_ROOM;
        }
        if (number == 0) {
            state.arriveAt(position);
        }
        number++;
        return chunk.last() ? Step.DONE : Step.MORE;
    }

    /** The first chunk says where the copy stands; all others must have been read where it stands. */
    private boolean isNext(ToKeeper.Chunk chunk) {
        if (chunk.fill() != order.fill() || chunk.number() != number) {
            return false;
        }
        boolean begins = chunk.offset() == 0;
        return (begins || chunk.position() == position) && (number == 0 || chunk.position() == state.lastVersion());
    }
}
