package dev.troupe.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The memory of the entries: segments in two chains, each filled at its open one. A location is the number of a segment
 * and an offset in words, in 30 bits, and never 0. Owned by the {@link EntryTable}.
 */
final class SegmentLog implements KeyIndex.Keys {
    /** The location of nothing. */
    static final int NOWHERE = 0;

    private static final int LOCATION_BITS = 30;
    private static final int NUMBER_BYTES = 8;

    private final MemoryAccount account;
    private final StoreSettings.Segments sizes;
    private final KeyHash hash;
    private final int offsetBits;
    private final SegmentChain small = new SegmentChain();
    private final SegmentChain main = new SegmentChain();
    private @Nullable Segment[] byId = new Segment[0];
    private int[] freeIds = new int[0];
    private int freeIdCount;
    /** Kept back when memory is short, so that those who survive in a segment have where to go. */
    private byte @Nullable [] spare;

    private boolean isShort;
    private long used;
    private long freedSegments;

    SegmentLog(StoreSettings.Segments sizes, KeyHash hash, MemoryAccount account) {
        this.sizes = sizes;
        this.hash = hash;
        this.account = account;
        this.offsetBits = 30 - Integer.numberOfLeadingZeros(sizes.largestBytes() - 1);
    }

    // ---- finding

    Segment segment(int location) {
        Segment segment = byId[location >>> offsetBits];
        if (segment == null) {
            throw new IllegalStateException("no segment at location " + location);
        }
        return segment;
    }

    /** The offset of a location in the first array of its segment. */
    int offset(int location) {
        return (location & ((1 << offsetBits) - 1)) << 2;
    }

    int location(Segment segment, int at) {
        return (segment.id << offsetBits) | (at >> 2);
    }

    /** When the entry at a location expires. */
    long deadline(int location) {
        return EntryLayout.deadline(segment(location), offset(location));
    }

    @Override
    public boolean isAt(int location, byte[] key) {
        return EntryLayout.hasKey(segment(location).bytes, offset(location), key);
    }

    @Override
    public long hashAt(int location) {
        return EntryLayout.hash(segment(location).bytes, offset(location), hash);
    }

    // ---- making room for entries

    /** Room at the end of a queue, or {@link #NOWHERE} if the memory is not there. */
    int claim(Queue queue, int size, long nowMillis) {
        return claim(queue, size, nowMillis, false);
    }

    /** The same for an entry that is moved: it may take the spare array. */
    int claimForSurvivor(Queue queue, int size, long nowMillis) {
        return claim(queue, size, nowMillis, true);
    }

    /** Room in this segment, or {@link #NOWHERE} if it is full. */
    int claimIn(Segment segment, int size) {
        return segment.freed || segment.free() < size ? NOWHERE : take(segment, size);
    }

    private int claim(Queue queue, int size, long nowMillis, boolean survivor) {
        if (isLarge(size)) {
            return claimLarge(queue, size, nowMillis);
        }
        SegmentChain chain = chain(queue);
        Segment open = chain.open;
        if (open == null || open.free() < size || nowMillis - open.baseMillis > EntryLayout.OLDEST_BASE_MILLIS) {
            byte[] array = array(segmentBytes(), size, survivor);
            open = array == null ? null : segment(queue, new byte[][] {array}, false, nowMillis);
            if (open == null) {
                return NOWHERE;
            }
            chain.append(open);
            chain.open = open;
        }
        return take(open, size);
    }

    private int claimLarge(Queue queue, int size, long nowMillis) {
        int piece = Math.max(sizes.largestBytes() - 16, (EntryLayout.LONGEST_PROLOGUE + 3) & ~3);
        int count = (size + piece - 1) / piece;
        int last = size - (count - 1) * piece;
        long bytes =
                Segment.OBJECT_BYTES + (count - 1) * MemoryAccount.arrayBytes(piece) + MemoryAccount.arrayBytes(last);
        if (!account.tryReserve(bytes)) {
            isShort = true;
            return NOWHERE;
        }
        byte[][] pieces = new byte[count][];
        for (int i = 0; i < count; i++) {
            pieces[i] = new byte[i == count - 1 ? last : piece];
        }
        Segment segment = segment(queue, pieces, true, nowMillis);
        if (segment == null) {
            return NOWHERE;
        }
        chain(queue).append(segment);
        segment.used = size;
        used += size;
        return location(segment, 0);
    }

