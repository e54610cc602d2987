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
    /** So many are kept however few are needed. */
    static final int MOST_IDLE_SLOTS = 256;
    /** Changes of the latest operation. */
    private static final int LATEST = 2;

    private final ChangeMemory memory;
    /** Its length is a power of two. The oldest is at {@code oldest} modulo that. */
    private @Nullable Change[] changes = new @Nullable Change[FIRST_SLOTS];
    /** Versions of those; apart, since what is looked for and what is forgotten has long left the processor's cache. */
    private long[] versions = new long[FIRST_SLOTS];
    /** Bytes of all that was appended before each. */
    private long[] before = new long[FIRST_SLOTS];

    private int oldest;
    private int count;
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
            memory.forget(sizeBytes(index));
        }
        resize(FIRST_SLOTS, 0);
        floor = position;
    }

    /** The next change has been applied. */
    public void append(Change change) {
        if (count == changes.length) {
            resize(2 * count, count);
        }
        int slot = slot(count);
        changes[slot] = change;
        versions[slot] = change.version();
        before[slot] = appended.bytes();
        count++;
        appended = appended.plus(change);
        memory.keep(sizeBytes(count - 1));
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
        if (position != (first == 0 ? floor : version(first - 1))) {
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
        return new Lag(count - first, appended.bytes() - bytesBefore(first));
    }

    /** All that was ever appended. */
    public Lag appended() {
        return appended;
    }

    /** Bytes held. */
    public long bytes() {
        return appended.bytes() - bytesBefore(0);
    }

    /** The same as the heap counts. */
    public long heapBytes() {
        long sum = 0;
        for (int index = 0; index < count; index++) {
            sum += memory.heapBytes(sizeBytes(index));
        }
        return sum;
    }

    /** Places for changes, those that are taken included. */
    int slots() {
        return changes.length;
    }

    /** Index of the oldest change after a position, or the number of changes if there is none. */
    private int firstAfter(long position) {
        int from = 0;
        int to = count;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (Long.compareUnsigned(version(middle), position) <= 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private void trim() {
        while (count > 0 && bytes() > memory.settledBytes() && (mayRest() || isBeyondWindow())) {
            forgetOldest();
        }
        if (changes.length > MOST_IDLE_SLOTS && count < changes.length / 4) {
            resize(Math.max(FIRST_SLOTS, Integer.highestOneBit(2 * count)), count);
        }
    }

    /**
     * Whether nobody who is waited for lacks the oldest. Where only a silent backup lacks it, or it is one of the latest operation, which a copy may lack when
     * its owner is gone, there must be too much besides.
     */
    private boolean mayRest() {
        long version = version(0);
        boolean isLacked = count <= LATEST || Long.compareUnsigned(version, silentLacking) > 0;
        return Long.compareUnsigned(version, lacking) <= 0 && (!isLacked || bytes() > memory.restingBytes());
    }

    private boolean isBeyondWindow() {
        int latest = Math.max(0, count - LATEST);
        return latest > 0 && bytesBefore(latest) - bytesBefore(0) > memory.windowBytes();
    }

    private void forgetOldest() {
        memory.forget(sizeBytes(0));
        floor = version(0);
        changes[slot(0)] = null;
        oldest++;
        count--;
    }

    private Change change(int index) {
        return Objects.requireNonNull(changes[slot(index)]);
    }

    private long version(int index) {
        return versions[slot(index)];
    }

    private long sizeBytes(int index) {
        return bytesBefore(index + 1) - bytesBefore(index);
    }

    private long bytesBefore(int index) {
        return index == count ? appended.bytes() : before[slot(index)];
    }

    /** Keeps the first ones. */
    private void resize(int slots, int kept) {
        @Nullable Change[] otherChanges = new @Nullable Change[slots];
        long[] otherVersions = new long[slots];
        long[] otherBefore = new long[slots];
        for (int index = 0; index < kept; index++) {
            int slot = slot(index);
            otherChanges[index] = changes[slot];
            otherVersions[index] = versions[slot];
            otherBefore[index] = before[slot];
        }
        changes = otherChanges;
        versions = otherVersions;
        before = otherBefore;
        oldest = 0;
        count = kept;
    }

    private int slot(int index) {
        return (oldest + index) & (changes.length - 1);
    }
}
