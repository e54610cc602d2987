package dev.troupe.store.policy;

import dev.troupe.store.segment.EntryLayout;
import dev.troupe.store.segment.Segment;
import dev.troupe.store.segment.SegmentLog;
import dev.troupe.store.segment.SegmentMemory;
import org.jspecify.annotations.Nullable;

/**
 * Closes holes: walks a segment with many dead bytes and moves what lives into one in its place, so that the order of the queue is kept, and
 * what lives in the segments after it too, as far as it fits. Owned by {@link Reclaim}.
 */
final class Compaction implements SegmentWalk.Visitor {
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
    private final EvictionPass pass;
    private final SegmentWalk walk;
    /** Where the survivors go; null for wherever there is room. */
    private @Nullable Segment target;

    private boolean isStuck;
    private int sampled;
    /** Segments looked at when it was started. */
    private int looked;

    private long compactions;

    /**
     * Nothing is under way.
     *
     * @param pass whose segment is left alone
     */
    Compaction(EntryTable table, Eviction eviction, SegmentMemory memory, EvictionPass pass) {
        this.table = table;
        this.eviction = eviction;
        this.memory = memory;
        this.pass = pass;
        this.walk = new SegmentWalk(table, eviction, this);
    }

    /** Whether a segment has been begun with, and has to be gone on with before anything else moves. */
    boolean isUnderWay() {
        return walk.segment() != null;
    }

    /** Whether there are enough dead bytes. */
    boolean isDue() {
        long dead = table.log.deadBytes();
        return isUnderWay() || dead > Math.max(DEAD_SLACK_BYTES, table.log.liveBytes() / DEAD_PART);
    }

    /** How much of a budget it took to look for a segment to begin with. */
    int looks() {
        return Math.max(1, looked / LOOKS);
    }

    /** Walks on in the segment that it is at. */
    int walkOn(int budget, long nowMillis) {
        int taken = walk.on(budget, nowMillis);
        Segment walked = walk.segment();
        if (walked != null && walk.isOver()) {
            finish(walked);
        }
        return taken;
    }

    /** Whether a segment could not be emptied for want of room, since {@link #tryAgain}. */
    boolean isStuck() {
        return isStuck;
    }

    /** There may be room again. */
    void tryAgain() {
        isStuck = false;
    }

    /** Segments compacted. */
    long compactions() {
        return compactions;
    }

    long walkedEntries() {
        return walk.entries();
    }

    /** Its segments are gone. */
    void clear() {
        walk.end();
        target = null;
    }

    /** Begins with a segment; false if none is worth it. */
    boolean start(long nowMillis) {
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
        walk.begin(sparse);
        return true;
    }

    @Override
    public boolean visit(Segment walked, int offset, int slot, long hash, long nowMillis) {
        int hits = table.index.hits(slot);
        if (walked.large) {
            table.keepInPlace(walked, slot, walked.queue, hits);
            return true;
        }
        int extent = EntryLayout.extent(walked, offset);
        int location = target == null
                ? table.log.claimForSurvivor(walked.queue, extent, nowMillis)
                : table.log.claimIn(target, extent, nowMillis);
        return table.moveIfPlaced(slot, location, hits);
    }

    /** Ends a walk, or goes on with the next segment if what lives in it fits beside what was kept. */
    private void finish(Segment walked) {
        Segment kept = target;
        compactions += walked.freed ? 1 : 0;
        isStuck |= !walked.freed;
        clear();
        if (kept == null) {
            return;
        }
        Segment next = kept.newer;
        if (kept.entries == 0) {
            table.log.free(kept);
        } else if (walked.freed && next != null && isSparseOrSmall(next) && next.live <= kept.free()) {
            walk.begin(next);
            target = kept;
        }
    }

    // ---- which segments

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
        return isSparse(segment) || (isClosed(segment) && segment.length() < memory.usualLength() / 2);
    }

    /** Where nothing is evicted, the one that takes new entries may be all that has dead bytes. */
    private boolean isClosed(Segment segment) {
        return !segment.large
                && segment != pass.segment()
                && (!eviction.evicts() || table.log.chain(segment.queue).open != segment);
    }

    private static boolean isSparser(Segment one, Segment other) {
        return (long) one.dead() * other.used > (long) other.dead() * one.used;
    }

    /** Length of a segment for what lives in a segment and in as many of those after it as fit together. */
    private int lengthFor(Segment first) {
        int length = first.live;
        int most = Math.max(first.length(), memory.usualLength());
        for (Segment next = first.newer; next != null && isSparseOrSmall(next); next = next.newer) {
            if (length + next.live > most) {
                break;
            }
            length += next.live;
        }
        return length;
    }
}
