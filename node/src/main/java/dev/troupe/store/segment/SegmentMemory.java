package dev.troupe.store.segment;

import dev.troupe.store.memory.MemoryAccount;
import dev.troupe.store.memory.Slabs;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes segments out of memory that it has taken, numbers them, and gives the memory back. Owned by the
 * {@link SegmentLog}.
 */
public final class SegmentMemory {
    private static final int LOCATION_BITS = 30;
    /** Arrays with a place for each number, of four bytes. */
    private static final int NUMBERED = 4;

    /** At most what a single small entry takes beside itself: its segment, numbers, an index table. */
    private static final int ALONE_BYTES = 640;
    /** Segments grow to this size as fast as the store. */
    private static final int FIRST_BYTES = 4 << 10;

    /** Into how many segments a store is divided while it grows ... */
    private static final int FEW = 32;
    /** ... and while it evicts. */
    private static final int MANY = 64;

    private final SegmentSizes sizes;
    private final MemoryAccount account;
    private final int largestBytes;
    private final int offsetBits;
    private @Nullable Segment[] byId = new Segment[0];
    /** Where the first block of each segment is: the slab and the position in it, so that a look-up touches no segment on its way. */
    private @Nullable ByteBuffer[] buffers = new ByteBuffer[0];

    private int[] positions = new int[0];

    private int[] freeIds = new int[0];
    private int freeIdCount;
    /** Kept back when memory is short, so that those who survive in a segment have where to go. */
    private @Nullable Blocks spare;

    private boolean isShort;

    public SegmentMemory(SegmentSizes sizes, MemoryAccount account) {
        this.sizes = sizes;
        this.account = account;
        this.largestBytes = Math.min(sizes.largestBytes(), account.slabs().slabBytes());
        this.offsetBits = 30 - Integer.numberOfLeadingZeros(Math.max(largestBytes, Slabs.UNIT_BYTES) - 1);
    }

    /** How many bits of a location are an offset in words; the others are the number of the segment. */
    int offsetBits() {
        return offsetBits;
    }

    /** The segment of this number, if there is one. */
    @Nullable
    Segment byId(int id) {
        return byId[id];
    }

    /** What the first block of the segment of this number lies in; there must be one. */
    @SuppressWarnings(
            "NullAway") // a check would cost every look-up, and without a segment there is an exception all the same
    ByteBuffer buffer(int id) {
        return buffers[id];
    }

    /** Where that block begins. */
    int position(int id) {
        return positions[id];
    }

    Slabs slabs() {
        return account.slabs();
    }

    /** Numbers of segments are smaller than this. */
    int idBound() {
        return byId.length;
    }

    // ---- making; null if the memory is not there

    /**
     * A segment with room for at least so many bytes: of the usual length or, if memory is there but not in one block, a shorter one. A survivor
     * gets one of the spare memory too, or of what there is.
     */
    @Nullable
    Segment make(Queue queue, int least, boolean forSurvivor, long nowMillis) {
        int length = segmentBytes();
        Blocks block = Blocks.take(length, account);
        isShort = block == null;
        boolean isScattered = isShort && account.canReserve(length + Segment.OBJECT_BYTES);
        if (forSurvivor && block == null) {
            block = takeSpare(least);
        }
        for (int shorter = length / 2;
                block == null && (forSurvivor || isScattered) && shorter >= least;
                shorter /= 2) {
            block = Blocks.take(shorter, account);
        }
        return segment(queue, block, false, nowMillis);
    }

    /** A segment of just so many bytes, or made of the spare memory. */
    @Nullable
    Segment makeOf(Queue queue, int length, long nowMillis) {
        Blocks block = Blocks.take(length, account);
        return segment(queue, block == null ? takeSpare(length) : block, false, nowMillis);
    }

    /** A home for one large entry, of blocks that are no larger than others, and smaller if only such are left. */
    @Nullable
    Segment makeLarge(Queue queue, int size, long nowMillis) {
        Blocks blocks = null;
        boolean isThere = account.canReserve(Blocks.takenBytes(size));
        for (int piece = Math.max(largestBytes, Blocks.LEAST_LENGTH);
                isThere && blocks == null && piece >= Blocks.LEAST_LENGTH;
                piece /= 2) {
            blocks = Blocks.take(size, piece, account);
        }
        isShort = blocks == null;
        return segment(queue, blocks, true, nowMillis);
    }

    /** A home for one entry in the place of that of a larger one, made of its first blocks; the rest is given back. */
    Segment cut(Segment large, int size, long nowMillis) {
        Blocks kept = large.blocks().shorten(size, account);
        Segment cut = new Segment(large.id, large.queue, slabs(), kept, true, nowMillis);
        byId[cut.id] = cut;
        return cut;
    }

    private @Nullable Blocks takeSpare(int least) {
        Blocks kept = spare;
        if (kept == null || kept.length(0) < least) {
            return null;
        }
        spare = null;
        return kept;
    }

    /** The length of a segment that is made now. */
    public int usualLength() {
        return (int) Slabs.taken(segmentBytes());
    }

    /** Whether an entry of this size gets a segment of its own. */
    public boolean isLarge(int size) {
        return size > segmentBytes() / 4;
    }