    private int take(Segment segment, int size) {
        int at = segment.used;
        segment.used += size;
        used += size;
        return location(segment, at);
    }

    /** Whether an entry of this size gets a segment of its own. */
    private boolean isLarge(int size) {
        return size > segmentBytes() / 4;
    }

    /** What the next segment takes: a power of two, so that its array is one less its header. */
    private int segmentBytes() {
        long wanted = Math.min(Math.max(account.bytes() / 64, sizes.smallestBytes()), sizes.largestBytes());
        return wanted == sizes.largestBytes() ? (int) wanted : Integer.highestOneBit((int) wanted);
    }

    private byte @Nullable [] array(int bytes, int least, boolean survivor) {
        isShort = !account.tryReserve(bytes + Segment.OBJECT_BYTES);
        if (!isShort) {
            return new byte[(bytes - 16) & ~3];
        }
        byte[] kept = spare;
        if (!survivor || kept == null || kept.length < least) {
            return null;
        }
        spare = null;
        return kept;
    }

    /** A segment of memory that has been reserved, or null after giving the memory back if there is no number for it. */
    private @Nullable Segment segment(Queue queue, byte[][] pieces, boolean large, long nowMillis) {
        if (freeIdCount == 0 && !addIds()) {
            account.release(new Segment(0, queue, pieces, large, nowMillis).heapBytes());
            return null;
        }
        int id = freeIds[--freeIdCount];
        Segment segment = new Segment(id, queue, pieces, large, nowMillis);
        byId[id] = segment;
        return segment;
    }

    private boolean addIds() {
        int old = byId.length;
        int length = Math.min(Math.max(8, old + old / 2), 1 << (LOCATION_BITS - offsetBits));
        if (length == old || !account.tryReserve((long) (length - old) * NUMBER_BYTES)) {
            return false;
        }
        byId = Arrays.copyOf(byId, length);
        freeIds = new int[length];
        // The number 0 stays unused, so that no location is NOWHERE.
        for (int id = length - 1; id >= Math.max(1, old); id--) {
            freeIds[freeIdCount++] = id;
        }
        return true;
    }

    /** An empty segment in front of another one, for what lives in that and the ones after it; null without memory. */
    @Nullable
    Segment openBefore(Segment newer, int length, long nowMillis) {
        if (!account.tryReserve(MemoryAccount.arrayBytes(length) + Segment.OBJECT_BYTES)) {
            return null;
        }
        Segment segment = segment(newer.queue, new byte[][] {new byte[length]}, false, nowMillis);
        if (segment != null) {
            chain(newer.queue).insertBefore(newer, segment);
        }
        return segment;
    }

    // ---- keeping account of entries

    /** Counts an entry that has been written. */
    void enlist(Segment segment, int at) {
        int size = EntryLayout.extent(segment.bytes, at);
        segment.entries++;
        addLive(segment, size);
        if (EntryLayout.isTimed(EntryLayout.header(segment.bytes, at))) {
            segment.timed++;
            segment.widen(EntryLayout.deadline(segment, at));
        }
    }

    /** Declares an entry dead; a segment without entries is freed. */
    void retire(Segment segment, int at) {
        int size = EntryLayout.extent(segment.bytes, at);
        segment.entries--;
        addLive(segment, -size);
        if (EntryLayout.isTimed(EntryLayout.header(segment.bytes, at))) {
            segment.timed--;
        }
        EntryLayout.fill(segment.bytes, at, size);
        if (segment.entries == 0) {
            free(segment);
        }
    }

    /** Writes an entry over an older one if it fits and wastes less than an eighth. */
    boolean overwrite(int location, EntryDraft draft, long nowMillis) {
        Segment segment = segment(location);
        int at = offset(location);
        int extent = EntryLayout.extent(segment.bytes, at);
        int gap = extent - draft.size();
        boolean wasTimed = EntryLayout.isTimed(EntryLayout.header(segment.bytes, at));
        boolean fits = EntryLayout.fits(draft.form(), draft.attributes().expiresAtMillis(), segment.baseMillis);
        if (gap < 0 || gap > (segment.large ? 0 : extent / 8) || !fits) {
            return false;
        }
        EntryLayout.write(segment, at, draft, nowMillis);
        if (gap > 0) {
            EntryLayout.fill(segment.bytes, at + draft.size(), gap);
            addLive(segment, -gap);
        }
        boolean isTimed = EntryLayout.isTimed(draft.form());
        segment.timed += (isTimed ? 1 : 0) - (wasTimed ? 1 : 0);
        if (isTimed) {
            segment.widen(EntryLayout.deadline(segment, at));
        }
        return true;
    }

