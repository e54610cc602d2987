package dev.troupe.replication.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The latest changes of a partition in order, bounded by bytes. Of those that a backup lacks the last two are not counted: an
 * operation is a change and the drops that made room for it, and a copy within the bytes before the largest one is to be so
 * after it. What only a silent backup lacks has a smaller bound without exceptions, and what no backup lacks a very small one. Not thread safe:
 * part of a {@link PartitionState}.
 */
public final class ReplicationLog {
    /** No backup lacks anything: the last of all positions. */
    public static final long NOTHING_LACKS = -1;

    private static final int FIRST_SLOTS = 16;
    /** Changes of the latest operation. */
    private static final int LATEST = 2;

    /**
     * One change.
     *
     * @param before all that was appended before it
     */
    private record Step(Change change, Lag before) {}

    private final ChangeMemory memory;
    /** Its length is a power of two. The oldest is at {@code oldest} modulo that. */
    private @Nullable Step[] ring = new @Nullable Step[FIRST_SLOTS];

    private int oldest;
    private int count;
    private long bytes;
    private Lag appended = Lag.NONE;
    /** Version of the change before the oldest one here. */
    private long floor;
    /** Up to there no backup lacks anything. */
    private long lacking = NOTHING_LACKS;
    /** Up to there no silent backup lacks anything. */
    private long silentLacking = NOTHING_LACKS;

    /** An empty log after a position. */
    public ReplicationLog(ChangeMemory memory, long position) {
        this.memory = memory;
        this.floor = position;
    }

    /** Forgets everything and starts after a position. */
    public void restart(long position) {
        for (int index = 0; index < count; index++) {
            memory.forget(change(index));
        }
        ring = new @Nullable Step[FIRST_SLOTS];
        count = 0;
        bytes = 0;
        floor = position;
    }

    /** The next change has been applied. */
    public void append(Change change) {
        if (count == ring.length) {
            grow();
        }
        ring[slot(count)] = new Step(change, appended);
        count++;
        bytes += change.sizeBytes();
        memory.keep(change);
        appended = appended.plus(change);
        trim();
    }

    /**
     * Some backup lacks what comes after a position, and none what comes before.
     *
     * @param awaited of those that are waited for; {@link #NOTHING_LACKS} if there are none
     * @param silent of those that may come back; {@link #NOTHING_LACKS} if there are none
     */
    public void lacking(long awaited, long silent) {
        lacking = awaited;
        silentLacking = silent;
        trim();
    }

    /** Whether so much is kept on this node that another change has to wait until backups have acknowledged some. */
    public boolean isMemoryFull() {
        return memory.isFull();
    }

    /**
     * The changes after a position, oldest first; nothing if that is not a position of this history, or too long ago.
     */
    public Optional<List<Change>> after(long position) {
        int first = firstAfter(position);
        if (position != (first == 0 ? floor : change(first - 1).version())) {
            return Optional.empty();
        }
        List<Change> following = new ArrayList<>(count - first);
        for (int index = first; index < count; index++) {
            following.add(change(index));
        }
        return Optional.of(following);
    }

    /** How much follows a position, as far as this log covers it. */
    public Lag lagAfter(long position) {
        int first = firstAfter(position);
        return first == count ? Lag.NONE : appended.minus(step(first).before());
    }

    /** All that was ever appended. */
    public Lag appended() {
        return appended;
    }

    /** Bytes held. */
    public long bytes() {
        return bytes;
    }

    /** The same as the heap counts. */
    public long heapBytes() {
        long sum = 0;
        for (int index = 0; index < count; index++) {
            sum += memory.heapBytes(change(index));
        }
        return sum;
    }

    /** Index of the oldest change after a position, or the number of changes if there is none. */
    private int firstAfter(long position) {
        int from = 0;
        int to = count;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (Long.compareUnsigned(change(middle).version(), position) <= 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private void trim() {
        while (count > 0 && bytes > memory.settledBytes() && (mayRest() || isBeyondWindow())) {
            forgetOldest();
        }
    }

    /**
     * Whether nobody who is waited for lacks the oldest. Where only a silent backup lacks it, or it is one of the latest operation, which a copy may lack when
     * its owner is gone, there must be too much besides.
     */
    private boolean mayRest() {
        long version = change(0).version();
        boolean isLacked = count <= LATEST || Long.compareUnsigned(version, silentLacking) > 0;
        return Long.compareUnsigned(version, lacking) <= 0 && (!isLacked || bytes > memory.restingBytes());
    }

    private boolean isBeyondWindow() {
        int latest = Math.max(0, count - LATEST);
        return latest > 0 && step(latest).before().bytes() - step(0).before().bytes() > memory.windowBytes();
    }

    private void forgetOldest() {
        Change forgotten = change(0);
        memory.forget(forgotten);
        ring[slot(0)] = null;
        oldest++;
        count--;
        bytes -= forgotten.sizeBytes();
        floor = forgotten.version();
    }

    private Change change(int index) {
        return step(index).change();
    }

    private Step step(int index) {
        return Objects.requireNonNull(ring[slot(index)]);
    }

    private void grow() {
        @Nullable Step[] wider = new @Nullable Step[ring.length * 2];
        for (int index = 0; index < count; index++) {
            wider[index] = ring[slot(index)];
        }
        ring = wider;
        oldest = 0;
    }

    private int slot(int index) {
        return (oldest + index) & (ring.length - 1);
    }
}
