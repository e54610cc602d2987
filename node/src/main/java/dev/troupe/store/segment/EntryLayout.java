package dev.troupe.store.segment;

import dev.troupe.store.index.KeyHash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * How an entry lies in a segment; the only class that knows offsets. Stateless. All positions and sizes are multiples
 * of four, numbers are little endian.
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
 * value          of a large entry it goes on in the segment's further arrays
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

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
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
    public static void write(Segment segment, int at, EntryDraft draft, long nowMillis) {
        byte[] bytes = segment.bytes;
        int form = draft.form();
        EntryAttributes attributes = draft.attributes();
        INTS.set(bytes, at, form);
        if ((form & LONG) != 0) {
            INTS.set(bytes, at + 4, draft.value().length);
        }
        LONGS.set(bytes, versionAt(at, form), attributes.version());
        writeExpiry(segment, at, form, attributes.expiresAtMillis());
        if ((form & IDLE) != 0) {
            INTS.set(bytes, idleAt(at, form), idleCode(attributes.idleMillis()));
            LONGS.set(bytes, idleAt(at, form) + 4, nowMillis);
        }
        if ((form & MEDIA) != 0) {
            MediaTypes.write(attributes.mediaType(), bytes, at + fixed(form));
        }
        int keyAt = keyAt(bytes, at, form);
        System.arraycopy(draft.key(), 0, bytes, keyAt, draft.key().length);
        writeValue(segment, keyAt + draft.key().length, draft.value());
    }

    // ---- walking and finding

    public static int header(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at);
    }

    public static boolean isFiller(int header) {
        return header < 0;
    }

    /** Bytes to the next entry or filler. */
    public static int extent(byte[] bytes, int at) {
        int header = header(bytes, at);
        if (header < 0) {
            return (header & 0x3ff_ffff) << 2;
        }
        return (keyAt(bytes, at, header) + keyLength(header) + valueLength(bytes, at, header) - at + 3) & ~3;
    }

    /** Declares bytes dead. */
    static void fill(byte[] bytes, int at, int length) {
        INTS.set(bytes, at, FILLER | (length >> 2));
    }

    /** Whether the entry has this key. */
    static boolean hasKey(byte[] bytes, int at, byte[] key) {
        int header = header(bytes, at);
        if (keyLength(header) != key.length) {
            return false;
        }
        int keyAt = keyAt(bytes, at, header);
        int last = key.length - Long.BYTES;
        if (last < 0) {
            return Arrays.equals(bytes, keyAt, keyAt + key.length, key, 0, key.length);
        }
        // Both ends as whole words, which may overlap: up to 16 bytes that is all of it, and no loop has to be set up.
        return (long) LONGS.get(bytes, keyAt) == (long) LONGS.get(key, 0)
                && (long) LONGS.get(bytes, keyAt + last) == (long) LONGS.get(key, last)
                && (last <= Long.BYTES
                        || Arrays.equals(bytes, keyAt + Long.BYTES, keyAt + last, key, Long.BYTES, last));
    }

    static long hash(byte[] bytes, int at, KeyHash hash) {
        int header = header(bytes, at);
        return hash.of(bytes, keyAt(bytes, at, header), keyLength(header));
    }

    public static byte[] key(byte[] bytes, int at) {
        int header = header(bytes, at);
        int keyAt = keyAt(bytes, at, header);
        return Arrays.copyOfRange(bytes, keyAt, keyAt + keyLength(header));
    }

    // ---- fields

    public static long version(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, versionAt(at, header(bytes, at)));
    }

    /** Whether an entry may have a deadline, from what can be told without looking further. */
    static boolean isTimed(int header) {
        return (header & (EXPIRY | IDLE)) != 0;
    }

    /** Whether an entry has a deadline. */
    public static boolean hasDeadline(Segment segment, int at) {
        return isTimed(header(segment.bytes, at)) && deadline(segment, at) != EntryAttributes.NEVER;
    }

    public static boolean hasIdle(int header) {
        return (header & IDLE) != 0;
    }

    static boolean hasExpiry(int header) {
        return (header & EXPIRY) != 0;
    }

    /** When it expires, idle time left out. */
    public static long expiresAt(Segment segment, int at) {
        int header = header(segment.bytes, at);
        int expiryAt = versionAt(at, header) + 8;
        if ((header & EXPIRY) == NARROW) {
            long after = (int) INTS.get(segment.bytes, expiryAt) & 0xffff_ffffL;
            return after == NARROW_NEVER ? EntryAttributes.NEVER : segment.baseMillis + after;
        }
        return (header & EXPIRY) == WIDE ? (long) LONGS.get(segment.bytes, expiryAt) : EntryAttributes.NEVER;
    }

    /** Replaces the expiry of an entry that has one, if it {@link #fits}. */
    static void writeExpiry(Segment segment, int at, int form, long expiresAtMillis) {
        int expiryAt = versionAt(at, form) + 8;
        if ((form & EXPIRY) == WIDE) {
            LONGS.set(segment.bytes, expiryAt, expiresAtMillis);
        } else if ((form & EXPIRY) == NARROW) {
            long after = expiresAtMillis == EntryAttributes.NEVER
                    ? NARROW_NEVER
                    : Math.max(0, expiresAtMillis - segment.baseMillis);
            INTS.set(segment.bytes, expiryAt, (int) after);
        }
    }

    public static long idleMillis(byte[] bytes, int at) {
        int header = header(bytes, at);
        if ((header & IDLE) == 0) {
            return EntryAttributes.NEVER;
        }
        int code = (int) INTS.get(bytes, idleAt(at, header));
        return (code & IN_SECONDS) == 0 ? code : 1000L * (code & ~IN_SECONDS);
    }

    /** Restarts the idle time of an entry that has one. */
    public static void access(byte[] bytes, int at, long nowMillis) {
        LONGS.set(bytes, idleAt(at, header(bytes, at)) + 4, nowMillis);
    }

    /** When it expires, for whichever reason comes first. */
    public static long deadline(Segment segment, int at) {
        int header = header(segment.bytes, at);
        long expiresAt = expiresAt(segment, at);
        if ((header & IDLE) == 0) {
            return expiresAt;
        }
        return Math.min(expiresAt, idleFrom(segment, at) + idleMillis(segment.bytes, at));
    }

    /** When the idle time of an entry that has one began. */
    private static long idleFrom(Segment segment, int at) {
        long access = (long) LONGS.get(segment.bytes, idleAt(at, header(segment.bytes, at)) + 4);
        return Math.max(access, segment.idleFromMillis);
    }

    public static String mediaType(byte[] bytes, int at) {
        int header = header(bytes, at);
        return (header & MEDIA) == 0 ? MediaTypes.OCTETS : MediaTypes.read(bytes, at + fixed(header));
    }

    public static int valueLength(byte[] bytes, int at) {
        return valueLength(bytes, at, header(bytes, at));
    }

    public static byte[] value(Segment segment, int at) {
        byte[] head = segment.bytes;
        int header = header(head, at);
        byte[] value = new byte[valueLength(head, at, header)];
        int from = keyAt(head, at, header) + keyLength(header);
        int done = Math.min(value.length, head.length - from);
        System.arraycopy(head, from, value, 0, done);
        for (int i = 0; done < value.length; i++) {
            int count = Math.min(value.length - done, segment.more[i].length);
            System.arraycopy(segment.more[i], 0, value, done, count);
            done += count;
        }
        return value;
    }

    /** Copies an entry of an ordinary segment into another one, where room has been claimed. */
    public static void copy(Segment from, int at, Segment to, int toAt, int size) {
        System.arraycopy(from.bytes, at, to.bytes, toAt, size);
        int header = header(from.bytes, at);
        if ((header & EXPIRY) == NARROW && from.baseMillis != to.baseMillis) {
            writeExpiry(to, toAt, header, expiresAt(from, at));
        }
        if ((header & IDLE) != 0) {
            access(to.bytes, toAt, idleFrom(from, at));
        }
    }

    private static void writeValue(Segment segment, int at, byte[] value) {
        int done = Math.min(value.length, segment.bytes.length - at);
        System.arraycopy(value, 0, segment.bytes, at, done);
        for (int i = 0; done < value.length; i++) {
            int count = Math.min(value.length - done, segment.more[i].length);
            System.arraycopy(value, done, segment.more[i], 0, count);
            done += count;
        }
    }

    private static int idleCode(long idleMillis) {
        long seconds = Math.min((idleMillis + 999) / 1000, Integer.MAX_VALUE);
        return idleMillis <= Integer.MAX_VALUE ? (int) idleMillis : IN_SECONDS | (int) seconds;
    }

    private static int keyLength(int header) {
        return 1 + ((header & LONG) == 0 ? (header >> 18) & 0xff : (header >> 17) & 0x1ff);
    }

    private static int valueLength(byte[] bytes, int at, int header) {
        return (header & LONG) == 0 ? header & (SHORT_VALUE - 1) : (int) INTS.get(bytes, at + 4);
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

    private static int keyAt(byte[] bytes, int at, int header) {
        int mediaAt = at + fixed(header);
        return (header & MEDIA) == 0 ? mediaAt : mediaAt + MediaTypes.sizeAt(bytes, mediaAt);
    }
}
