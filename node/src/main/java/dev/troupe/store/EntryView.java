package dev.troupe.store;

import dev.troupe.store.segment.EntryAttributes;
import dev.troupe.store.segment.EntryLayout;
import dev.troupe.store.segment.SegmentLog;
import java.nio.ByteBuffer;

/** The entry a look-up found. One object per store, valid until the next call on the store. */
public final class EntryView {
    private final SegmentLog log;
    /** A number and no reference: references that are written at each look-up cost the collector's barrier. */
    private int location;

    EntryView(SegmentLog log) {
        this.log = log;
    }

    EntryView on(int newLocation) {
        location = newLocation;
        return this;
    }

    void access(long nowMillis) {
        if (EntryLayout.hasIdle(EntryLayout.header(bytes(), at()))) {
            EntryLayout.access(bytes(), at(), nowMillis);
        }
    }

    /** A copy of the key. */
    public byte[] key() {
        return EntryLayout.key(bytes(), at());
    }

    /** Version of the entry. */
    public long version() {
        return EntryLayout.version(bytes(), at());
    }

    /** When its time to live is over, idle time left out, or {@link EntryAttributes#NEVER}. */
    public long expiresAtMillis() {
        return EntryLayout.expiresAt(log.segment(location), log.offset(location));
    }

    /** When it expires if it is not read again: time to live or idle time, or {@link EntryAttributes#NEVER}. */
    public long deadlineMillis() {
        return EntryLayout.deadline(log.segment(location), log.offset(location));
    }

    /** How long it may go without a read, or {@link EntryAttributes#NEVER}. */
    public long idleMillis() {
        return EntryLayout.idleMillis(bytes(), at());
    }

    /** Media type stored with it. */
    public String mediaType() {
        return EntryLayout.mediaType(bytes(), at());
    }

    /** All that is stored beside the value. */
    public EntryAttributes attributes() {
        return new EntryAttributes(version(), expiresAtMillis(), idleMillis(), mediaType());
    }

    /** Length of the value in bytes. */
    public int valueLength() {
        return EntryLayout.valueLength(bytes(), at());
    }

    /** A copy of the value. */
    public byte[] value() {
        return EntryLayout.value(log.segment(location), log.offset(location));
    }

    private ByteBuffer bytes() {
        return log.bytes(location);
    }

    private int at() {
        return log.at(location);
    }
}
