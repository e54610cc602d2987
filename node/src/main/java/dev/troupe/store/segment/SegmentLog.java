package dev.troupe.store.segment;

import dev.troupe.store.index.KeyHash;
import dev.troupe.store.index.KeyIndex;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The memory of the entries: segments in two chains, each filled at its open one. A location is the number of a segment
 * and an offset in words, in 30 bits, and never 0. Owned by the {@code EntryTable}.
 */
public final class SegmentLog implements KeyIndex.Keys {
    /** The location of nothing. */
    public static final int NOWHERE = 0;

    private static final int NO_HOME = -1;

    private final SegmentMemory memory;
    private final KeyHash hash;
    private final int offsetBits;
    private final SegmentChain small = new SegmentChain();
    private final SegmentChain main = new SegmentChain();
    private long used;
    private long freedSegments;
    /** Where an entry was removed last, as long as nothing has been written there and the segment is not freed. */
    private @Nullable Segment vacated;
    /** Of that segment if it has been freed: its length, 0 if it was the home of one large entry, else {@link #NO_HOME}. */
    private int freedHome = NO_HOME;

    private Queue freedQueue = Queue.SMALL;
    private int vacatedAt;
    private int vacatedBytes;

    public SegmentLog(SegmentMemory memory, KeyHash hash) {
        this.memory = memory;
        this.hash = hash;
        this.offsetBits = memory.offsetBits();
    }

    // ---- finding

    public Segment segment(int location) {
        Segment segment = memory.byId(location >>> offsetBits);
        if (segment == null) {
            throw new IllegalStateException("no segment at location " + location);
        }
        return segment;
    }

    /** What the first block of the segment that a location is in lies in. */
    public ByteBuffer bytes(int location) {
        return memory.buffer(location >>> offsetBits);
    }

    /** Where in {@link #bytes(int)} a location is. */
    public int at(int location) {
        return memory.position(location >>> offsetBits) + offset(location);
    }

    /** The offset of a location in the first block of its segment. */
    public int offset(int location) {
        return (location & ((1 << offsetBits) - 1)) << 2;
    }

    public int location(Segment segment, int offset) {
        return (segment.id << offsetBits) | (offset >> 2);
    }

    /** Whether a location is in the segment that takes the new entries of a queue. */
    public boolean isBeingFilled(Queue queue, int location) {
        Segment open = chain(queue).open;
        return open != null && open.id == location >>> offsetBits;
    }

    /** Whether the entry at a location may have a deadline. */
    public boolean isTimed(int location) {
        return EntryLayout.isTimed(EntryLayout.header(bytes(location), at(location)));
    }

    /** When the entry at a location expires. */
    public long deadline(int location) {
        return isTimed(location) ? EntryLayout.deadline(segment(location), offset(location)) : EntryAttributes.NEVER;
    }

    @Override
    public boolean isAt(int location, byte[] key) {
        return EntryLayout.hasKey(bytes(location), at(location), key);
    }

    @Override
    public long hashAt(int location) {
        return EntryLayout.hash(bytes(location), at(location), hash);
    }

    @Override
    public boolean isKey(int location) {
        return !EntryLayout.isFiller(EntryLayout.header(bytes(location), at(location)));
    }

    // ---- making room for entries

    /** Room at the end of a queue, or {@link #NOWHERE} if the memory is not there. */
    public int claim(Queue queue, int size, long nowMillis) {
        return claim(queue, size, nowMillis, false);
    }

    /** The same for an entry that is moved: it may take the spare memory. */
    public int claimForSurvivor(Queue queue, int size, long nowMillis) {
        return claim(queue, size, nowMillis, true);
    }

    /** Room in this segment, or {@link #NOWHERE} if it is full or too old. */
    public int claimIn(Segment segment, int size, long nowMillis) {
        return segment.freed || segment.free() < size || isTooOld(segment, nowMillis) ? NOWHERE : take(segment, size);
    }

    private int claim(Queue queue, int size, long nowMillis, boolean survivor) {
        if (memory.isLarge(size)) {
            return claimLarge(queue, size, nowMillis);
        }
        SegmentChain chain = chain(queue);
        Segment open = chain.open;
        if (open == null || open.free() < size || isTooOld(open, nowMillis)) {
            open = memory.make(queue, size, survivor, nowMillis);
            if (open == null) {
                return NOWHERE;
            }
            chain.append(open);
            chain.open = open;
        }
        return take(open, size);
    }

