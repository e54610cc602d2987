package dev.troupe.store.policy;

import dev.troupe.store.segment.EntryLayout;
import dev.troupe.store.segment.Queue;
import dev.troupe.store.segment.Segment;
import dev.troupe.store.segment.SegmentLog;
import org.jspecify.annotations.Nullable;

/** Evicts: walks the oldest segment of the queue that gives way, and what was not hit since the last pass is dropped. Owned by {@link Reclaim}. */
final class EvictionPass implements SegmentWalk.Visitor {
    private final EntryTable table;
    private final Eviction eviction;
    private final SegmentWalk walk;
    private boolean isSparing;

    EvictionPass(EntryTable table, Eviction eviction) {
        this.table = table;
        this.eviction = eviction;
        this.walk = new SegmentWalk(table, eviction, this);
    }

    /**
     * Walks at most so many of the oldest entries; false if there is none.
     *
     * @param sparing whether entries that were hit stay
     */
    boolean walk(int budget, boolean sparing, long nowMillis) {
        Segment present = walk.segment();
        if ((present == null || present.freed) && !start()) {
            return false;
        }
        isSparing = sparing;
        var unused = walk.on(budget, nowMillis);
        if (walk.isOver()) {
            walk.end();
        }
        return true;
    }

    /** The segment that it is at, or null; nobody else may move what is in it. */
    @Nullable
    Segment segment() {
        return walk.segment();
    }

    private boolean start() {
        SegmentLog log = table.log;
        Queue queue = eviction.nextPass(log.chain(Queue.SMALL).live, log.chain(Queue.MAIN).live);
        Segment oldest = log.chain(queue).oldest;
        if (oldest == null) {
            oldest = log.chain(queue == Queue.SMALL ? Queue.MAIN : Queue.SMALL).oldest;
        }
        if (oldest == null) {
            walk.end();
            return false;
        }
        walk.begin(oldest);
        return true;
    }

    @Override
    public boolean visit(Segment walked, int offset, int slot, long hash, long nowMillis) {
        Queue from = walked.queue;
        int hits = isSparing ? eviction.hitsAfterPass(from, table.index.hits(slot)) : Eviction.DROPPED;
        if (hits == Eviction.DROPPED || !keep(walked, offset, slot, hits, nowMillis)) {
            table.drop(slot, hash, DropListener.Cause.EVICTED);
            eviction.dropped(hash, from, table.index.size());
        }
        return true;
    }

    private boolean keep(Segment walked, int offset, int slot, int hits, long nowMillis) {
        if (walked.large) {
            table.keepInPlace(walked, slot, Queue.MAIN, hits);
            return true;
        }
        int location = table.log.claimForSurvivor(Queue.MAIN, EntryLayout.extent(walked, offset), nowMillis);
        return table.moveIfPlaced(slot, location, hits);
    }

    /** Its segment is gone. */
    void clear() {
        walk.end();
    }

    long walkedEntries() {
        return walk.entries();
    }
}
