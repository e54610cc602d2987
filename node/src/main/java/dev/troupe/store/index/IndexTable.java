package dev.troupe.store.index;

/**
 * One table of a {@link KeyIndex}, as static functions on its array.
 *
 * <pre>
 * [0] entries   [1] leading bits of the hash that all its entries share
 * then groups of twelve: 4 ints with eight 16-bit tags, 8 ints with the slots: location 31-2, hits 1-0; 0 is empty
 * </pre>
 *
 * The tag is the 16 bits of the hash that follow the shared ones. It is compared four at a time in a long, and it alone
 * says which group is the entry's home ({@code tag * groups >>> 16}), so a table is rebuilt without reading a key, and
 * groups are in hash order. A group is filled from the front; an entry whose home is full goes to the next group that
 * is not, and comes back when something is removed, so a group that is not full ends every search.
 */
final class IndexTable {
    static final int SIZE = 0;
    static final int DEPTH = 1;
    static final int HEADER = 2;
    static final int GROUP = 12;
    static final int TAGS = 4;
    static final int SLOTS = 8;
    /** A table without groups. */
    static final int[] EMPTY = new int[HEADER];

    /** The candidate that says that no group after this one has to be searched. */
    static final long NOT_FULL = Long.MIN_VALUE;

    private static final long LANES = 0x0001_0001_0001_0001L;
    private static final long TOPS = LANES << 15;

    private IndexTable() {}

    static int groups(int[] table) {
        return (table.length - HEADER) / GROUP;
    }

    static int tag(long hash, int depth) {
        return (int) (hash << depth >>> 48);
    }

    static int home(int tag, int groups) {
        return (tag * groups) >>> 16;
    }

    /** The tag of the slot at this place in its group. */
    static int tagAt(int[] table, int base, int place) {
        return (table[base + (place >> 1)] >>> ((place & 1) << 4)) & 0xffff;
    }

    /** The top bits of those of four lanes that, probably, hold a tag. */
    static long matches(int[] table, int at, int tag) {
        long lanes = (table[at] & 0xffff_ffffL) | ((long) table[at + 1] << 32);
        long zeros = lanes ^ (tag * LANES);
        return (zeros - LANES) & ~zeros & TOPS;
    }

    /**
     * What a search has to look at in a group, in its order: for each place that, probably, holds the tag a bit, see {@link
     * #placeOf}, then {@link #NOT_FULL} if the search ends here. One number for both, so that the lines of the group are
     * asked for together.
     */
    static long candidates(int[] table, int base, int tag) {
        long end = table[base + GROUP - 1] == 0 ? NOT_FULL : 0;
        return end | (((matches(table, base, tag) >>> 8) | matches(table, base + 2, tag)) >>> 1);
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

    private static void set(int[] table, int base, int place, int tag, int slot) {
        int shift = (place & 1) << 4;
        int at = base + (place >> 1);
        table[at] = (table[at] & ~(0xffff << shift)) | (tag << shift);
        table[base + TAGS + place] = slot;
    }

    /** Adds an entry; there must be an empty slot. */
    static void add(int[] table, int tag, int slot) {
        int groups = groups(table);
        int group = home(tag, groups);
        while (table[HEADER + group * GROUP + GROUP - 1] != 0) {
            group = group + 1 == groups ? 0 : group + 1;
        }
        int base = HEADER + group * GROUP;
        int place = 0;
        while (table[base + TAGS + place] != 0) {
            place++;
        }
        set(table, base, place, tag, slot);
        table[SIZE]++;
    }

    /** Empties a slot and brings back those that had to go past its group. */
    static void takeOut(int[] table, int slot) {
        int groups = groups(table);
        int hole = (slot - HEADER) / GROUP;
        int place = (slot - HEADER) % GROUP - TAGS;
        int next = hole;
        boolean wasFull = isFull(table, hole);
        while (wasFull) {
            next = next + 1 == groups ? 0 : next + 1;
            if (next == hole) {
                break;
            }
            int guest = guest(table, next, hole);
            wasFull = isFull(table, next);
            if (guest >= 0) {
                int from = HEADER + next * GROUP;
                set(table, HEADER + hole * GROUP, place, tagAt(table, from, guest), table[from + TAGS + guest]);
                hole = next;
                place = guest;
            }
        }
        int base = HEADER + hole * GROUP;
        int last = SLOTS - 1;
        while (table[base + TAGS + last] == 0) {
            last--;
        }
        set(table, base, place, tagAt(table, base, last), table[base + TAGS + last]);
        set(table, base, last, 0, 0);
    }

    private static boolean isFull(int[] table, int group) {
        return table[HEADER + group * GROUP + GROUP - 1] != 0;
    }

    /** The place in a group of an entry that would rather be in an earlier one, at or after its home; or -1. */
    private static int guest(int[] table, int group, int earlier) {
        int groups = groups(table);
        int base = HEADER + group * GROUP;
        int distance = Math.floorMod(group - earlier, groups);
        for (int place = 0; place < SLOTS && table[base + TAGS + place] != 0; place++) {
            int fromHome = Math.floorMod(group - home(tagAt(table, base, place), groups), groups);
            if (fromHome >= distance) {
                return place;
            }
        }
        return -1;
    }
}
