package dev.troupe.store.policy;

import dev.troupe.store.memory.MemoryAccount;
import dev.troupe.store.segment.Queue;
import dev.troupe.store.segment.Segment;
import dev.troupe.store.segment.SegmentLog;
import dev.troupe.store.segment.SegmentMemory;

/**
 * Gives memory back by walking a segment once: what stays is copied, the segment is freed whole. To evict, an {@link EvictionPass} walks the
 * oldest segment of the queue that gives way; to close holes, a {@link Compaction} one with many dead bytes. One of them is under way at a
 * time: a compaction that has been begun is gone on with first. Walks a bounded number of entries a call and goes on from there at the
 * next. Owned by the store.
 */
public final class Reclaim {
    /** Entries walked at a time to make room, or beside a put when memory is short. */
    private static final int STEP = 64;
    /** Entries walked beside a change when there are many dead bytes. */
    private static final int COMPACTION_STEP = 16;
    /** In one put that may only compact, the work of walking about this many is done at most. */
    private static final int MOST_SQUEEZED = 1 << 14;
    /** Less than this is no room. */
    private static final int LEAST_BYTES = 64;

    private final EntryTable table;
    private final Eviction eviction;
    private final SegmentMemory memory;
    private final MemoryAccount account;
    private final EvictionPass pass;
    private final Compaction compaction;
    /** Of the put that is under way. */
    private final RoomSearch search = new RoomSearch();
    /** Work done in this put because nothing else makes room, in entries walked. */
    private int squeezed;
    /** With so many dead bytes nothing could be gained by compaction. */
    private long fruitlessBytes = -1;

    public Reclaim(EntryTable table, Eviction eviction, SegmentMemory memory, MemoryAccount account) {
        this.memory = memory;
        this.table = table;
        this.account = account;
        this.eviction = eviction;
        this.pass = new EvictionPass(table, eviction);
        this.compaction = new Compaction(table, eviction, memory, pass);
    }

    /** A put begins. */
    public void begin() {
        search.begin();
        squeezed = 0;
    }

    /** Gives back about a segment or more; false if nothing is left that may give way. */
    public boolean makeRoom(long nowMillis) {
        if (!eviction.evicts()) {
            return squeeze(nowMillis);
        }
        long wanted = account.bytes() - LEAST_BYTES;
        boolean more = true;
        while (more && account.bytes() > wanted) {
            more = walkOn(search, nowMillis);
        }
        return account.bytes() <= wanted || memory.releaseSpare();
    }

    /** Compacts a segment; what it gains may be memory, or room beside those who were moved. */
    private boolean squeeze(long nowMillis) {
        long before = compaction.compactions();
        boolean isFruitless = table.log.deadBytes() == fruitlessBytes;
        compaction.tryAgain();
        boolean more = true;
        while (more
                && !isFruitless
                && !compaction.isStuck()
                && compaction.compactions() == before
                && squeezed < MOST_SQUEEZED) {
            more = compact(STEP, nowMillis);
            memory.keepSpare();
        }
        if (isFruitless || compaction.isStuck() || !more) {
            fruitlessBytes = table.log.deadBytes();
        }
        return compaction.compactions() > before;
    }

    /**
     * Goes on with a search for room for an entry of so many bytes, as a put would, but walks at most so many of the oldest entries; false if that is
     * not enough. Where nothing more can give way here the put has nothing to wait for.
     */
    public boolean makeRoom(int size, RoomSearch waiting, int budget, long nowMillis) {
        boolean isAsking =
                eviction.evicts() && !memory.canHold(size) && account.ask(SegmentMemory.withCompany(size), nowMillis);
        try {
            return walkUntilFits(size, waiting, budget, nowMillis);
        } finally {
            if (isAsking) {
                account.calm();
            }
        }
    }

    private boolean walkUntilFits(int size, RoomSearch waiting, int budget, long nowMillis) {
        long wanted = SegmentMemory.withCompany(size);
        int left = budget;
        boolean more = eviction.evicts() && memory.canHold(size);
        while (more && left > 0 && !account.canReserve(wanted)) {
            more = walkOn(waiting, nowMillis);
            left -= STEP;
        }
        return !more || account.canReserve(wanted);
    }

    private boolean walkOn(RoomSearch going, long nowMillis) {
        long walked = walkedEntries();
        long dropped = table.evicted() + table.expired();
        boolean more = walkOldest(STEP, going.isSparing(), nowMillis);
        going.walked(walkedEntries() - walked, table.evicted() + table.expired() - dropped);
        return more;
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
        boolean mayMove = !eviction.evicts() && table.log.liveBytes() > 0;
        if (mayMove && memory.needsSpare() && !memory.isLarge(size)) {
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
        return compaction.isDue();
    }

    /** Walks at most so many entries of segments with many dead bytes; false if there is none. */
    public boolean compact(int budget, long nowMillis) {
        int left = budget;
        boolean more = true;
        while (more && left > 0) {
            if (compaction.isUnderWay()) {
                left -= compaction.walkOn(left, nowMillis);
            } else {
                more = compaction.start(nowMillis);
                left -= compaction.looks();
            }
        }
        squeezed += budget - left;
        return more;
    }

    private boolean walkOldest(int budget, boolean sparing, long nowMillis) {
        if (compaction.isUnderWay()) {
            var unused = compaction.walkOn(budget, nowMillis);
            return true;
        }
        return pass.walk(budget, sparing, nowMillis);
    }

    /** Forgets about the segments it was at, which are gone. */
    public void clear() {
        pass.clear();
        compaction.clear();
        fruitlessBytes = -1;
    }

    /** Entries walked so far. */
    public long walkedEntries() {
        return pass.walkedEntries() + compaction.walkedEntries();
    }

    /** Segments compacted. */
    public long compactions() {
        return compaction.compactions();
    }
}
