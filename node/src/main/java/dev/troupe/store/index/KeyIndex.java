package dev.troupe.store.index;

import dev.troupe.store.memory.MemoryAccount;

/**
 * Where the entry of a hash is, and how often it was hit lately. Owned by the {@code EntryTable}.
 *
 * <p>A directory, indexed by the top bits of the hash, points to tables of at most about a thousand entries; a table
 * that is full is rebuilt an eighth larger, one that has reached its full size is split in two (extendible hashing,
 * Fagin et al., 1979). So growing never touches more than one {@link IndexTable}, and the directory is in hash order.
 */
public final class KeyIndex {
    /** What a slot number that stands for nothing looks like. */
    public static final int NONE = -1;
    /** Hits are counted up to this. */
    public static final int MOST_HITS = 3;

    private static final int MOST_GROUPS = 160;
    /** Tables this deep grow beyond the usual size: only equal hashes lead here. */
    private static final int MOST_DEPTH = 28;
    /** Bits of a shape that are the depth. */
    private static final int DEPTH_BITS = 5;

    /** The keys behind the locations. */
    public interface Keys {
        /** Whether the entry at a location has this key. */
        boolean isAt(int location, byte[] key);

        /** The hash of the key at a location. */
        long hashAt(int location);

        /** Whether there is a key at a location at all. */
        boolean isKey(int location);
    }

    private final Keys keys;
    private final MemoryAccount account;
    private int[][] directory = new int[1][];
    /** Groups and depth of each table, so that a search does not have to wait for its head. */
    private int[] shapes = new int[1];

    private int directoryDepth;
    private int size;
    private long copied;
    /** Where in the directory the table is that slot numbers refer to: the one of the last search. */
    private int last;

    /** An empty index; it takes its memory from the account, beginning with the first {@link #ensureRoom}. */
    public KeyIndex(Keys keys, MemoryAccount account) {
        this.keys = keys;
        this.account = account;
        this.directory[0] = IndexTable.EMPTY;
    }

    // ---- searching; slot numbers are valid until the next search or change

    /** The slot of a key, or {@link #NONE}. */
    public int find(long hash, byte[] key) {
        last = place(hash);
        int[] there = directory[last];
        int shape = shapes[last];
        int groups = shape >>> DEPTH_BITS;
        if (groups == 0) {
            return NONE;
        }
        int tag = IndexTable.tag(hash, shape & ((1 << DEPTH_BITS) - 1));
        int home = IndexTable.home(tag, groups);
        int base = IndexTable.HEADER + home * IndexTable.GROUP;
        long candidates = IndexTable.candidates(there, base, tag);
        if (candidates == IndexTable.NOT_FULL) {
            return NONE;
        }
        // Nearly always it is the first one. All else is left to another method, so that this one stays short.
        int slot = base + IndexTable.TAGS + IndexTable.placeOf(candidates);
        return candidates != 0 && there[slot] != 0 && keys.isAt(there[slot] >>> 2, key)
                ? slot
                : search(there, home, tag, key);
    }

    private int search(int[] there, int home, int tag, byte[] key) {
        int groups = IndexTable.groups(there);
        int group = home;
        for (int seen = 0; seen < groups; seen++) {
            int base = IndexTable.HEADER + group * IndexTable.GROUP;
            for (long left = IndexTable.candidates(there, base, tag); left != 0; left &= left - 1) {
                if (left == IndexTable.NOT_FULL) {
                    return NONE;
                }
                int slot = base + IndexTable.TAGS + IndexTable.placeOf(left);
                if (there[slot] != 0 && keys.isAt(there[slot] >>> 2, key)) {
                    return slot;
                }
            }
            group = group + 1 == groups ? 0 : group + 1;
        }
        return NONE;
    }

