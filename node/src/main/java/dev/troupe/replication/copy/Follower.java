package dev.troupe.replication.copy;

import dev.troupe.replication.messages.Assembly;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.state.Change;
import dev.troupe.replication.state.ChangeCodec;
import dev.troupe.replication.state.ChangeMemory;
import dev.troupe.replication.state.PartitionState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets a copy follow the stream of a writer, and puts large changes together. */
final class Follower {
    /** What became of a message. */
    enum Outcome {
        /** It was the next, or overlapped with what is there, or had nothing new to say and fitted. */
        FOLLOWED,
        /** All of it was there before. */
        KNOWN,
        /** Part of a change, and there is more to come. */
        PARTIAL,
        /** Something before it is missing. */
        GAP,
        /** There is no memory for it; the copy is broken. */
        NO_ROOM
    }

    private final Assembly assembly = new Assembly();
    private long assembled;
    /** Gave the memory for what is being put together. */
    private @Nullable ChangeMemory lender;

    private int lentBytes;
    /** When the last part came. */
    private long partMillis;

    Outcome ship(PartitionState copy, ToKeeper.Ship ship, long nowMillis, long clockDifferenceMillis) {
        dropParts();
        List<Change> changes = ship.changes();
        int first = firstAfter(copy.lastVersion(), ship.previous(), changes);
        if (first < 0) {
            return isOlder(changes, copy.lastVersion()) ? Outcome.KNOWN : Outcome.GAP;
        }
        for (Change change : changes.subList(first, changes.size())) {
            if (!copy.follow(change.shifted(clockDifferenceMillis), nowMillis)) {
                return Outcome.NO_ROOM;
            }
        }
        return Outcome.FOLLOWED;
    }

    Outcome part(PartitionState copy, ToKeeper.Part part, long nowMillis, long clockDifferenceMillis) {
        if (Long.compareUnsigned(part.version(), copy.lastVersion()) <= 0) {
            return Outcome.KNOWN;
        }
        boolean begins = part.offset() == 0;
        if (part.previous() != copy.lastVersion()
                || !(begins ? begin(copy.memory(), part.length()) : part.version() == assembled)
                || !assembly.add(part.offset(), part.length(), part.bytes())) {
            dropParts();
            return Outcome.GAP;
        }
        assembled = part.version();
        partMillis = nowMillis;
        if (!assembly.isComplete()) {
            return Outcome.PARTIAL;
        }
        List<Change> changes = ChangeCodec.fromBytes(assembly.take());
        dropParts();
        for (Change change : changes) {
            if (!copy.follow(change.shifted(clockDifferenceMillis), nowMillis)) {
                return Outcome.NO_ROOM;
            }
        }
        return Outcome.FOLLOWED;
    }

    /** Drops what stands still: whoever sent it sends it again, and others need the memory. */
    void dropStalled(long nowMillis, long longestMillis) {
        if (lender != null && nowMillis - partMillis >= longestMillis) {
            dropParts();
        }
    }

    void dropParts() {
        assembly.drop();
        assembled = 0;
        if (lender != null) {
            lender.assembled(lentBytes);
            lender = null;
        }
    }

    /** Without memory the parts are as good as lost: they are sent again. */
    private boolean begin(ChangeMemory memory, int length) {
        dropParts();
        if (!memory.tryAssemble(length)) {
            return false;
        }
        lender = memory;
        lentBytes = length;
        return true;
    }

    /** Versions are never used twice, so a ship that contains the copy's own position continues it. */
    private static int firstAfter(long position, long previous, List<Change> changes) {
        if (position == previous) {
            return 0;
        }
        for (int i = 0; i < changes.size(); i++) {
            if (changes.get(i).version() == position) {
                return i + 1;
            }
        }
        return -1;
    }

    private static boolean isOlder(List<Change> changes, long position) {
        return !changes.isEmpty()
                && Long.compareUnsigned(changes.get(changes.size() - 1).version(), position) < 0;
    }
}