    /** Whether an entry of this size, and what comes with it, would find room if everything were given back. */
    public boolean canHold(int size) {
        return account.canHold(withCompany(size));
    }

    /** What an entry of this size takes together with what comes with it. */
    public static long withCompany(int size) {
        return size + 4L * (size / Blocks.LEAST_LENGTH) + ALONE_BYTES;
    }

    /** Whether an open segment is nearly full and there is no memory for another one. */
    public boolean isShortAfter(@Nullable Segment open) {
        return isShort
                && (open == null || open.free() < open.length() / 4)
                && !account.canReserve(usualLength() + Segment.OBJECT_BYTES);
    }

    // ---- giving back

    /** Gives a segment back; when memory is short it may become the spare memory. */
    void free(Segment segment) {
        byId[segment.id] = null;
        buffers[segment.id] = null;
        freeIds[freeIdCount++] = segment.id;
        boolean isUseful = isShort && !segment.large && segment.length() >= usualLength();
        if (isUseful && (spare == null || spare.length(0) < segment.length())) {
            releaseSpare();
            spare = segment.blocks();
        } else {
            segment.blocks().give(account);
        }
    }

    /** Gives the spare memory back; false if there is none. */
    public boolean releaseSpare() {
        if (spare == null) {
            return false;
        }
        spare.give(account);
        spare = null;
        return true;
    }

    /** Whether memory is short and none is left to spare. */
    public boolean needsSpare() {
        return isShort && spare == null;
    }

    /** Takes spare memory now, as much as any segment so far has, if it is there. */
    public void keepSpare() {
        int length = segmentBytes(FEW);
        if (spare != null && spare.length(0) >= length) {
            return;
        }
        Blocks kept = Blocks.take(length, account);
        if (kept != null) {
            releaseSpare();
            spare = kept;
        }
    }

    /** Gives everything back, in time proportional to the segments. */
    void clear() {
        releaseSpare();
        for (Segment segment : byId) {
            if (segment != null) {
                segment.blocks().give(account);
            }
        }
        account.release(numberBytes(byId.length));
        byId = new Segment[0];
        buffers = new ByteBuffer[0];
        positions = new int[0];
        freeIds = new int[0];
        freeIdCount = 0;
        isShort = false;
    }

    /** Moves segments that should be elsewhere, until so many bytes have been moved; returns how many of these are left. */
    public long relocate(long bytes) {
        long left = bytes - (spare == null ? 0 : spare.relocate(account));
        for (int id = 0; id < byId.length && left > 0; id++) {
            Segment segment = byId[id];
            if (segment != null) {
                left -= segment.relocate(account);
                place(segment);
            }
        }
        return left;
    }

    /** What it takes, counted. */
    public long takenBytes() {
        long sum = numberBytes(byId.length) + (spare == null ? 0 : spare.takenBytes());
        for (Segment segment : byId) {
            sum += segment == null ? 0 : segment.blocks().takenBytes();
        }
        return sum;
    }

    // ---- inside

    /**
     * What the next segment takes: a power of two. Fewer and larger ones while the store grows, since the end of each
     * is wasted; more and smaller ones when it evicts, since it does so one by one.
     */
    private int segmentBytes() {
        return segmentBytes(isShort ? MANY : FEW);
    }

    private int segmentBytes(int parts) {
        long held = account.bytes();
        long wanted = Math.max(held / parts, Math.min(held, FIRST_BYTES));
        long bounded = Math.min(Math.max(wanted, sizes.smallestBytes()), largestBytes);
        return bounded == largestBytes ? (int) bounded : Integer.highestOneBit((int) bounded);
    }

    private static long numberBytes(int numbers) {
        return numbers == 0 ? 0 : NUMBERED * MemoryAccount.arrayBytes(4L * numbers);
    }

    /** A segment of memory that has been taken, if it has; null, and the memory is given back, if there is no number for it. */
    private @Nullable Segment segment(Queue queue, @Nullable Blocks blocks, boolean large, long nowMillis) {
        if (blocks == null) {
            return null;
        }
        if (freeIdCount == 0 && !addIds()) {
            blocks.give(account);
            return null;
        }
        int id = freeIds[--freeIdCount];
        Segment segment = new Segment(id, queue, slabs(), blocks, large, nowMillis);
        byId[id] = segment;
        place(segment);
        return segment;
    }

    /** Takes note of where a segment is. */
    private void place(Segment segment) {
        buffers[segment.id] = segment.bytes();
        positions[segment.id] = segment.at(0);
    }

    private boolean addIds() {
        int old = byId.length;
        int length = Math.min(Math.max(8, old + old / 2), 1 << (LOCATION_BITS - offsetBits));
        if (length == old || !account.tryReserve(numberBytes(length) - numberBytes(old))) {
            return false;
        }
        byId = Arrays.copyOf(byId, length);
        buffers = Arrays.copyOf(buffers, length);
        positions = Arrays.copyOf(positions, length);
        freeIds = new int[length];
        // The number 0 stays unused, so that no location is SegmentLog.NOWHERE.
        for (int id = length - 1; id >= Math.max(1, old); id--) {
            freeIds[freeIdCount++] = id;
        }
        return true;
    }
}
