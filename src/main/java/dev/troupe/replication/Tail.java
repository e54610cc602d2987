package dev.troupe.replication;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The latest changes of a partition in order, bounded by bytes, the last two not counted: an operation is a change and the
 * drops that made room for it, and a copy within the bytes before the largest one is to be so after it. Not thread safe: part
 * of a {@link PartitionState}.
 */
public final class Tail {
    private final long maxBytes;
    private final ArrayDeque<Change> changes = new ArrayDeque<>();
    private long bytes;
    private Lag appended = Lag.NONE;
    /** Version of the change before the oldest one here. */
    private long floor;

    /** An empty tail after a position. */
    public Tail(long maxBytes, long position) {
        this.maxBytes = maxBytes;
        this.floor = position;
    }

    /** Forgets everything and starts after a position. */
    public void restart(long position) {
        changes.clear();
        bytes = 0;
        floor = position;
    }

    /** The next change has been applied. */
    public void append(Change change) {
        Change before = changes.peekLast();
        long latestBytes = change.sizeBytes() + (before == null ? 0L : before.sizeBytes());
        changes.addLast(change);
        bytes += change.sizeBytes();
        appended = appended.plus(change);
        while (bytes - latestBytes > maxBytes) {
            Change oldest = changes.removeFirst();
            bytes -= oldest.sizeBytes();
            floor = oldest.version();
        }
    }

    /**
     * The changes after a position, oldest first; nothing if that is not a position of this history, or too long ago.
     */
    public Optional<List<Change>> after(long position) {
        List<Change> following = new ArrayList<>();
        Iterator<Change> newestFirst = changes.descendingIterator();
        while (newestFirst.hasNext()) {
            Change change = newestFirst.next();
            if (change.version() == position) {
                return Optional.of(reversed(following));
            }
            following.add(change);
        }
        return position == floor ? Optional.of(reversed(following)) : Optional.empty();
    }

    /** How much follows a position, as far as this tail covers it. */
    public Lag lagAfter(long position) {
        Lag sum = Lag.NONE;
        Iterator<Change> newestFirst = changes.descendingIterator();
        while (newestFirst.hasNext()) {
            Change change = newestFirst.next();
            if (Long.compareUnsigned(change.version(), position) <= 0) {
                break;
            }
            sum = sum.plus(change);
        }
        return sum;
    }

    /** All that was ever appended. */
    public Lag appended() {
        return appended;
    }

    /** Bytes held. */
    public long bytes() {
        return bytes;
    }

    private static List<Change> reversed(List<Change> changes) {
        Collections.reverse(changes);
        return changes;
    }
}
