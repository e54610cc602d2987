package dev.troupe.store.segment;

import dev.troupe.store.index.KeyHash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How an entry lies in a segment; the only class that knows what is where. Stateless. All places and sizes are multiples
 * of four, numbers are little endian. An entry is where it begins in a buffer, {@code at}, or in a segment, {@code offset}.
 *
 * <pre>
 * header     4   31 filler | 30 long | 29-28 expiry | 27 idle | 26 media | 25-18 key length - 1 | 17-0 value length
 * [lengths]  4   if long: the value length; the key length - 1 is then in bits 25-17 of the header
 * version    8
 * [expiry]   4   if expiry = 1: milliseconds after the segment's base time, unsigned, all ones for never
 *            8   if expiry = 2: milliseconds
 * [idle]    12   if idle: the longest idle time (4: milliseconds, or seconds with bit 31 set) and the last access (8)
 * [media]    n   if media: see {@link MediaTypes}
 * key
 * value          of a large entry it goes on in the segment's further blocks
 * padding  0-3
 *
 * filler     4   31 set | 25-0 length in words, this one included: what is left of an entry that is gone
 * </pre>
 */
public final class EntryLayout {
    /** Longest key in bytes. */
    public static final int LONGEST_KEY = 512;
    /** Longest value in bytes. */
    public static final int LONGEST_VALUE = 16 << 20;
    /** No entry has more bytes in front of its value. */
    static final int LONGEST_PROLOGUE = 4 + 4 + 8 + 8 + 12 + 257 + LONGEST_KEY;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int FILLER = 1 << 31;
    private static final int LONG = 1 << 30;
    private static final int EXPIRY_SHIFT = 28;
    private static final int NARROW = 1 << EXPIRY_SHIFT;
    private static final int WIDE = 2 << EXPIRY_SHIFT;
    private static final int EXPIRY = 3 << EXPIRY_SHIFT;
    private static final int IDLE = 1 << 27;
    private static final int MEDIA = 1 << 26;
    private static final int SHORT_KEY = 256;
    private static final int SHORT_VALUE = 1 << 18;
    private static final int IN_SECONDS = 1 << 31;
    private static final long NARROW_NEVER = 0xffff_ffffL;

    /** An expiry this far ahead is written in four bytes; it stays so in any segment whose base is not too old. */
    private static final long NARROW_MILLIS = 1L << 31;
    /** A segment whose base is older than this takes no more entries. */
    static final long OLDEST_BASE_MILLIS = 1L << 29;

    private EntryLayout() {}

    // ---- the form of a new entry

    /** An entry to be written, with as small a place for its expiry as that needs. */
    public static EntryDraft draft(byte[] key, byte[] value, EntryAttributes attributes, long nowMillis) {
        int expiry = attributes.expiresAtMillis() == EntryAttributes.NEVER
                ? 0
                : attributes.expiresAtMillis() - nowMillis < NARROW_MILLIS ? NARROW : WIDE;
        return draft(key, value, attributes, expiry);
    }

    /** The same with a place that takes any expiry: where nothing gives way, another one must not need more room. */
    public static EntryDraft draftForAnyExpiry(byte[] key, byte[] value, EntryAttributes attributes) {
        return draft(key, value, attributes, WIDE);
    }

    private static EntryDraft draft(byte[] key, byte[] value, EntryAttributes attributes, int expiry) {
        int media = MediaTypes.size(attributes.mediaType());
        int form = (attributes.idleMillis() == EntryAttributes.NEVER ? 0 : IDLE) | (media == 0 ? 0 : MEDIA) | expiry;
        form |= key.length <= SHORT_KEY && value.length < SHORT_VALUE
                ? ((key.length - 1) << 18) | value.length
                : LONG | ((key.length - 1) << 17);
        int size = (fixed(form) + media + key.length + value.length + 3) & ~3;
        return new EntryDraft(key, value, attributes, form, size);
    }

    /**
     * Whether an expiry can be written in the place that a form has for it, in a segment with this base and, later, in
     * any other one that takes entries.
     */
    static boolean fits(int form, long expiresAtMillis, long baseMillis, long nowMillis) {
        return (form & EXPIRY) != NARROW
                || expiresAtMillis == EntryAttributes.NEVER
                || (expiresAtMillis - nowMillis < NARROW_MILLIS && expiresAtMillis - baseMillis < NARROW_NEVER);
    }

