package dev.troupe.store.segment;

import dev.troupe.store.memory.MemoryAccount;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A piece of the log: an array that is filled from the front with entries, or the chain of arrays of one large entry.
 * Owned by the {@link SegmentLog}, which places it; only {@link EntryLayout} knows what is in the arrays.
 */
public final class Segment {
    /** What a segment takes beside its arrays. */
    static final int OBJECT_BYTES = 72 + Deadlines.OBJECT_BYTES;

    private static final byte[][] NONE = {};

    public final int id;
    public final byte[] bytes;
    /** The arrays after the first, if it is the home of one large entry. */
    final byte[][] more;

    public final boolean large;
    /** The time that expiries in it count from. */
    final long baseMillis;
    /** Idle times of entries in it count from here, unless they were read later. */
    long idleFromMillis = Long.MIN_VALUE;

    public Queue queue;

    @Nullable
    public Segment older;

    @Nullable
    public Segment newer;

    public boolean freed;
    /** Bytes filled, dead ones included. */
    public int used;
    /** Bytes of live entries. */
    public int live;
    /** Live entries. */
    public int entries;

    public final Deadlines deadlines;

    /** A segment of one array for many entries, or the home of one large entry. */
    Segment(int id, Queue queue, byte[][] pieces, boolean large, long baseMillis) {
        this.id = id;
        this.queue = queue;
        this.bytes = pieces[0];
        this.more = pieces.length == 1 ? NONE : Arrays.copyOfRange(pieces, 1, pieces.length);
        this.large = large;
        this.baseMillis = baseMillis;
        this.deadlines = new Deadlines(baseMillis);
    }

    /** Bytes that can still be filled; a large segment is full from the beginning. */
    public int free() {
        return large ? 0 : bytes.length - used;
    }

    public int dead() {
        return used - live;
    }

    /** What it takes on the heap. */
    long heapBytes() {
        long sum = OBJECT_BYTES + MemoryAccount.arrayBytes(bytes.length) + listBytes(1 + more.length);
        for (byte[] piece : more) {
            sum += MemoryAccount.arrayBytes(piece.length);
        }
        return sum;
    }

    /** What the list of the arrays after the first takes, of so many with the first. */
    static long listBytes(int pieces) {
        return pieces == 1 ? 0 : MemoryAccount.arrayBytes(4L * (pieces - 1));
    }
}
