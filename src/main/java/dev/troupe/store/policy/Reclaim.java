package dev.troupe.store.policy;

import dev.troupe.store.memory.MemoryAccount;
import dev.troupe.store.segment.EntryLayout;
import dev.troupe.store.segment.Queue;
import dev.troupe.store.segment.Segment;
import dev.troupe.store.segment.SegmentChain;
import dev.troupe.store.segment.SegmentLog;
import dev.troupe.store.segment.SegmentMemory;
import org.jspecify.annotations.Nullable;

/**
 * Gives memory back by walking a segment once: what stays is copied, the segment is freed whole. To evict, it walks the
 * oldest segment of the queue that gives way; to compact, one with many dead bytes, and copies into a segment in its
 * place, so that the order of the queue is kept. Walks a bounded number of entries a call and goes on from there at the
 * next. Owned by the store.
 */
public final class Reclaim {
    /** Entries walked at a time to make room, or beside a put when memory is short. */
    private static final int STEP = 64;
    /** Entries walked beside a change when there are many dead bytes. */
    private static final int COMPACTION_STEP = 16;
    /** In one call that has to make room, no entry is spared because of its hits after so many have been walked. */
    private static final int MOST_SPARED = 4096;
    /** In one put that may only compact, the work of walking about this many is done at most. */
    private static final int MOST_SQUEEZED = 1 << 14;
    /** Less than this is no room. */
    private static final int LEAST_BYTES = 64;
    /** Segments looked at to find one with many dead bytes. */
    private static final int SAMPLE = 64;
    /** Where all may be looked at, the best of so many is taken. */
    private static final int MOST_COMPARED = 256;
    /** Looking at so many segments counts like walking an entry. */
    private static final int LOOKS = 8;
    /** Compact when dead bytes exceed this part of the live ones. */
    private static final int DEAD_PART = 8;

    private static final int DEAD_SLACK_BYTES = 4 << 10;

    private final EntryTable table;
    private final Eviction eviction;
    private final SegmentMemory memory;
    private final MemoryAccount account;
    private @Nullable Segment victim;
    /** Where the survivors of a compaction go. */
    private @Nullable Segment target;

    private boolean compacting;
    private int at;
    /** Where eviction goes on after a compaction. */
    private @Nullable Segment suspended;

    private int suspendedAt;
    /** Work done in this put because nothing else makes room, in entries walked. */
    private int squeezed;
    /** A walk ended for want of room. */
    private boolean stuck;
    /** With so many dead bytes nothing could be gained by compaction. */
    private long fruitlessBytes = -1;

    private int sampled;
    /** Segments looked at when a compaction was started. */
    private int looked;

    private long compactions;
    private long walkedEntries;

    public Reclaim(EntryTable table, Eviction eviction, SegmentMemory memory, MemoryAccount account) {
        this.memory = memory;
        this.table = table;
        this.account = account;
        this.eviction = eviction;
    }

    /** A put begins. */
    public void begin() {
        squeezed = 0;
    }

    /** Gives back about a segment or more; false if nothing is left that may give way. */
    public boolean makeRoom(long nowMillis) {
        if (!eviction.evicts()) {
            return squeeze(nowMillis);
        }
        long wanted = account.bytes() - LEAST_BYTES;
        int walked = 0;
        boolean more = true;
        while (more && account.bytes() > wanted) {
            more = walkOldest(STEP, walked < MOST_SPARED, nowMillis);
            walked += STEP;
        }
        return account.bytes() <= wanted || memory.releaseSpare();
    }

    /** Compacts a segment; what it gains may be memory, or room beside those who were moved. */
    private boolean squeeze(long nowMillis) {
        long before = compactions;
        stuck = table.log.deadBytes() == fruitlessBytes;
        boolean more = true;
        while (more && !stuck && compactions == before && squeezed < MOST_SQUEEZED) {
            more = compact(STEP, nowMillis);
            memory.keepSpare();
        }
        if (stuck || !more) {
            fruitlessBytes = table.log.deadBytes();
        }
        return compactions > before;
    }

    /** Room for an entry in the log, made if need be; {@link SegmentLog#NOWHERE} if there is none. */
    public int claim(Queue queue, int size, long nowMillis) {
        int location = claimNow(queue, size, nowMillis);
        if (location == SegmentLog.NOWHERE && !eviction.isOrdered()) {
            location = table.log.claimVacated(queue, size, nowMillis);
        }
        while (location == SegmentLog.NOWHERE && memory.canHold(size) && makeRoom(nowMillis)) {
            location = claimNow(queue, size, nowMillis);
        }
        return location;
    }

