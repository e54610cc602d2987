package dev.troupe.store.segment;

import dev.troupe.store.memory.MemoryAccount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes segments out of memory that it has reserved, numbers them, and gives the memory back. Owned by the
 * {@link SegmentLog}.
 */
public final class SegmentMemory {
    private static final int LOCATION_BITS = 30;
    /** Arrays with a place for each number, of four bytes. */
    private static final int NUMBERED = 3;

    private static final byte[] NOTHING = {};
    private static final byte[][] NO_PIECES = {};
    private static final int ARRAY_HEADER_BYTES = 16;
    /** At most what a single small entry takes beside itself: its segment, numbers, an index table. */
    private static final int ALONE_BYTES = 512;
    /** Segments grow to this size as fast as the store. */
    private static final int FIRST_BYTES = 4 << 10;

    /** Into how many segments a store is divided while it grows ... */
    private static final int FEW = 32;
    /** ... and while it evicts. */
    private static final int MANY = 64;

    private final SegmentSizes sizes;
    private final MemoryAccount account;
    private final int offsetBits;
    private @Nullable Segment[] byId = new Segment[0];
    /** The first array of each segment, so that a look-up touches no segment on its way. */
    private byte[][] arrays = new byte[0][];

    private int[] freeIds = new int[0];
    private int freeIdCount;
    /** Kept back when memory is short, so that those who survive in a segment have where to go. */
    private byte @Nullable [] spare;

    private boolean isShort;