    /** The slot that holds a location, or {@link #NONE}. */
    public int find(long hash, int location) {
        last = place(hash);
        int[] there = directory[last];
        int groups = IndexTable.groups(there);
        int group = IndexTable.home(IndexTable.tag(hash, there[IndexTable.DEPTH]), groups);
        for (int seen = 0; seen < groups; seen++) {
            int base = IndexTable.HEADER + group * IndexTable.GROUP;
            for (int slot = base + IndexTable.TAGS; slot < base + IndexTable.GROUP; slot++) {
                if (there[slot] >>> 2 == location) {
                    return slot;
                }
            }
            if (there[base + IndexTable.GROUP - 1] == 0) {
                return NONE;
            }
            group = group + 1 == groups ? 0 : group + 1;
        }
        return NONE;
    }

    public int location(int slot) {
        return directory[last][slot] >>> 2;
    }

    public int hits(int slot) {
        return directory[last][slot] & MOST_HITS;
    }

    /** Counts a hit; returns the location. */
    public int hit(int slot) {
        int[] table = directory[last];
        int entry = table[slot];
        table[slot] = entry + Math.min(1, MOST_HITS - (entry & MOST_HITS));
        return entry >>> 2;
    }

    /** Points a slot to where its entry has moved. */
    public void move(int slot, int location, int hits) {
        directory[last][slot] = (location << 2) | hits;
    }

    // ---- changing

    /** Entries. */
    public int size() {
        return size;
    }

    /** Makes room for one more entry with this hash; false if the memory for it is not there. */
    public boolean ensureRoom(long hash) {
        int[] there = tableOf(hash);
        while (there[IndexTable.SIZE] >= IndexTable.limit(IndexTable.groups(there))) {
            int groups = IndexTable.groups(there);
            boolean done = (groups < MOST_GROUPS || there[IndexTable.DEPTH] >= MOST_DEPTH)
                    ? resize(hash, there, groups + 1 + groups / 8)
                    : split(hash, there);
            if (!done) {
                return false;
            }
            there = tableOf(hash);
        }
        return true;
    }

    /** Adds an entry that is not there yet and for which there is room. */
    public void insert(long hash, int location, int hits) {
        int[] there = tableOf(hash);
        IndexTable.add(there, IndexTable.tag(hash, there[IndexTable.DEPTH]), (location << 2) | hits);
        size++;
    }

    /** Removes the entry of a slot, whose hash this is. */
    public void remove(int slot, long hash) {
        int[] there = directory[last];
        IndexTable.takeOut(there, slot);
        there[IndexTable.SIZE]--;
        size--;
        int groups = IndexTable.groups(there);
        if (groups > 1 && there[IndexTable.SIZE] < groups * (IndexTable.SLOTS / 2)) {
            resize(hash, there, IndexTable.groupsFor(there[IndexTable.SIZE]));
        }
    }

    /** Slots and places of the directory that were copied to grow or to shrink, so far. */
    public long copied() {
        return copied;
    }

    /** What it takes on the heap. */
    public long heapBytes() {
        long sum = directoryBytes(directory.length);
        int[] last = IndexTable.EMPTY;
        for (int[] each : directory) {
            sum += each == last ? 0 : bytes(each);
            last = each;
        }
        return sum;
    }

    /** Removes everything and gives the memory back. */
    public void clear() {
        account.release(heapBytes());
        directory = new int[][] {IndexTable.EMPTY};
        directoryDepth = 0;
        shapes = new int[1];
        last = 0;
        size = 0;
    }

    /** The table that a hash falls into. */
    int[] tableOf(long hash) {
        return directory[place(hash)];
    }

    private int place(long hash) {
        return (int) (hash >>> 1 >>> (63 - directoryDepth));
    }

    // ---- tables

    private boolean resize(long hash, int[] old, int groups) {
        int[] resized = newTable(groups, old[IndexTable.DEPTH]);
        if (resized == IndexTable.EMPTY) {
            return false;
        }
        for (int base = IndexTable.HEADER; base < old.length; base += IndexTable.GROUP) {
            for (int place = 0; place < IndexTable.SLOTS && old[base + IndexTable.TAGS + place] != 0; place++) {
                IndexTable.add(resized, IndexTable.tagAt(old, base, place), old[base + IndexTable.TAGS + place]);
            }
        }
        register(hash, resized);
        discard(old);
        return true;
    }