    /**
     * Room for what takes the place of an entry, if there is some already: where nothing is evicted only for one with a home of its own,
     * since in that of others its successor wastes less.
     */
    public int claimBeside(Segment home, int size, long nowMillis) {
        return eviction.evicts() || home.large ? claimNow(home.queue, size, nowMillis) : SegmentLog.NOWHERE;
    }

    private int claimNow(Queue queue, int size, long nowMillis) {
        if (!eviction.evicts() && memory.needsSpare() && !memory.isLarge(size)) {
            // What room there is belongs to those who are moved: without it nothing could be compacted ever after.
            return SegmentLog.NOWHERE;
        }
        return table.log.claim(queue, size, nowMillis);
    }

    /** Walks at most so many of the oldest entries, evicting those that were not hit; false if there is none. */
    public boolean evict(int budget, long nowMillis) {
        return eviction.evicts() && walkOldest(budget, true, nowMillis);
    }

    /** A bounded piece of the work that would otherwise hold up a later call. */
    public void tidy(long nowMillis) {
        if (account.shouldGiveBack()
                || (eviction.evicts() && memory.isShortAfter(table.log.chain(eviction.firstQueue()).open))) {
            evict(STEP, nowMillis);
        }
        if (isDue()) {
            compact(COMPACTION_STEP, nowMillis);
        }
        if (!eviction.evicts() && table.log.liveBytes() > 0) {
            memory.keepSpare();
        }
    }

    /** Walks no more than {@code budget} entries, as long as other stores need memory that this one holds. */
    public void giveBack(int budget, long nowMillis) {
        for (int left = budget; left > 0 && account.shouldGiveBack(); left -= STEP) {
            if (!evict(Math.min(left, STEP), nowMillis)) {
                return;
            }
        }
    }

    /** Whether there are enough dead bytes to be compacted. */
    public boolean isDue() {
        long dead = table.log.deadBytes();
        return compacting || dead > Math.max(DEAD_SLACK_BYTES, table.log.liveBytes() / DEAD_PART);
    }

    /** Walks at most so many entries of segments with many dead bytes; false if there is none. */
    public boolean compact(int budget, long nowMillis) {
        if (victim != null && !compacting) {
            suspended = victim;
            suspendedAt = at;
            victim = null;
        }
        int left = budget;
        boolean more = true;
        while (more && left > 0) {
            if (victim == null) {
                more = startCompaction(nowMillis);
                left -= Math.max(1, looked / LOOKS);
            } else {
                left -= walk(left, true, nowMillis);
            }
        }
        squeezed += budget - left;
        return more;
    }

    /** Forgets about the segments it was at, which are gone. */
    public void clear() {
        victim = null;
        target = null;
        suspended = null;
        compacting = false;
        fruitlessBytes = -1;
    }

    /** Entries walked so far. */
    public long walkedEntries() {
        return walkedEntries;
    }

    /** Segments compacted. */
    public long compactions() {
        return compactions;
    }

    private boolean walkOldest(int budget, boolean sparing, long nowMillis) {
        if (victim == null && !startEviction()) {
            return false;
        }
        walk(budget, sparing, nowMillis);
        return true;
    }

    private boolean startEviction() {
        Segment resumed = suspended;
        suspended = null;
        if (resumed != null && !resumed.freed) {
            start(resumed, false);
            at = suspendedAt;
            return true;
        }
        SegmentLog log = table.log;
        Queue queue = eviction.nextPass(log.chain(Queue.SMALL).live, log.chain(Queue.MAIN).live);
        Segment oldest = log.chain(queue).oldest;
        if (oldest == null) {
            oldest = log.chain(queue == Queue.SMALL ? Queue.MAIN : Queue.SMALL).oldest;
        }
        if (oldest == null) {
            return false;
        }
        start(oldest, false);
        return true;
    }

    private boolean startCompaction(long nowMillis) {
        Segment sparse = sparsest();
        if (sparse == null) {
            return false;
        }
        if (eviction.isOrdered()) {
            target = table.log.openBefore(sparse, lengthFor(sparse), nowMillis);
            if (target == null && eviction.evicts()) {
                return false;
            }
        }
        start(sparse, true);
        return true;
    }

    private void start(Segment segment, boolean toCompact) {
        SegmentChain chain = table.log.chain(segment.queue);
        if (chain.open == segment) {
            chain.open = null;
        }
        victim = segment;
        compacting = toCompact;
        at = 0;
    }

