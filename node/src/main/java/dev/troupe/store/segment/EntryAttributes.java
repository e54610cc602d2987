package dev.troupe.store.segment;

/**
 * What is stored beside a value.
 *
 * @param version of the entry, never 0
 * @param expiresAtMillis when it expires, on the caller's clock, or {@link #NEVER}
 * @param idleMillis how long it may go without a read, from 0, or {@link #NEVER}; above 2^31 ms it is kept in whole
 *     seconds
 * @param mediaType up to 255 printable ASCII characters
 */
public record EntryAttributes(long version, long expiresAtMillis, long idleMillis, String mediaType) {
    /** Stands for "does not expire". */
    public static final long NEVER = Long.MAX_VALUE;

    /** @throws IllegalArgumentException if the idle time is negative or the media type longer or of other characters */
    public EntryAttributes {
        if (idleMillis < 0) {
            throw new IllegalArgumentException("idle time of " + idleMillis + " ms");
        }
        if (!MediaTypes.isValid(mediaType)) {
            throw new IllegalArgumentException("a media type has up to 255 printable ASCII characters");
        }
    }

    /** The same with another expiry. */
    public EntryAttributes expiringAt(long otherMillis) {
        return new EntryAttributes(version, otherMillis, idleMillis, mediaType);
    }
}