    private boolean split(long hash, int[] old) {
        int depth = old[IndexTable.DEPTH];
        if (depth == directoryDepth && !widen()) {
            return false;
        }
        int upper = 0;
        for (int base = IndexTable.HEADER; base < old.length; base += IndexTable.GROUP) {
            for (int place = 0; place < IndexTable.SLOTS && old[base + IndexTable.TAGS + place] != 0; place++) {
                upper += IndexTable.tagAt(old, base, place) >>> 15;
            }
        }
        int[] low = newTable(IndexTable.groupsFor(old[IndexTable.SIZE] - upper), depth + 1);
        int[] high = low == IndexTable.EMPTY ? IndexTable.EMPTY : newTable(IndexTable.groupsFor(upper), depth + 1);
        if (high == IndexTable.EMPTY) {
            discard(low);
            return false;
        }
        for (int base = IndexTable.HEADER; base < old.length; base += IndexTable.GROUP) {
            distribute(old, base, low, high);
        }
        long bit = Long.MIN_VALUE >>> depth;
        register(hash & ~bit, low);
        register(hash | bit, high);
        discard(old);
        return true;
    }

    /** Enters a group of a table into the two that take its place. */
    private void distribute(int[] old, int base, int[] low, int[] high) {
        // The keys are far apart in memory. Looked at first they arrive together; hashed at once, one after the other.
        boolean sound = true;
        for (int place = 0; place < IndexTable.SLOTS && old[base + IndexTable.TAGS + place] != 0; place++) {
            sound &= keys.isKey(old[base + IndexTable.TAGS + place] >>> 2);
        }
        if (!sound) {
            throw new IllegalStateException("the index points to what is no entry");
        }
        for (int place = 0; place < IndexTable.SLOTS && old[base + IndexTable.TAGS + place] != 0; place++) {
            int slot = old[base + IndexTable.TAGS + place];
            int tag = IndexTable.tag(keys.hashAt(slot >>> 2), low[IndexTable.DEPTH]);
            IndexTable.add(IndexTable.tagAt(old, base, place) >>> 15 == 0 ? low : high, tag, slot);
        }
    }

    /** Doubles the directory. */
    private boolean widen() {
        int length = directory.length;
        if (!account.tryReserve(directoryBytes(2 * length))) {
            return false;
        }
        int[][] wide = new int[2 * length][];
        int[] wideShapes = new int[2 * length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = directory[i >> 1];
            wideShapes[i] = shapes[i >> 1];
        }
        copied += wide.length;
        directory = wide;
        shapes = wideShapes;
        directoryDepth++;
        account.release(directoryBytes(length));
        return true;
    }

    /** Enters a table for all hashes that share its leading bits with this one. */
    private void register(long hash, int[] entered) {
        int spread = directoryDepth - entered[IndexTable.DEPTH];
        int first = (place(hash) >> spread) << spread;
        for (int i = first; i < first + (1 << spread); i++) {
            directory[i] = entered;
            shapes[i] = (IndexTable.groups(entered) << DEPTH_BITS) | entered[IndexTable.DEPTH];
        }
        last = place(hash);
    }

    private int[] newTable(int groups, int depth) {
        int length = IndexTable.HEADER + groups * IndexTable.GROUP;
        if (!account.tryReserve(MemoryAccount.arrayBytes(4L * length))) {
            return IndexTable.EMPTY;
        }
        int[] made = new int[length];
        made[IndexTable.DEPTH] = depth;
        return made;
    }

    /** Gives up a table whose entries have been copied. */
    private void discard(int[] old) {
        copied += old[IndexTable.SIZE];
        account.release(bytes(old));
    }

    private static long bytes(int[] table) {
        return table.length == IndexTable.HEADER ? 0 : MemoryAccount.arrayBytes(4L * table.length);
    }

    private static long directoryBytes(int length) {
        return length == 1 ? 0 : 2 * MemoryAccount.arrayBytes(4L * length);
    }
}
