package dev.troupe.store;

/** The entry a look-up found. One object per store, valid until the next call on the store. */
public final class EntryView {
    private Segment segment = new Segment(0, Queue.SMALL, new byte[1][0], false, 0);
    private int at;

    EntryView() {}

    EntryView on(Segment newSegment, int newAt) {
        segment = newSegment;
        at = newAt;
        return this;
    }

    void access(long nowMillis) {
        if (EntryLayout.hasIdle(EntryLayout.header(segment.bytes, at))) {
            EntryLayout.access(segment.bytes, at, nowMillis);
        }
    }

    /** A copy of the key. */
    public byte[] key() {
        return EntryLayout.key(segment.bytes, at);
    }

    /** Version of the entry. */
    public long version() {
        return EntryLayout.version(segment.bytes, at);
    }

    /** When its time to live is over, idle time left out, or {@link EntryAttributes#NEVER}. */
    public long expiresAtMillis() {
        return EntryLayout.expiresAt(segment, at);
    }

    /** When it expires if it is not read again: time to live or idle time, or {@link EntryAttributes#NEVER}. */
    public long deadlineMillis() {
        return EntryLayout.deadline(segment, at);
    }

    /** How long it may go without a read, or {@link EntryAttributes#NEVER}. */
    public long idleMillis() {
        return EntryLayout.idleMillis(segment.bytes, at);
    }

    /** Media type stored with it. */
    public String mediaType() {
        return EntryLayout.mediaType(segment.bytes, at);
    }

    /** All that is stored beside the value. */
    public EntryAttributes attributes() {
        return new EntryAttributes(version(), expiresAtMillis(), idleMillis(), mediaType());
    }

    /** Length of the value in bytes. */
    public int valueLength() {
        return EntryLayout.valueLength(segment.bytes, at);
    }

    /** A copy of the value. */
    public byte[] value() {
        return EntryLayout.value(segment, at);
    }
}