    /** Of some segments that take no more entries, the one with the largest part dead; null if none is worth it. */
    private @Nullable Segment sparsest() {
        SegmentLog log = table.log;
        Segment best = null;
        // Where nothing else makes room, all are looked at before a put is refused.
        int most = eviction.evicts() ? Math.min(SAMPLE, log.idBound()) : log.idBound();
        looked = 0;
        while (looked < most && (best == null || looked % MOST_COMPARED != 0)) {
            looked++;
            sampled = sampled + 1 < log.idBound() ? sampled + 1 : 0;
            Segment each = log.byId(sampled);
            if (each != null && isSparse(each) && (best == null || isSparser(each, best))) {
                best = each;
            }
        }
        return best;
    }

    private boolean isSparse(Segment segment) {
        return isClosed(segment) && segment.dead() > (eviction.evicts() ? segment.used / (2 * DEAD_PART) : 0);
    }

    /**
     * Whether a segment after a sparse one is worth being compacted with it: it is sparse itself, or a small leftover.
     */
    private boolean isSparseOrSmall(Segment segment) {
        return isSparse(segment) || (isClosed(segment) && segment.bytes.length < memory.usualLength() / 2);
    }

    /** Where nothing is evicted, the one that takes new entries may be all that has dead bytes. */
    private boolean isClosed(Segment segment) {
        return !segment.large
                && segment != suspended
                && (!eviction.evicts() || table.log.chain(segment.queue).open != segment);
    }

    private static boolean isSparser(Segment one, Segment other) {
        return (long) one.dead() * other.used > (long) other.dead() * one.used;
    }

    /** Length of an array for what lives in a segment and in as many of those after it as fit together. */
    private int lengthFor(Segment first) {
        int length = first.live;
        int most = Math.max(first.bytes.length, memory.usualLength());
        for (Segment next = first.newer; next != null && isSparseOrSmall(next); next = next.newer) {
            if (length + next.live > most) {
                break;
            }
            length += next.live;
        }
        return length;
    }

    /** Walks the victim on; returns how much of the budget that took, at least one. */
    private int walk(int budget, boolean sparing, long nowMillis) {
        Segment walked = victim;
        if (walked == null) {
            return 1;
        }
        boolean on = true;
        int left = budget;
        while (on && left > 0 && !walked.freed && at < walked.used) {
            int extent = EntryLayout.extent(walked.bytes, at);
            on = EntryLayout.isFiller(EntryLayout.header(walked.bytes, at)) || visit(walked, sparing, nowMillis);
            at += extent;
            left--;
        }
        if (!on || walked.freed || at >= walked.used) {
            finish(walked);
        }
        walkedEntries += budget - left;
        return Math.max(1, budget - left);
    }

    /** Moves or drops the entry that the walk is at; false if there was no room for it in a compaction. */
    private boolean visit(Segment walked, boolean sparing, long nowMillis) {
        int location = table.log.location(walked, at);
        long hash = table.log.hashAt(location);
        int slot = table.index.find(hash, location);
        if (!eviction.isResting() && EntryLayout.deadline(walked, at) <= nowMillis) {
            table.drop(slot, hash, DropListener.Cause.EXPIRED);
            return true;
        }
        if (compacting) {
            return keep(walked, slot, walked.queue, table.index.hits(slot), nowMillis);
        }
        int hits = sparing ? eviction.hitsAfterPass(walked.queue, table.index.hits(slot)) : Eviction.DROPPED;
        if (hits == Eviction.DROPPED || !keep(walked, slot, Queue.MAIN, hits, nowMillis)) {
            Queue from = walked.queue;
            table.drop(slot, hash, DropListener.Cause.EVICTED);
            eviction.dropped(hash, from, table.index.size());
        }
        return true;
    }

    private boolean keep(Segment walked, int slot, Queue queue, int hits, long nowMillis) {
        if (walked.large) {
            table.index.move(slot, table.index.location(slot), hits);
            table.log.requeue(walked, queue);
            return true;
        }
        int extent = EntryLayout.extent(walked.bytes, at);
        int location = target == null
                ? table.log.claimForSurvivor(queue, extent, nowMillis)
                : table.log.claimIn(target, extent, nowMillis);
        if (location == SegmentLog.NOWHERE) {
            return false;
        }
        table.move(slot, location, hits);
        return true;
    }

    /** Ends a walk, or goes on with the next segment if what lives in it fits beside what was kept. */
    private void finish(Segment walked) {
        Segment kept = target;
        if (compacting && walked.freed) {
            compactions++;
        }
        stuck |= compacting && !walked.freed;
        victim = null;
        target = null;
        compacting = false;
        if (kept == null) {
            return;
        }
        Segment next = kept.newer;
        if (kept.entries == 0) {
            table.log.free(kept);
        } else if (walked.freed && next != null && isSparseOrSmall(next) && next.live <= kept.free()) {
            start(next, true);
            target = kept;
        }
    }
}
