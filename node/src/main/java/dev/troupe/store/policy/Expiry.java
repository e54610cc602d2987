package dev.troupe.store.policy;

import dev.troupe.store.segment.Deadlines;
import dev.troupe.store.segment.EntryAttributes;
import dev.troupe.store.segment.EntryLayout;
import dev.troupe.store.segment.Segment;
import dev.troupe.store.segment.SegmentLog;
import org.jspecify.annotations.Nullable;

/**
 * Removes what has expired without being asked for. It picks, out of some segments, the one where the largest part
 * should be overdue by what is known of its deadlines, and walks it; a segment whose last deadline has passed is freed
 * whole by that. Owned by the store.
 */
public final class Expiry {
    /** Segments compared to pick one. */
    private static final int SAMPLE = 16;
    /** Segments looked at in one call. */
    private static final int MOST_SAMPLED = 256;
    /** A segment is left alone while less than this part of its entries is overdue ... */
    private static final double WORTHWHILE = 1.0 / 64;
    /** ... and none has been for so long. */
    private static final long PATIENCE_MILLIS = 750;

    private final EntryTable table;
    private @Nullable Segment walked;
    private int offset;
    private int sampled;
    private long examined;
    private long lagMillis;

    public Expiry(EntryTable table) {
        this.table = table;
    }

    /** Looks at no more than {@code budget} entries and removes those whose time is over; returns how many. */
    public int expire(long nowMillis, int budget) {
        int removed = 0;
        int left = budget;
        long lag = 0;
        while (left > 0 && ((walked != null && !walked.freed) || start(nowMillis))) {
            Segment segment = walked;
            while (left > 0 && segment != null && !segment.freed && offset < segment.used) {
                int extent = EntryLayout.extent(segment, offset);
                left--;
                if (!EntryLayout.isFiller(EntryLayout.header(segment, offset))) {
                    long late = look(segment, nowMillis);
                    removed += late >= 0 ? 1 : 0;
                    lag = Math.max(lag, late);
                }
                offset += extent;
            }
            if (segment != null && (segment.freed || offset >= segment.used)) {
                walked = null;
            }
        }
        examined += budget - left;
        lagMillis = removed > 0 ? lag : lagMillis;
        return removed;
    }

    /** Forgets about the segment it was at, which is gone. */
    public void clear() {
        walked = null;
    }

    /** Entries looked at. */
    public long examined() {
        return examined;
    }

    /** How late the latest of the last call that removed something was. */
    public long lagMillis() {
        return lagMillis;
    }

    /** Removes the entry that the walk is at if it is overdue; returns how late that is, or a negative number. */
    private long look(Segment segment, long nowMillis) {
        long deadline = EntryLayout.deadline(segment, offset);
        if (deadline > nowMillis) {
            if (deadline != EntryAttributes.NEVER) {
                segment.deadlines.add(deadline);
            }
            return -1;
        }
        int location = table.log.location(segment, offset);
        long hash = table.log.hashAt(location);
        table.drop(table.index.find(hash, location), hash, DropListener.Cause.EXPIRED);
        return nowMillis - deadline;
    }

    private boolean start(long nowMillis) {
        SegmentLog log = table.log;
        Segment best = null;
        double most = 0;
        for (int i = Math.min(MOST_SAMPLED, log.idBound()); i > 0 && (best == null || i % SAMPLE != 0); i--) {
            sampled = sampled + 1 < log.idBound() ? sampled + 1 : 0;
            Segment each = log.byId(sampled);
            double overdue = each == null ? 0 : overdue(each, nowMillis);
            if (each != null && overdue > most) {
                best = each;
                most = overdue;
            }
        }
        walked = best;
        offset = 0;
        if (best != null) {
            // The walk finds out anew what is left; what is written meanwhile is added to it.
            best.deadlines.forget(nowMillis);
        }
        return best != null;
    }

    /** The part of a segment's entries that should be overdue; 0 if it is not worth it. */
    private static double overdue(Segment segment, long nowMillis) {
        Deadlines deadlines = segment.deadlines;
        if (segment.deadlines.timed == 0 || deadlines.earliestMillis() > nowMillis) {
            return 0;
        }
        double part = deadlines.overdue(nowMillis) * segment.deadlines.timed / segment.entries;
        boolean waitedLong = nowMillis - deadlines.earliestMillis() > PATIENCE_MILLIS;
        return part >= WORTHWHILE || waitedLong || deadlines.latestMillis() <= nowMillis ? part : 0;
    }
}
