package dev.troupe.store.policy;

import dev.troupe.store.segment.EntryLayout;
import dev.troupe.store.segment.Segment;
import dev.troupe.store.segment.SegmentChain;
import org.jspecify.annotations.Nullable;

/** A walk over the entries of one segment after the other, some at a time. What has expired is dropped on the way. Owned by {@link Reclaim}. */
final class SegmentWalk {
    /** What becomes of the entries. */
    interface Visitor {
        /**
         * Moves or drops the entry that the walk is at.
         *
         * @param walked the segment
         * @param offset where the entry begins in it
         * @param slot of the entry in the index
         * @param hash of its key
         * @return false if the walk cannot go on
         */
        boolean visit(Segment walked, int offset, int slot, long hash, long nowMillis);
    }

    private final EntryTable table;
    private final Eviction eviction;
    private final Visitor visitor;
    private @Nullable Segment segment;
    private int offset;
    private boolean isStopped;
    private long entries;

    SegmentWalk(EntryTable table, Eviction eviction, Visitor visitor) {
        this.table = table;
        this.eviction = eviction;
        this.visitor = visitor;
    }

    /** The segment that it is at, or null. */
    @Nullable
    Segment segment() {
        return segment;
    }

    /** Goes to the beginning of a segment, which takes no more entries. */
    void begin(Segment first) {
        SegmentChain chain = table.log.chain(first.queue);
        if (chain.open == first) {
            chain.open = null;
        }
        segment = first;
        offset = 0;
        isStopped = false;
    }

    /** Walks on; returns how much of the budget that took, at least one. */
    int on(int budget, long nowMillis) {
        Segment walked = segment;
        if (walked == null) {
            return 1;
        }
        int left = budget;
        while (!isStopped && left > 0 && !walked.freed && offset < walked.used) {
            int extent = EntryLayout.extent(walked, offset);
            isStopped = !EntryLayout.isFiller(EntryLayout.header(walked, offset)) && !visit(walked, nowMillis);
            offset += extent;
            left--;
        }
        entries += budget - left;
        return Math.max(1, budget - left);
    }

    private boolean visit(Segment walked, long nowMillis) {
        int location = table.log.location(walked, offset);
        long hash = table.log.hashAt(location);
        int slot = table.index.find(hash, location);
        if (!eviction.isResting() && EntryLayout.deadline(walked, offset) <= nowMillis) {
            table.drop(slot, hash, DropListener.Cause.EXPIRED);
            return true;
        }
        return visitor.visit(walked, offset, slot, hash, nowMillis);
    }

    /** Whether it is at the end of its segment, or cannot go on in it. */
    boolean isOver() {
        Segment walked = segment;
        return walked == null || isStopped || walked.freed || offset >= walked.used;
    }

    /** It is at no segment. */
    void end() {
        segment = null;
    }

    /** Entries walked so far. */
    long entries() {
        return entries;
    }
}
