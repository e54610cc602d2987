package dev.troupe.store.segment;

import org.jspecify.annotations.Nullable;

/** The segments of one queue from the oldest to the newest. Owned by the {@link SegmentLog}. */
public final class SegmentChain {
    @Nullable
    public Segment oldest;

    @Nullable
    public Segment newest;
    /** The segment that takes new entries; it is in the chain, not always as the newest. */
    @Nullable
    public Segment open;
    /** Bytes of live entries. */
    public long live;

    void append(Segment segment) {
        link(newest, segment, null);
    }

    void insertBefore(Segment newer, Segment segment) {
        link(newer.older, segment, newer);
    }

    void unlink(Segment segment) {
        if (segment.older == null) {
            oldest = segment.newer;
        } else {
            segment.older.newer = segment.newer;
        }
        if (segment.newer == null) {
            newest = segment.older;
        } else {
            segment.newer.older = segment.older;
        }
        segment.older = null;
        segment.newer = null;
        if (open == segment) {
            open = null;
        }
    }

    private void link(@Nullable Segment older, Segment segment, @Nullable Segment newer) {
        segment.older = older;
        segment.newer = newer;
        if (older == null) {
            oldest = segment;
        } else {
            older.newer = segment;
        }
        if (newer == null) {
            newest = segment;
        } else {
            newer.older = segment;
        }
    }
}
