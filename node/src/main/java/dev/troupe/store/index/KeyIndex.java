package dev.troupe.store.index;

import dev.troupe.store.memory.MemoryAccount;
import dev.troupe.store.memory.Slabs;
import java.nio.ByteBuffer;

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
    private final Slabs slabs;
    private final IndexDirectory directory;
    private int size;
    private long copied;
    /** Where in the directory the table is that slot numbers refer to: the one of the last search. */
    private int last;

    /** An empty index; it takes its memory from the account, beginning with the first {@link #ensureRoom}. */
    public KeyIndex(Keys keys, MemoryAccount account) {
        this.keys = keys;
        this.account = account;
        this.slabs = account.slabs();
        this.directory = new IndexDirectory(account);
    }

    // ---- searching; slot numbers are valid until the next search or change

    /** The slot of a key, or {@link #NONE}. */
    public int find(long hash, byte[] key) {
        last = directory.place(hash);
        int groups = directory.groups(last);
        if (groups == 0) {
            return NONE;
        }
        int tag = IndexTable.tag(hash, directory.depth(last));
        int home = IndexTable.home(tag, groups);
        ByteBuffer bytes = directory.bytes(last);
        int group = IndexTable.group(directory.position(last), home);
        long candidates = IndexTable.candidates(bytes, group, tag);
        if (candidates == IndexTable.NOT_FULL) {
            return NONE;
        }
        // Nearly always it is the first one. All else is left to another method, so that this one stays short.
        int slot = IndexTable.slot(group, IndexTable.placeOf(candidates));
        return candidates != 0 && isAt(bytes, slot, key) ? slot : search(home, tag, key);
    }

    private int search(int home, int tag, byte[] key) {
        int table = directory.position(last);
        ByteBuffer bytes = directory.bytes(last);
        int groups = directory.groups(last);
        int number = home;
        for (int seen = 0; seen < groups; seen++) {
            int group = IndexTable.group(table, number);
            for (long left = IndexTable.candidates(bytes, group, tag); left != 0; left &= left - 1) {
                if (left == IndexTable.NOT_FULL) {
                    return NONE;
                }
                int slot = IndexTable.slot(group, IndexTable.placeOf(left));
                if (isAt(bytes, slot, key)) {
                    return slot;
                }
            }
            number = number + 1 == groups ? 0 : number + 1;
        }
        return NONE;
    }

    private boolean isAt(ByteBuffer bytes, int slot, byte[] key) {
        int content = bytes.getInt(slot);
        return content != 0 && keys.isAt(content >>> 2, key);
    }

    /** The slot that holds a location, or {@link #NONE}. */
    public int find(long hash, int location) {
        last = directory.place(hash);
        int groups = directory.groups(last);
        int table = directory.position(last);
        int number = IndexTable.home(IndexTable.tag(hash, directory.depth(last)), groups);
        for (int seen = 0; seen < groups; seen++) {
            ByteBuffer bytes = directory.bytes(last);
            int group = IndexTable.group(table, number);
            for (int place = 0; place < IndexTable.SLOTS; place++) {
                if (bytes.getInt(IndexTable.slot(group, place)) >>> 2 == location) {
                    return IndexTable.slot(group, place);
                }
            }
            if (!IndexTable.isFull(bytes, group)) {
                return NONE;
            }
            number = number + 1 == groups ? 0 : number + 1;
        }
        return NONE;
    }

    public int location(int slot) {
        return directory.bytes(last).getInt(slot) >>> 2;
    }

    public int hits(int slot) {
        return directory.bytes(last).getInt(slot) & MOST_HITS;
    }

    /** Counts a hit. */
    public void hit(int slot) {
        ByteBuffer bytes = directory.bytes(last);
        int content = bytes.getInt(slot);
        if ((content & MOST_HITS) < MOST_HITS) {
            bytes.putInt(slot, content + 1);
        }
    }

    /** Points a slot to where its entry has moved. */
    public void move(int slot, int location, int hits) {
        directory.bytes(last).putInt(slot, (location << 2) | hits);
    }

    // ---- changing

    /** Entries. */
    public int size() {
        return size;
    }

    /** Makes room for one more entry with this hash; false if the memory for it is not there. */
    public boolean ensureRoom(long hash) {
        for (int at = directory.place(hash); isFull(at); at = directory.place(hash)) {
            int groups = directory.groups(at);
            boolean done = (groups < MOST_GROUPS || directory.depth(at) >= MOST_DEPTH)
                    ? resize(hash, groups + 1 + groups / 8)
                    : split(hash);
            if (!done) {
                return false;
            }
        }
        return true;
    }

    private boolean isFull(int place) {
        int groups = directory.groups(place);
        return groups == 0 || entries(directory.address(place)) >= IndexTable.limit(groups);
    }

    /** Adds an entry that is not there yet and for which there is room. */
    public void insert(long hash, int location, int hits) {
        int at = directory.place(hash);
        int tag = IndexTable.tag(hash, directory.depth(at));
        IndexTable.add(directory.bytes(at), directory.position(at), tag, (location << 2) | hits);
        size++;
    }

    /** Removes the entry of a slot, whose hash this is. */
    public void remove(int slot, long hash) {
        IndexTable.takeOut(directory.bytes(last), directory.position(last), slot);
        size--;
        int groups = directory.groups(last);
        int entries = entries(directory.address(last));
        if (groups > 1 && entries < groups * (IndexTable.SLOTS / 2)) {
            resize(hash, IndexTable.groupsFor(entries));
        }
    }

    /** Slots and places of the directory that were copied to grow or to shrink, so far. */
    public long copied() {
        return copied;
    }

    /** What it takes, counted. */
    public long takenBytes() {
        return directory.takenBytes();
    }

    /** Moves tables that should be elsewhere, until so many bytes have been moved; returns how many of these are left. */
    public long relocate(long bytes) {
        return directory.relocate(bytes);
    }

    /** Removes everything and gives the memory back. */
    public void clear() {
        directory.clear();
        last = 0;
        size = 0;
    }

    /** The address of the table that a hash falls into; {@link Slabs#NOWHERE} if there is nothing in the index. */
    int tableOf(long hash) {
        return directory.address(directory.place(hash));
    }

    /** What the tables are in. */
    Slabs slabs() {
        return slabs;
    }

    private int entries(int address) {
        return IndexTable.size(slabs.buffer(address), Slabs.position(address));
    }

    // ---- tables

    private boolean resize(long hash, int groups) {
        int place = directory.place(hash);
        int old = directory.address(place);
        int oldGroups = directory.groups(place);
        int depth = directory.depth(place);
        int resized = newTable(groups, depth);
        if (resized == Slabs.NOWHERE) {
            return false;
        }
        if (old != Slabs.NOWHERE) {
            IndexTable.copy(slabs.buffer(old), Slabs.position(old), slabs.buffer(resized), Slabs.position(resized));
        }
        enter(hash, resized, groups, depth);
        discard(old, oldGroups);
        return true;
    }

    private boolean split(long hash) {
        int place = directory.place(hash);
        int old = directory.address(place);
        int oldGroups = directory.groups(place);
        int depth = directory.depth(place);
        if (depth == directory.depth() && !widen()) {
            return false;
        }
        int upper = IndexTable.upper(slabs.buffer(old), Slabs.position(old));
        int lowGroups = IndexTable.groupsFor(entries(old) - upper);
        int highGroups = IndexTable.groupsFor(upper);
        int low = newTable(lowGroups, depth + 1);
        int high = low == Slabs.NOWHERE ? Slabs.NOWHERE : newTable(highGroups, depth + 1);
        if (high == Slabs.NOWHERE) {
            if (low != Slabs.NOWHERE) {
                account.give(low, IndexTable.bytes(lowGroups));
            }
            return false;
        }
        for (int number = 0; number < oldGroups; number++) {
            distribute(slabs.buffer(old), IndexTable.group(Slabs.position(old), number), low, high, depth + 1);
        }
        long bit = Long.MIN_VALUE >>> depth;
        enter(hash & ~bit, low, lowGroups, depth + 1);
        enter(hash | bit, high, highGroups, depth + 1);
        discard(old, oldGroups);
        return true;
    }

    private void enter(long hash, int table, int groups, int depth) {
        directory.enter(hash, table, groups, depth);
        last = directory.place(hash);
    }

    private boolean widen() {
        boolean done = directory.widen();
        copied += done ? directory.length() : 0;
        return done;
    }

    /** Enters a group of a table into the two that take its place. */
    private void distribute(ByteBuffer bytes, int group, int low, int high, int depth) {
        // The keys are far apart in memory. Looked at first they arrive together; hashed at once, one after the other.
        boolean sound = true;
        int count = IndexTable.count(bytes, group);
        for (int place = 0; place < count; place++) {
            sound &= keys.isKey(bytes.getInt(IndexTable.slot(group, place)) >>> 2);
        }
        if (!sound) {
            throw new IllegalStateException("the index points to what is no entry");
        }
        for (int place = 0; place < count; place++) {
            int content = bytes.getInt(IndexTable.slot(group, place));
            int tag = IndexTable.tag(keys.hashAt(content >>> 2), depth);
            int to = IndexTable.tagAt(bytes, group, place) >>> 15 == 0 ? low : high;
            IndexTable.add(slabs.buffer(to), Slabs.position(to), tag, content);
        }
    }

    private int newTable(int groups, int depth) {
        if (IndexTable.bytes(groups) > slabs.slabBytes()) {
            return Slabs.NOWHERE;
        }
        int made = account.take(IndexTable.bytes(groups));
        if (made != Slabs.NOWHERE) {
            slabs.clear(made, IndexTable.bytes(groups));
            IndexTable.begin(slabs.buffer(made), Slabs.position(made), groups, depth);
        }
        return made;
    }

    /** Gives up a table whose entries have been copied. */
    private void discard(int old, int groups) {
        if (old != Slabs.NOWHERE) {
            copied += entries(old);
            account.give(old, IndexTable.bytes(groups));
        }
    }
}