    /** Writes an entry where room for it has been claimed. */
    public static void write(Segment segment, int offset, EntryDraft draft, long nowMillis) {
        ByteBuffer bytes = segment.bytes();
        int at = segment.at(offset);
        int form = draft.form();
        EntryAttributes attributes = draft.attributes();
        bytes.putInt(at, form);
        if ((form & LONG) != 0) {
            bytes.putInt(at + 4, draft.value().length);
        }
        bytes.putLong(versionAt(at, form), attributes.version());
        writeExpiry(segment, offset, form, attributes.expiresAtMillis());
        if ((form & IDLE) != 0) {
            bytes.putInt(idleAt(at, form), idleCode(attributes.idleMillis()));
            bytes.putLong(idleAt(at, form) + 4, nowMillis);
        }
        if ((form & MEDIA) != 0) {
            MediaTypes.write(attributes.mediaType(), bytes, at + fixed(form));
        }
        int keyAt = keyAt(bytes, at, form);
        bytes.put(keyAt, draft.key());
        segment.write(keyAt + draft.key().length - segment.at(0), draft.value());
    }

    // ---- walking and finding

    public static int header(ByteBuffer bytes, int at) {
        return bytes.getInt(at);
    }

    public static boolean isFiller(int header) {
        return header < 0;
    }

    /** Bytes to the next entry or filler. */
    public static int extent(ByteBuffer bytes, int at) {
        int header = header(bytes, at);
        if (header < 0) {
            return (header & 0x3ff_ffff) << 2;
        }
        return (keyAt(bytes, at, header) + keyLength(header) + valueLength(bytes, at, header) - at + 3) & ~3;
    }

    /** The header of what is at an offset of a segment. */
    public static int header(Segment segment, int offset) {
        return header(segment.bytes(), segment.at(offset));
    }

    /** Bytes from an offset of a segment to the next entry or filler. */
    public static int extent(Segment segment, int offset) {
        return extent(segment.bytes(), segment.at(offset));
    }

    /** Declares bytes dead. */
    static void fill(Segment segment, int offset, int length) {
        segment.bytes().putInt(segment.at(offset), FILLER | (length >> 2));
    }

    /** Whether the entry has this key. */
    static boolean hasKey(ByteBuffer bytes, int at, byte[] key) {
        int header = header(bytes, at);
        if (keyLength(header) != key.length) {
            return false;
        }
        int keyAt = keyAt(bytes, at, header);
        int last = key.length - Long.BYTES;
        if (last < 0) {
            return hasBytes(bytes, keyAt, key);
        }
        // Both ends as whole words, which may overlap: up to 16 bytes that is all of it, and no loop has to be set up.
        return bytes.getLong(keyAt) == (long) LONGS.get(key, 0)
                && bytes.getLong(keyAt + last) == (long) LONGS.get(key, last)
                && (last <= Long.BYTES || hasWords(bytes, keyAt, key, last));
    }

    private static boolean hasBytes(ByteBuffer bytes, int at, byte[] key) {
        int same = 0;
        while (same < key.length && bytes.get(at + same) == key[same]) {
            same++;
        }
        return same == key.length;
    }

    /** Whether all whole words from the second on are the same, those that end before the last byte of the key. */
    private static boolean hasWords(ByteBuffer bytes, int at, byte[] key, int last) {
        int same = Long.BYTES;
        while (same < last && bytes.getLong(at + same) == (long) LONGS.get(key, same)) {
            same += Long.BYTES;
        }
        return same >= last;
    }

    static long hash(ByteBuffer bytes, int at, KeyHash hash) {
        int header = header(bytes, at);
        return hash.of(bytes, keyAt(bytes, at, header), keyLength(header));
    }

    public static byte[] key(ByteBuffer bytes, int at) {
        int header = header(bytes, at);
        int keyAt = keyAt(bytes, at, header);
        byte[] key = new byte[keyLength(header)];
        bytes.get(keyAt, key);
        return key;
    }

    // ---- fields

    public static long version(ByteBuffer bytes, int at) {
        return bytes.getLong(versionAt(at, header(bytes, at)));
    }

    /** Whether an entry may have a deadline, from what can be told without looking further. */
    static boolean isTimed(int header) {
        return (header & (EXPIRY | IDLE)) != 0;
    }

    /** Whether an entry has a deadline. */
    public static boolean hasDeadline(Segment segment, int offset) {
        return isTimed(header(segment, offset)) && deadline(segment, offset) != EntryAttributes.NEVER;
    }

    public static boolean hasIdle(int header) {
        return (header & IDLE) != 0;
    }

    static boolean hasExpiry(int header) {
        return (header & EXPIRY) != 0;
    }

    /** When it expires, idle time left out. */
    public static long expiresAt(Segment segment, int offset) {
        ByteBuffer bytes = segment.bytes();
        int header = header(segment, offset);
        int expiryAt = versionAt(segment.at(offset), header) + 8;
        if ((header & EXPIRY) == NARROW) {
            long after = bytes.getInt(expiryAt) & 0xffff_ffffL;
            return after == NARROW_NEVER ? EntryAttributes.NEVER : segment.baseMillis + after;
        }
        return (header & EXPIRY) == WIDE ? bytes.getLong(expiryAt) : EntryAttributes.NEVER;
    }

