package dev.troupe.store.policy;

import dev.troupe.store.index.KeyIndex;
import dev.troupe.store.segment.EntryDraft;
import dev.troupe.store.segment.EntryLayout;
import dev.troupe.store.segment.Queue;
import dev.troupe.store.segment.Segment;
import dev.troupe.store.segment.SegmentLog;

/** Log and index as one: an entry is in both or in neither. Owned by the store. */
public final class EntryTable {
    public final SegmentLog log;
    public final KeyIndex index;
    private final DropListener listener;
    private long evicted;
    private long expired;

    public EntryTable(SegmentLog log, KeyIndex index, DropListener listener) {
        this.log = log;
        this.index = index;
        this.listener = listener;
    }

    /** Writes a new entry where room for it has been claimed, in the log and in the index. */
    public void add(long hash, int location, EntryDraft draft, int hits, long nowMillis) {
        write(location, draft, nowMillis);
        index.insert(hash, location, hits);
    }

    /** Writes an entry where room for it has been claimed and puts it in the place of an older one. */
    public void replace(int slot, int location, EntryDraft draft, long nowMillis) {
        write(location, draft, nowMillis);
        int old = index.location(slot);
        index.move(slot, location, index.hits(slot));
        log.retire(log.segment(old), log.offset(old));
    }

    /** Moves the entry of a slot to where room for it has been claimed. */
    void move(int slot, int location, int hits) {
        int old = index.location(slot);
        Segment from = log.segment(old);
        Segment to = log.segment(location);
        int at = log.offset(old);
        EntryLayout.copy(from, at, to, log.offset(location), EntryLayout.extent(from, at));
        log.enlist(to, log.offset(location));
        index.move(slot, location, hits);
        log.retire(from, at);
    }

    /** The same if there is room: false if the location is {@link SegmentLog#NOWHERE}. */
    boolean moveIfPlaced(int slot, int location, int hits) {
        if (location == SegmentLog.NOWHERE) {
            return false;
        }
        move(slot, location, hits);
        return true;
    }

    /** The entry of a slot, which has a segment of its own, stays there, in a queue. */
    void keepInPlace(Segment own, int slot, Queue queue, int hits) {
        index.move(slot, index.location(slot), hits);
        log.requeue(own, queue);
    }

    /**
     * Counts a hit of the slot that holds a location. Hits in the segment that the small queue is still writing to do not count: requests for what
     * is new come in bursts, and a burst says nothing of what follows (correlated references: Robinson and Devarakonda, SIGMETRICS 1990).
     */
    public void hit(int slot, int location) {
        if (!log.isBeingFilled(Queue.SMALL, location)) {
            index.hit(slot);
        }
    }

    /** Removes the entry of a slot. */
    public void remove(int slot, long hash) {
        int location = index.location(slot);
        index.remove(slot, hash);
        log.vacate(log.segment(location), log.offset(location));
    }

    /** Removes the entry of a slot without having been asked to. */
    public void drop(int slot, long hash, DropListener.Cause cause) {
        int location = index.location(slot);
        long version = EntryLayout.version(log.bytes(location), log.at(location));
        remove(slot, hash);
        if (cause == DropListener.Cause.EVICTED) {
            evicted(hash, version);
        } else {
            expired++;
            listener.dropped(cause, hash, version);
        }
    }

    /** An entry that had been taken out did not find room again. */
    public void evicted(long hash, long version) {
        evicted++;
        listener.dropped(DropListener.Cause.EVICTED, hash, version);
    }

    /** Entries dropped to make room. */
    public long evicted() {
        return evicted;
    }

    /** Entries dropped because their time was over. */
    public long expired() {
        return expired;
    }

    private void write(int location, EntryDraft draft, long nowMillis) {
        Segment segment = log.segment(location);
        EntryLayout.write(segment, log.offset(location), draft, nowMillis);
        log.enlist(segment, log.offset(location));
    }
}