    private int claimLarge(Queue queue, int size, long nowMillis) {
        Segment segment = memory.makeLarge(queue, size, nowMillis);
        if (segment == null) {
            return NOWHERE;
        }
        chain(queue).append(segment);
        return take(segment, size);
    }

    /**
     * Room where an entry was removed last, if it was not smaller, or {@link #NOWHERE}. Of any age: only for entries with a place for any
     * expiry.
     */
    public int claimVacated(Queue queue, int size, long nowMillis) {
        Segment segment = vacated;
        int home = freedHome;
        if (vacatedBytes < size || (segment == null && home == NO_HOME)) {
            return NOWHERE;
        }
        forgetVacated();
        if (segment == null) {
            return home == 0 ? claimLarge(queue, size, nowMillis) : claimFreed(home, size, nowMillis);
        }
        if (vacatedBytes > size) {
            EntryLayout.fill(segment, vacatedAt + size, vacatedBytes - size);
        }
        return location(segment, vacatedAt);
    }

    private void forgetVacated() {
        vacated = null;
        freedHome = NO_HOME;
    }

    /** Room in a segment of the memory of one that has been freed. */
    private int claimFreed(int length, int size, long nowMillis) {
        Segment segment = memory.makeOf(freedQueue, length, nowMillis);
        if (segment == null) {
            return NOWHERE;
        }
        chain(freedQueue).append(segment);
        chain(freedQueue).open = segment;
        return take(segment, size);
    }

    /** Whether an expiry in four bytes might not fit any more, counted from the base of this segment. */
    private static boolean isTooOld(Segment segment, long nowMillis) {
        return nowMillis - segment.baseMillis > EntryLayout.OLDEST_BASE_MILLIS;
    }

    private int take(Segment segment, int size) {
        int offset = segment.used;
        segment.used += size;
        used += size;
        return location(segment, offset);
    }

    /** An empty segment in front of another one, for what lives in that and the ones after it; null without memory. */
    @Nullable
    public Segment openBefore(Segment newer, int length, long nowMillis) {
        Segment segment = memory.makeOf(newer.queue, length, nowMillis);
        if (segment != null) {
            chain(newer.queue).insertBefore(newer, segment);
        }
        return segment;
    }

    // ---- keeping account of entries

    /** Counts an entry that has been written. */
    public void enlist(Segment segment, int offset) {
        int size = EntryLayout.extent(segment, offset);
        segment.entries++;
        addLive(segment, size);
        segment.addDeadline(offset);
    }

    /** Declares an entry dead; a segment without entries is freed. */
    public void retire(Segment segment, int offset) {
        int size = EntryLayout.extent(segment, offset);
        segment.entries--;
        addLive(segment, -size);
        segment.forgetDeadline(offset);
        EntryLayout.fill(segment, offset, size);
        if (segment.entries == 0) {
            free(segment);
        }
    }

    /** The same with an entry that is removed: the next one may take its place. */
    public void vacate(Segment segment, int offset) {
        forgetVacated();
        vacated = segment;
        vacatedAt = offset;
        vacatedBytes = EntryLayout.extent(segment, offset);
        retire(segment, offset);
    }

    /** Writes an entry over an older one if it fits and wastes less than an eighth. */
    public boolean overwrite(int location, EntryDraft draft, long nowMillis) {
        Segment segment = segment(location);
        int extent = EntryLayout.extent(segment, offset(location));
        int gap = extent - draft.size();
        if (gap < 0 || gap > (segment.large ? 0 : extent / 8) || !fits(segment, draft, nowMillis)) {
            return false;
        }
        overwrite(segment, offset(location), draft, nowMillis);
        return true;
    }

    /** Writes an entry over an older one if that is not smaller, whatever it wastes; takes no memory. */
    public boolean overwriteAnyway(int location, EntryDraft draft, long nowMillis) {
        if (!hasRoomAt(location, draft, nowMillis)) {
            return false;
        }
        Segment segment = segment(location);
        int gap = EntryLayout.extent(segment, offset(location)) - draft.size();
        if (segment.large && gap > 0) {
            overwriteLarge(segment, draft, nowMillis);
        } else {
            overwrite(segment, offset(location), draft, nowMillis);
        }
        return true;
    }