    public SegmentMemory(SegmentSizes sizes, MemoryAccount account) {
        this.sizes = sizes;
        this.account = account;
        this.offsetBits = 30 - Integer.numberOfLeadingZeros(sizes.largestBytes() - 1);
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

    /** The first array of the segment of this number; empty if there is none. */
    byte[] array(int id) {
        return arrays[id];
    }

    /** Numbers of segments are smaller than this. */
    int idBound() {
        return byId.length;
    }

    // ---- making; null if the memory is not there

    /** A segment with room for at least so many bytes; a survivor may take the spare array. */
    @Nullable
    Segment make(Queue queue, int least, boolean forSurvivor, long nowMillis) {
        int bytes = segmentBytes();
        int length = arrayLength(bytes);
        isShort = !account.tryReserve(MemoryAccount.arrayBytes(length) + Segment.OBJECT_BYTES);
        if (!isShort) {
            return segment(queue, new byte[][] {new byte[length]}, false, nowMillis);
        }
        Segment made = forSurvivor ? makeOfSpare(queue, least, nowMillis) : null;
        return forSurvivor && made == null ? makeShort(queue, bytes / 2, least, nowMillis) : made;
    }

    /** The longest segment that there is memory for, no longer than so many bytes. */
    private @Nullable Segment makeShort(Queue queue, int longest, int least, long nowMillis) {
        for (int bytes = longest; arrayLength(bytes) >= least; bytes /= 2) {
            int length = arrayLength(bytes);
            if (account.tryReserve(MemoryAccount.arrayBytes(length) + Segment.OBJECT_BYTES)) {
                return segment(queue, new byte[][] {new byte[length]}, false, nowMillis);
            }
        }
        return null;
    }

    /** A segment of just so many bytes, or made of the spare array. */
    @Nullable
    Segment makeOf(Queue queue, int length, long nowMillis) {
        return account.tryReserve(MemoryAccount.arrayBytes(length) + Segment.OBJECT_BYTES)
                ? segment(queue, new byte[][] {new byte[length]}, false, nowMillis)
                : makeOfSpare(queue, length, nowMillis);
    }

    private @Nullable Segment makeOfSpare(Queue queue, int least, long nowMillis) {
        byte[] kept = spare;
        if (kept == null || kept.length < least) {
            return null;
        }
        spare = null;
        return segment(queue, new byte[][] {kept}, false, nowMillis);
    }

    /** A home for one large entry, of arrays that are no larger than others. */
    @Nullable
    Segment makeLarge(Queue queue, int size, long nowMillis) {
        int piece = Math.max(sizes.largestBytes() - ARRAY_HEADER_BYTES, (EntryLayout.LONGEST_PROLOGUE + 3) & ~3);
        int count = (size + piece - 1) / piece;
        int last = size - (count - 1) * piece;
        long bytes = (count - 1) * MemoryAccount.arrayBytes(piece)
                + MemoryAccount.arrayBytes(last)
                + Segment.listBytes(count);
        isShort = !account.tryReserve(bytes + Segment.OBJECT_BYTES);
        if (isShort) {
            return null;
        }
        byte[][] pieces = new byte[count][];
        for (int i = 0; i < count; i++) {
            pieces[i] = new byte[i == count - 1 ? last : piece];
        }
        return segment(queue, pieces, true, nowMillis);
    }

    /** A home for one entry in the place of that of a larger one, made of its first arrays; the rest is given back. */
    Segment cut(Segment large, int size, long nowMillis) {
        List<byte[]> pieces = new ArrayList<>();
        int left = size;
        for (int i = 0; left > 0; i++) {
            byte[] piece = i == 0 ? large.bytes : large.more[i - 1];
            pieces.add(left < piece.length ? new byte[left] : piece);
            left -= piece.length;
        }
        Segment cut = new Segment(large.id, large.queue, pieces.toArray(NO_PIECES), true, nowMillis);
        account.release(large.heapBytes() - cut.heapBytes());
        byId[cut.id] = cut;
        arrays[cut.id] = cut.bytes;
        return cut;
    }

    /** The length of an array that is made now. */
    public int usualLength() {
        return arrayLength(segmentBytes());
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
        return size + size / 1024L + ALONE_BYTES;
    }

    /** Whether an open segment is nearly full and there is no memory for another one. */
    public boolean isShortAfter(@Nullable Segment open) {
        return isShort
                && (open == null || open.free() < open.bytes.length / 4)
                && !account.canReserve(MemoryAccount.arrayBytes(usualLength()) + Segment.OBJECT_BYTES);
    }

    // ---- giving back

    /** Gives a segment back; when memory is short its array may become the spare one. */
    void free(Segment segment) {
        byId[segment.id] = null;
        arrays[segment.id] = NOTHING;
        freeIds[freeIdCount++] = segment.id;
        boolean isUseful = isShort && !segment.large && segment.bytes.length >= usualLength();
        if (isUseful && (spare == null || spare.length < segment.bytes.length)) {
            releaseSpare();
            spare = segment.bytes;
        } else {
            account.release(segment.heapBytes());
        }
    }

    /** Gives the spare array back; false if there is none. */
    public boolean releaseSpare() {
        if (spare == null) {
            return false;
        }
        account.release(heapBytes(spare));
        spare = null;
        return true;
    }

    /** Whether memory is short and no spare array is left. */
    public boolean needsSpare() {
        return isShort && spare == null;
    }

    /** Takes a spare array now, as long as any segment so far, if there is memory. */
    public void keepSpare() {
        int length = arrayLength(segmentBytes(FEW));
        boolean isKept = spare != null && spare.length >= length;
        if (!isKept && account.tryReserve(MemoryAccount.arrayBytes(length) + Segment.OBJECT_BYTES)) {
            releaseSpare();
            spare = new byte[length];
        }
    }

    /** Gives everything back, in time proportional to the segments. */
    void clear() {
        account.release(heapBytes());
        spare = null;
        byId = new Segment[0];
        arrays = new byte[0][];
        freeIds = new int[0];
        freeIdCount = 0;
        isShort = false;
    }

    /** What it takes on the heap. */
    public long heapBytes() {
        long sum = numberBytes(byId.length) + (spare == null ? 0 : heapBytes(spare));
        for (Segment segment : byId) {
            sum += segment == null ? 0 : segment.heapBytes();
        }
        return sum;
    }

    // ---- inside

    /**
     * What the next segment takes: a power of two, so that its array is one less its header. Fewer and larger ones
     * while the store grows, since the end of each is wasted; more and smaller ones when it evicts, since it does so
     * one by one.
     */
    private int segmentBytes() {
        return segmentBytes(isShort ? MANY : FEW);
    }

    private int segmentBytes(int parts) {
        long held = account.bytes();
        long wanted = Math.max(held / parts, Math.min(held, FIRST_BYTES));
        long bounded = Math.min(Math.max(wanted, sizes.smallestBytes()), sizes.largestBytes());
        return bounded == sizes.largestBytes() ? (int) bounded : Integer.highestOneBit((int) bounded);
    }

    private static int arrayLength(int bytes) {
        return (bytes - ARRAY_HEADER_BYTES) & ~3;
    }

    private static long numberBytes(int numbers) {
        return numbers == 0 ? 0 : NUMBERED * MemoryAccount.arrayBytes(4L * numbers);
    }

    private static long heapBytes(byte[] kept) {
        return MemoryAccount.arrayBytes(kept.length) + Segment.OBJECT_BYTES;
    }

    /** A segment of memory that has been reserved; null, and the memory is given back, if there is no number for it. */
    private @Nullable Segment segment(Queue queue, byte[][] pieces, boolean large, long nowMillis) {
        if (freeIdCount == 0 && !addIds()) {
            account.release(new Segment(0, queue, pieces, large, nowMillis).heapBytes());
            return null;
        }
        int id = freeIds[--freeIdCount];
        Segment segment = new Segment(id, queue, pieces, large, nowMillis);
        byId[id] = segment;
        arrays[id] = segment.bytes;
        return segment;
    }

    private boolean addIds() {
        int old = byId.length;
        int length = Math.min(Math.max(8, old + old / 2), 1 << (LOCATION_BITS - offsetBits));
        if (length == old || !account.tryReserve(numberBytes(length) - numberBytes(old))) {
            return false;
        }
        byId = Arrays.copyOf(byId, length);
        arrays = Arrays.copyOf(arrays, length);
        Arrays.fill(arrays, old, length, NOTHING);
        freeIds = new int[length];
        // The number 0 stays unused, so that no location is SegmentLog.NOWHERE.
        for (int id = length - 1; id >= Math.max(1, old); id--) {
            freeIds[freeIdCount++] = id;
        }
        return true;
    }
}
