package dev.troupe.store.index;

import java.nio.ByteBuffer;

/**
 * One table of a {@link KeyIndex}, as static functions on the memory that it is in and where in that it begins.
 *
 * <pre>
 * 0  4  entries
 * 4  4  leading bits of the hash that all its entries share
 * 8  4  groups
 * then groups of 48 bytes: eight 16-bit tags, then eight slots of four bytes: location 31-2, hits 1-0; 0 is empty
 * </pre>
 *
 * The tag is the 16 bits of the hash that follow the shared ones. It is compared four at a time in a long, and it alone
 * says which group is the entry's home ({@code tag * groups >>> 16}), so a table is rebuilt without reading a key, and
 * groups are in hash order. A group is filled from the front; an entry whose home is full goes to the next group that
 * is not, and comes back when something is removed, so a group that is not full ends every search.
 */
final class IndexTable {
    static final int HEADER = 16;
    static final int GROUP = 48;
    static final int TAGS = 16;
    static final int SLOT = 4;
    static final int SLOTS = 8;

    /** The candidate that says that no group after this one has to be searched. */
    static final long NOT_FULL = Long.MIN_VALUE;

    private static final int DEPTH = 4;
    private static final int GROUPS = 8;
    private static final int LAST_SLOT = GROUP - SLOT;
    private static final long LANES = 0x0001_0001_0001_0001L;
    private static final long TOPS = LANES << 15;

    private IndexTable() {}

    /** What a table of so many groups takes. */
    static int bytes(int groups) {
        return HEADER + groups * GROUP;
    }

    /** Makes a table without entries out of zeros. */
    static void begin(ByteBuffer bytes, int table, int groups, int depth) {
        bytes.putInt(table + DEPTH, depth);
        bytes.putInt(table + GROUPS, groups);
    }

    static int size(ByteBuffer bytes, int table) {
        return bytes.getInt(table);
    }

    static int depth(ByteBuffer bytes, int table) {
        return bytes.getInt(table + DEPTH);
    }

    static int groups(ByteBuffer bytes, int table) {
        return bytes.getInt(table + GROUPS);
    }

    static int tag(long hash, int depth) {
        return (int) (hash << depth >>> 48);
    }

    static int home(int tag, int groups) {
        return (tag * groups) >>> 16;
    }

    /** Where a group of a table begins. */
    static int group(int table, int number) {
        return table + HEADER + number * GROUP;
    }

    /** The slot at this place in its group. */
    static int slot(int group, int place) {
        return group + TAGS + place * SLOT;
    }

    /** The tag of the slot at this place in its group. */
    static int tagAt(ByteBuffer bytes, int group, int place) {
        return bytes.getShort(group + 2 * place) & 0xffff;
    }

    static boolean isFull(ByteBuffer bytes, int group) {
        return bytes.getInt(group + LAST_SLOT) != 0;
    }

    /** Slots of a group that are not empty: those in front. */
    static int count(ByteBuffer bytes, int group) {
        for (int place = 0; place < SLOTS; place += 2) {
            long two = bytes.getLong(slot(group, place));
            if (two >>> Integer.SIZE == 0) {
                return (int) two == 0 ? place : place + 1;
            }
        }
        return SLOTS;
    }

    /** The top bits of those of four lanes that, probably, hold a tag. */
    private static long matches(ByteBuffer bytes, int at, int tag) {
        long zeros = bytes.getLong(at) ^ (tag * LANES);
        return (zeros - LANES) & ~zeros & TOPS;
    }

    /**
     * What a search has to look at in a group, in its order: for each place that, probably, holds the tag a bit, see {@link
     * #placeOf}, then {@link #NOT_FULL} if the search ends here. One number for both, so that the lines of the group are
     * asked for together.
     */
    static long candidates(ByteBuffer bytes, int group, int tag) {
        long end = isFull(bytes, group) ? 0 : NOT_FULL;
        return end | (((matches(bytes, group, tag) >>> 8) | matches(bytes, group + Long.BYTES, tag)) >>> 1);
    }