    /** Whether an entry could be written over an older one. */
    public boolean hasRoomAt(int location, EntryDraft draft, long nowMillis) {
        Segment segment = segment(location);
        return EntryLayout.extent(segment, offset(location)) >= draft.size() && fits(segment, draft, nowMillis);
    }

    private static boolean fits(Segment segment, EntryDraft draft, long nowMillis) {
        return EntryLayout.fits(draft.form(), draft.attributes().expiresAtMillis(), segment.baseMillis, nowMillis);
    }

    private void overwrite(Segment segment, int offset, EntryDraft draft, long nowMillis) {
        int gap = EntryLayout.extent(segment, offset) - draft.size();
        segment.forgetDeadline(offset);
        EntryLayout.write(segment, offset, draft, nowMillis);
        if (gap > 0) {
            EntryLayout.fill(segment, offset + draft.size(), gap);
            addLive(segment, -gap);
        }
        segment.addDeadline(offset);
    }

    /** In a home that is cut to the size of what is written. */
    private void overwriteLarge(Segment old, EntryDraft draft, long nowMillis) {
        Segment cut = memory.cut(old, draft.size(), nowMillis);
        chain(old.queue).insertBefore(old, cut);
        chain(old.queue).unlink(old);
        addLive(old, -old.live);
        old.freed = true;
        used -= old.used;
        take(cut, draft.size());
        EntryLayout.write(cut, 0, draft, nowMillis);
        enlist(cut, 0);
    }

    /** Writes another expiry into an entry if there is a place for it. */
    public boolean reschedule(int location, long expiresAtMillis, long nowMillis) {
        Segment segment = segment(location);
        int offset = offset(location);
        int header = EntryLayout.header(segment, offset);
        boolean fits = EntryLayout.hasExpiry(header)
                ? EntryLayout.fits(header, expiresAtMillis, segment.baseMillis, nowMillis)
                : expiresAtMillis == EntryAttributes.NEVER;
        if (!fits) {
            return false;
        }
        segment.forgetDeadline(offset);
        EntryLayout.writeExpiry(segment, offset, header, expiresAtMillis);
        segment.addDeadline(offset);
        return true;
    }

    /** Idle times of all entries count from now on. */
    public void restartIdleTimes(long nowMillis) {
        for (int id = 0; id < idBound(); id++) {
            Segment segment = byId(id);
            if (segment != null) {
                segment.idleFromMillis = nowMillis;
            }
        }
    }

    /** Puts the segment of a large entry at the end of a queue. */
    public void requeue(Segment large, Queue queue) {
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

    public void free(Segment segment) {
        if (segment.freed) {
            return;
        }
        if (segment == vacated) {
            // Its memory is another's from now on.
            vacated = null;
            freedHome = segment.large ? 0 : segment.length();
            freedQueue = segment.queue;
        }
        chain(segment.queue).unlink(segment);
        segment.freed = true;
        used -= segment.used;
        freedSegments++;
        memory.free(segment);
    }

    /** Gives everything back, in time proportional to the segments. */
    public void clear() {
        for (int id = 0; id < idBound(); id++) {
            Segment segment = byId(id);
            if (segment != null) {
                chain(segment.queue).unlink(segment);
                segment.freed = true;
            }
        }
        memory.clear();
        forgetVacated();
        small.live = 0;
        main.live = 0;
        used = 0;
    }

    // ---- figures

    public SegmentChain chain(Queue queue) {
        return queue == Queue.SMALL ? small : main;
    }

    /** The segment of this number, if there is one. */
    @Nullable
    public Segment byId(int id) {
        return memory.byId(id);
    }

    /** Numbers of segments are smaller than this. */
    public int idBound() {
        return memory.idBound();
    }

    /** Bytes of live entries. */
    public long liveBytes() {
        return small.live + main.live;
    }

    /** Bytes of what used to be entries. */
    public long deadBytes() {
        return used - small.live - main.live;
    }

    /** Segments freed since the beginning. */
    public long freedSegments() {
        return freedSegments;
    }
}
