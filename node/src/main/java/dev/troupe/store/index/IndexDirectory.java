package dev.troupe.store.index;

import dev.troupe.store.memory.MemoryAccount;
import dev.troupe.store.memory.Slabs;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where the tables of a {@link KeyIndex} are, by the top bits of the hashes in them. Places next to each other may share a table. Owned by the
 * {@code KeyIndex}.
 */
final class IndexDirectory {
    /** Bits of a shape that are the depth. */
    private static final int DEPTH_BITS = 5;
    /** Arrays with a place for each of four bytes. */
    private static final int ARRAYS = 4;

    private final MemoryAccount account;
    private final Slabs slabs;
    private int depth;
    private int[] addresses = {Slabs.NOWHERE};
    /** Groups and depth of each table, so that a search does not have to wait for its head. */
    private int[] shapes = new int[1];
    /** What each table lies in. */
    private @Nullable ByteBuffer[] buffers = new ByteBuffer[1];
    /** Where in that it begins. */
    private int[] positions = new int[1];

    /** One without tables. */
    IndexDirectory(MemoryAccount account) {
        this.account = account;
        this.slabs = account.slabs();
    }

    /** The place of a hash. */
    int place(long hash) {
        return (int) (hash >>> 1 >>> (63 - depth));
    }

    /** Places there are. */
    int length() {
        return addresses.length;
    }

    /** Leading bits of a hash that make its place. */
    int depth() {
        return depth;
    }

    // ---- of the table at a place

    /** The address; {@link Slabs#NOWHERE} if there is no table. */
    int address(int place) {
        return addresses[place];
    }

    /** Groups; 0 if there is no table. */
    int groups(int place) {
        return shapes[place] >>> DEPTH_BITS;
    }

    /** Leading bits that all its hashes share. */
    int depth(int place) {
        return shapes[place] & ((1 << DEPTH_BITS) - 1);
    }

    /** What it lies in; there must be a table. */
    @SuppressWarnings(
            "NullAway") // a check would cost every look-up, and without a table there is an exception all the same
    ByteBuffer bytes(int place) {
        return buffers[place];
    }

    /** Where in that it begins. */
    int position(int place) {
        return positions[place];
    }

    // ---- changing

    /** Enters a table for all hashes that share its leading bits with this one. */
    void enter(long hash, int address, int groups, int tableDepth) {
        int spread = depth - tableDepth;
        int first = (place(hash) >> spread) << spread;
        for (int i = first; i < first + (1 << spread); i++) {
            shapes[i] = (groups << DEPTH_BITS) | tableDepth;
            set(i, address);
        }
    }

    private void set(int place, int address) {
        addresses[place] = address;
        buffers[place] = slabs.buffer(address);
        positions[place] = Slabs.position(address);
    }

    /** Doubles it; false if there is no memory for that. */
    boolean widen() {
        int length = addresses.length;
        if (!account.tryReserve(heapBytes(2 * length))) {
            return false;
        }
        addresses = doubled(addresses);
        shapes = doubled(shapes);
        positions = doubled(positions);
        ByteBuffer[] wide = new ByteBuffer[2 * length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = buffers[i >> 1];
        }
        buffers = wide;
        depth++;
        account.release(heapBytes(length));
        return true;
    }

    private static int[] doubled(int[] narrow) {
        int[] wide = new int[2 * narrow.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = narrow[i >> 1];
        }
        return wide;
    }

    /** Gives all tables back. */
    void clear() {
        for (int i = 0; i < addresses.length; i += shared(i)) {
            if (addresses[i] != Slabs.NOWHERE) {
                account.give(addresses[i], tableBytes(i));
            }
        }
        account.release(heapBytes(addresses.length));
        depth = 0;
        addresses = new int[] {Slabs.NOWHERE};
        shapes = new int[1];
        buffers = new ByteBuffer[1];
        positions = new int[1];
    }

    /** Moves tables that should be elsewhere, until so many bytes have been moved; returns how many of these are left. */
    long relocate(long bytes) {
        long left = bytes;
        for (int i = 0; i < addresses.length && left > 0; i += shared(i)) {
            int relocated =
                    addresses[i] == Slabs.NOWHERE ? Slabs.NOWHERE : account.relocate(addresses[i], tableBytes(i));
            if (relocated != addresses[i]) {
                left -= tableBytes(i);
                for (int each = i; each < i + shared(i); each++) {
                    set(each, relocated);
                }
            }
        }
        return left;
    }

    /** What it and the tables take, counted. */
    long takenBytes() {
        long sum = heapBytes(addresses.length);
        for (int i = 0; i < addresses.length; i += shared(i)) {
            sum += addresses[i] == Slabs.NOWHERE ? 0 : Slabs.taken(tableBytes(i));
        }
        return sum;
    }

    /** How many places share the table at a place, which is the first of them. */
    private int shared(int place) {
        return 1 << (depth - depth(place));
    }

    private int tableBytes(int place) {
        return IndexTable.bytes(groups(place));
    }

    private static long heapBytes(int length) {
        return length == 1 ? 0 : ARRAYS * MemoryAccount.arrayBytes(4L * length);
    }
}