    /** The place that the lowest bit of the candidates stands for. */
    static int placeOf(long candidates) {
        int bit = Long.numberOfTrailingZeros(candidates) + 1;
        return ((bit & 8) >> 1) + (bit >> 4);
    }

    /** Entries that so many groups take before they are too full. */
    static int limit(int groups) {
        return groups * 29 / 4;
    }

    /** Groups for so many entries and some more. */
    static int groupsFor(int entries) {
        return entries * 10 / 64 + 1;
    }

    private static void set(ByteBuffer bytes, int group, int place, int tag, int content) {
        bytes.putShort(group + 2 * place, (short) tag);
        bytes.putInt(slot(group, place), content);
    }

    /** Adds an entry; there must be an empty slot. */
    static void add(ByteBuffer bytes, int table, int tag, int content) {
        int groups = groups(bytes, table);
        int number = home(tag, groups);
        while (isFull(bytes, group(table, number))) {
            number = number + 1 == groups ? 0 : number + 1;
        }
        int group = group(table, number);
        set(bytes, group, count(bytes, group), tag, content);
        bytes.putInt(table, size(bytes, table) + 1);
    }

    /** Adds all entries of a table to another one of the same depth. */
    static void copy(ByteBuffer bytes, int table, ByteBuffer toBytes, int toTable) {
        for (int number = 0; number < groups(bytes, table); number++) {
            int group = group(table, number);
            int count = count(bytes, group);
            for (int place = 0; place < count; place++) {
                add(toBytes, toTable, tagAt(bytes, group, place), bytes.getInt(slot(group, place)));
            }
        }
    }

    /** How many entries have a tag that begins with 1. */
    static int upper(ByteBuffer bytes, int table) {
        int upper = 0;
        for (int number = 0; number < groups(bytes, table); number++) {
            int group = group(table, number);
            int count = count(bytes, group);
            for (int place = 0; place < count; place++) {
                upper += tagAt(bytes, group, place) >>> 15;
            }
        }
        return upper;
    }

    /** Empties a slot and brings back those that had to go past its group. */
    static void takeOut(ByteBuffer bytes, int table, int slot) {
        int groups = groups(bytes, table);
        int hole = (slot - table - HEADER) / GROUP;
        int place = ((slot - table - HEADER) % GROUP - TAGS) / SLOT;
        int next = hole;
        boolean wasFull = isFull(bytes, group(table, hole));
        while (wasFull) {
            next = next + 1 == groups ? 0 : next + 1;
            if (next == hole) {
                break;
            }
            int guest = guest(bytes, table, next, hole);
            int from = group(table, next);
            wasFull = isFull(bytes, from);
            if (guest >= 0) {
                set(bytes, group(table, hole), place, tagAt(bytes, from, guest), bytes.getInt(slot(from, guest)));
                hole = next;
                place = guest;
            }
        }
        int group = group(table, hole);
        int last = count(bytes, group) - 1;
        set(bytes, group, place, tagAt(bytes, group, last), bytes.getInt(slot(group, last)));
        set(bytes, group, last, 0, 0);
        bytes.putInt(table, size(bytes, table) - 1);
    }

    /** The place in a group of an entry that would rather be in an earlier one, at or after its home; or -1. */
    private static int guest(ByteBuffer bytes, int table, int number, int earlier) {
        int groups = groups(bytes, table);
        int group = group(table, number);
        int distance = distance(earlier, number, groups);
        int count = count(bytes, group);
        for (int place = 0; place < count; place++) {
            if (distance(home(tagAt(bytes, group, place), groups), number, groups) >= distance) {
                return place;
            }
        }
        return -1;
    }

    /** How many groups further one is than another. */
    private static int distance(int from, int to, int groups) {
        return to >= from ? to - from : to - from + groups;
    }
}