    /** Writes another expiry into an entry if there is a place for it. */
    boolean reschedule(int location, long expiresAtMillis) {
        Segment segment = segment(location);
        int at = offset(location);
        int header = EntryLayout.header(segment.bytes, at);
        boolean fits = EntryLayout.hasExpiry(header)
                ? EntryLayout.fits(header, expiresAtMillis, segment.baseMillis)
                : expiresAtMillis == EntryAttributes.NEVER;
        if (!fits) {
            return false;
        }
        EntryLayout.writeExpiry(segment, at, header, expiresAtMillis);
        segment.widen(EntryLayout.deadline(segment, at));
        return true;
    }

    /** Puts the segment of a large entry at the end of a queue. */
    void requeue(Segment large, Queue queue) {
        chain(large.queue).unlink(large);
        chain(large.queue).live -= large.live;
        large.queue = queue;
        chain(queue).append(large);
        chain(queue).live += large.live;
    }

    private void addLive(Segment segment, int size) {
        segment.live += size;
        chain(segment.queue).live += size;
    }

    // ---- giving memory back

    void free(Segment segment) {
        if (segment.freed) {
            return;
        }
        chain(segment.queue).unlink(segment);
        segment.freed = true;
        used -= segment.used;
        byId[segment.id] = null;
        freeIds[freeIdCount++] = segment.id;
        freedSegments++;
        if (isShort && spare == null && !segment.large && segment.bytes.length >= segmentBytes() - 19) {
            spare = segment.bytes;
        } else {
            account.release(segment.heapBytes());
        }
    }

    /** Gives the spare array back; false if there is none. */
    boolean releaseSpare() {
        if (spare == null) {
            return false;
        }
        account.release(MemoryAccount.arrayBytes(spare.length) + Segment.OBJECT_BYTES);
        spare = null;
        return true;
    }

    /** Takes a spare array now, while there is memory. */
    void keepSpare() {
        int bytes = segmentBytes();
        if (spare == null && main.oldest != main.newest && account.tryReserve(bytes + Segment.OBJECT_BYTES)) {
            spare = new byte[(bytes - 16) & ~3];
        }
    }

    /** What it takes on the heap. */
    long heapBytes() {
        byte[] kept = spare;
        long sum = (long) byId.length * NUMBER_BYTES;
        sum += kept == null ? 0 : MemoryAccount.arrayBytes(kept.length) + Segment.OBJECT_BYTES;
        for (Segment segment : byId) {
            sum += segment == null ? 0 : segment.heapBytes();
        }
        return sum;
    }

    /** Gives everything back, in time proportional to the segments. */
    void clear() {
        account.release(heapBytes());
        for (Segment segment : byId) {
            if (segment != null) {
                chain(segment.queue).unlink(segment);
                segment.freed = true;
            }
        }
        spare = null;
        byId = new Segment[0];
        freeIds = new int[0];
        freeIdCount = 0;
        small.live = 0;
        main.live = 0;
        used = 0;
        isShort = false;
    }

    /** Whether an entry of this size would find room if the store were empty. */
    boolean canHold(int size) {
        return account.canHold(size);
    }

    // ---- figures

    SegmentChain chain(Queue queue) {
        return queue == Queue.SMALL ? small : main;
    }

    /** The segment of this number, if there is one. */
    @Nullable
    Segment byId(int id) {
        return byId[id];
    }

    /** Numbers of segments are smaller than this. */
    int idBound() {
        return byId.length;
    }

    /** Bytes of live entries. */
    long liveBytes() {
        return small.live + main.live;
    }

    /** Bytes of what used to be entries. */
    long deadBytes() {
        return used - small.live - main.live;
    }

    /** Segments freed since the beginning. */
    long freedSegments() {
        return freedSegments;
    }

    /** Whether the open segment is nearly full and there was no memory for another one lately. */
    boolean needsRoomSoon(Queue queue) {
        Segment open = chain(queue).open;
        return isShort
                && (open == null || open.free() < open.bytes.length / 4)
                && !account.canReserve(segmentBytes() + Segment.OBJECT_BYTES);
    }
}