    /** Replaces the expiry of an entry that has one, if it {@link #fits}. */
    static void writeExpiry(Segment segment, int offset, int form, long expiresAtMillis) {
        int expiryAt = versionAt(segment.at(offset), form) + 8;
        if ((form & EXPIRY) == WIDE) {
            segment.bytes().putLong(expiryAt, expiresAtMillis);
        } else if ((form & EXPIRY) == NARROW) {
            long after = expiresAtMillis == EntryAttributes.NEVER
                    ? NARROW_NEVER
                    : Math.max(0, expiresAtMillis - segment.baseMillis);
            segment.bytes().putInt(expiryAt, (int) after);
        }
    }

    public static long idleMillis(ByteBuffer bytes, int at) {
        int header = header(bytes, at);
        if ((header & IDLE) == 0) {
            return EntryAttributes.NEVER;
        }
        int code = bytes.getInt(idleAt(at, header));
        return (code & IN_SECONDS) == 0 ? code : 1000L * (code & ~IN_SECONDS);
    }

    /** Restarts the idle time of an entry that has one. */
    public static void access(ByteBuffer bytes, int at, long nowMillis) {
        bytes.putLong(idleAt(at, header(bytes, at)) + 4, nowMillis);
    }

    /** When it expires, for whichever reason comes first. */
    public static long deadline(Segment segment, int offset) {
        long expiresAt = expiresAt(segment, offset);
        if (!hasIdle(header(segment, offset))) {
            return expiresAt;
        }
        return Math.min(expiresAt, idleFrom(segment, offset) + idleMillis(segment.bytes(), segment.at(offset)));
    }

    /** When the idle time of an entry that has one began. */
    private static long idleFrom(Segment segment, int offset) {
        long access = segment.bytes().getLong(idleAt(segment.at(offset), header(segment, offset)) + 4);
        return Math.max(access, segment.idleFromMillis);
    }

    public static String mediaType(ByteBuffer bytes, int at) {
        int header = header(bytes, at);
        return (header & MEDIA) == 0 ? MediaTypes.OCTETS : MediaTypes.read(bytes, at + fixed(header));
    }

    public static int valueLength(ByteBuffer bytes, int at) {
        return valueLength(bytes, at, header(bytes, at));
    }

    public static byte[] value(Segment segment, int offset) {
        ByteBuffer bytes = segment.bytes();
        int at = segment.at(offset);
        int header = header(bytes, at);
        byte[] value = new byte[valueLength(bytes, at, header)];
        segment.read(keyAt(bytes, at, header) + keyLength(header) - segment.at(0), value);
        return value;
    }

    /** Copies an entry of a segment of one block into another one, where room has been claimed. */
    public static void copy(Segment from, int offset, Segment to, int toOffset, int size) {
        to.write(toOffset, from, offset, size);
        int header = header(from, offset);
        if ((header & EXPIRY) == NARROW && from.baseMillis != to.baseMillis) {
            writeExpiry(to, toOffset, header, expiresAt(from, offset));
        }
        if ((header & IDLE) != 0) {
            access(to.bytes(), to.at(toOffset), idleFrom(from, offset));
        }
    }

    private static int idleCode(long idleMillis) {
        long seconds = Math.min((idleMillis + 999) / 1000, Integer.MAX_VALUE);
        return idleMillis <= Integer.MAX_VALUE ? (int) idleMillis : IN_SECONDS | (int) seconds;
    }

    private static int keyLength(int header) {
        return 1 + ((header & LONG) == 0 ? (header >> 18) & 0xff : (header >> 17) & 0x1ff);
    }

    private static int valueLength(ByteBuffer bytes, int at, int header) {
        return (header & LONG) == 0 ? header & (SHORT_VALUE - 1) : bytes.getInt(at + 4);
    }

    private static int versionAt(int at, int header) {
        return at + ((header & LONG) == 0 ? 4 : 8);
    }

    private static int idleAt(int at, int header) {
        return versionAt(at, header) + 8 + ((header & EXPIRY) >> EXPIRY_SHIFT << 2);
    }

    /** Bytes in front of the media type. */
    private static int fixed(int header) {
        return idleAt(0, header) + ((header & IDLE) == 0 ? 0 : 12);
    }

    private static int keyAt(ByteBuffer bytes, int at, int header) {
        int mediaAt = at + fixed(header);
        return (header & MEDIA) == 0 ? mediaAt : mediaAt + MediaTypes.sizeAt(bytes, mediaAt);
    }
}
