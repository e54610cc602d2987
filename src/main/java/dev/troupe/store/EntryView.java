package dev.troupe.store;

/** The entry a look-up found. One object per store, valid until the next call on the store. */
public final class EntryView {
    private byte[] value = new byte[0];
    private EntryAttributes attributes = new EntryAttributes(0, 0, 0, "");

    EntryView() {}

    EntryView on(byte[] newValue, EntryAttributes newAttributes) {
        value = newValue;
        attributes = newAttributes;
        return this;
    }

    /** Version of the entry. */
    public long version() {
        return attributes.version();
    }

    /** When it expires, idle time included, or {@link EntryAttributes#NEVER}. */
    public long expiresAtMillis() {
        return attributes.expiresAtMillis();
    }

    /** How long it may go without a read, or {@link EntryAttributes#NEVER}. */
    public long idleMillis() {
        return attributes.idleMillis();
    }

    /** Media type stored with it. */
    public String mediaType() {
        return attributes.mediaType();
    }

    /** Length of the value in bytes. */
    public int valueLength() {
        return value.length;
    }

    /** A copy of the value. */
    public byte[] value() {
        return value.clone();
    }
}
