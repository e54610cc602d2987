package dev.troupe.replication.owner;

import dev.troupe.replication.messages.Assembly;
import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.Outbox;
import dev.troupe.replication.messages.Repeats;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.state.Change;
import dev.troupe.replication.state.ChangeCodec;
import dev.troupe.replication.state.PartitionState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** One who would be owner pulls what another node's keeper holds: the changes it lacks, or the whole copy. */
final class Fetching {
    /** How far it is. */
    enum Step {
        /** There is more to come. */
        MORE,
        /** All is here. */
        DONE,
        /** There is no memory for it. */
        NO_ROOM
    }

    private final ToKeeper.Fetch first;
    private final long source;
    private final long position;
    private final LongFunction<PartitionState> newState;
    private final Assembly assembly = new Assembly();
    private final List<Change> log = new ArrayList<>();
    private @Nullable PartitionState whole;
    private int number;
    private final Repeats asking;

    /**
     * @param first what to ask first
     * @param source uid of the node
     * @param position that its copy is at
     */
    Fetching(
            ToKeeper.Fetch first,
            long source,
            long position,
            LongFunction<PartitionState> newState,
            long repeatMillis) {
        this.asking = new Repeats(repeatMillis);
        this.first = first;
        this.source = source;
        this.position = position;
        this.newState = newState;
    }

    long source() {
        return source;
    }

    long position() {
        return position;
    }

    void ask(long nowMillis, Outbox outbox) {
        asking.said(nowMillis);
        outbox.send(
                source,
                new ToKeeper.Fetch(
                        first.partition(), first.writer(), first.fetch(), first.since(), number, assembly.filled()));
    }

    boolean isAskingDue(long nowMillis) {
        return asking.isDue(nowMillis);
    }

    Step take(FromKeeper.Fetched piece, long nowMillis, long clockDifferenceMillis, Outbox outbox) {
        if (piece.keeper() != source
                || piece.fetch() != first.fetch()
                || piece.number() != number
                || !assembly.add(piece.offset(), piece.length(), piece.bytes())) {
            return Step.MORE;
        }
        asking.over();
        if (assembly.isComplete()) {
            List<Change> changes = ChangeCodec.fromBytes(assembly.take()).stream()
                    .map(change -> change.shifted(clockDifferenceMillis))
                    .toList();
            if (piece.changesOnly()) {
                log.addAll(changes);
            } else if (!whole(piece.hashSeed()).absorb(changes, nowMillis)) {
                return Step.NO_ROOM;
            }
            number++;
            if (piece.last()) {
                return Step.DONE;
            }
        }
        ask(nowMillis, outbox);
        return Step.MORE;
    }

    /** The changes after the own copy; nothing if the whole copy has come. */
    List<Change> log() {
        return log;
    }

    /** The whole copy that has come, at its position; none if it was the end of the log. */
    @Nullable
    PartitionState arrived() {
        PartitionState arrived = whole;
        whole = null;
        if (arrived != null) {
            arrived.arriveAt(position);
        }
        return arrived;
    }

    /** Gives the memory of what has come back. */
    void stop() {
        if (whole != null) {
            whole.close();
            whole = null;
        }
    }

    private PartitionState whole(long hashSeed) {
        PartitionState present = whole;
        if (present == null) {
            present = newState.apply(hashSeed);
            whole = present;
        }
        return present;
    }
}
