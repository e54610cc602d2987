package dev.troupe.store.segment;

import dev.troupe.store.memory.MemoryAccount;
import dev.troupe.store.memory.Slabs;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A piece of the log: a block that is filled from the front with entries, or the chain of blocks of one large entry.
 * Owned by the {@link SegmentLog}, which places it; only {@link EntryLayout} knows what is in the blocks. Places in it are
 * offsets from its beginning, since where that is may change.
 */
public final class Segment {
    /** What a segment takes beside its blocks. */
    static final int OBJECT_BYTES = 88 + Blocks.OBJECT_BYTES + Deadlines.OBJECT_BYTES;

    public final int id;
    private final Slabs slabs;
    private final Blocks blocks;
    /** What the first block is in, and where it begins. */
    private ByteBuffer bytes;

    private int start;

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

    /** A segment of one block for many entries, or the home of one large entry. */
    Segment(int id, Queue queue, Slabs slabs, Blocks blocks, boolean large, long baseMillis) {
        this.id = id;
        this.queue = queue;
        this.slabs = slabs;
        this.blocks = blocks;
        this.bytes = slabs.buffer(blocks.address(0));
        this.start = Slabs.position(blocks.address(0));
        this.large = large;
        this.baseMillis = baseMillis;
        this.deadlines = new Deadlines(baseMillis);
    }

    /** What its first block is in. */
    public ByteBuffer bytes() {
        return bytes;
    }

    /** Where in {@link #bytes()} an offset of its first block is. */
    public int at(int offset) {
        return start + offset;
    }

    /** Length of its first block in bytes. */
    public int length() {
        return blocks.length(0);
    }

    /** Bytes that can still be filled; a large segment is full from the beginning. */
    public int free() {
        return large ? 0 : length() - used;
    }

    public int dead() {
        return used - live;
    }

    Blocks blocks() {
        return blocks;
    }

    /** Moves blocks that should be elsewhere; returns how many bytes that were. */
    long relocate(MemoryAccount account) {
        long moved = blocks.relocate(account);
        bytes = slabs.buffer(blocks.address(0));
        start = Slabs.position(blocks.address(0));
        return moved;
    }

    /** Takes note of the deadline of an entry, if it has one. */
    void addDeadline(int offset) {
        if (EntryLayout.hasDeadline(this, offset)) {
            deadlines.timed++;
            deadlines.add(EntryLayout.deadline(this, offset));
        }
    }

    /** Counts the deadline of an entry no more. */
    void forgetDeadline(int offset) {
        deadlines.timed -= EntryLayout.hasDeadline(this, offset) ? 1 : 0;
    }

    /** Copies from an offset on, which is in its first block, through as many blocks as it takes. */
    void read(int offset, byte[] into) {
        int from = offset;
        int done = 0;
        for (int i = 0; done < into.length; i++) {
            int count = Math.min(into.length - done, blocks.length(i) - from);
            slabs.buffer(blocks.address(i)).get(Slabs.position(blocks.address(i)) + from, into, done, count);
            done += count;
            from = 0;
        }
    }

    /** The same in the other direction. */
    void write(int offset, byte[] from) {
        int to = offset;
        int done = 0;
        for (int i = 0; done < from.length; i++) {
            int count = Math.min(from.length - done, blocks.length(i) - to);
            slabs.buffer(blocks.address(i)).put(Slabs.position(blocks.address(i)) + to, from, done, count);
            done += count;
            to = 0;
        }
    }

    /** The same with bytes of a segment of one block. */
    void write(int offset, Segment from, int fromOffset, int length) {
        int to = offset;
        int done = 0;
        for (int i = 0; done < length; i++) {
            int count = Math.min(length - done, blocks.length(i) - to);
            slabs.buffer(blocks.address(i))
                    .put(Slabs.position(blocks.address(i)) + to, from.bytes(), from.at(fromOffset + done), count);
            done += count;
            to = 0;
        }
    }
}
