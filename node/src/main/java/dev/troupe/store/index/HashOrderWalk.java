package dev.troupe.store.index;

import dev.troupe.store.memory.Slabs;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Steps through a {@link KeyIndex} in the order of the hashes, as unsigned numbers, one home group at a time. A
 * position is a lower bound of the hashes that are still to come, so it stays valid whatever happens to the index
 * between two steps. Not thread safe; owned by the store.
 */
public final class HashOrderWalk {
    private final KeyIndex index;
    private final KeyIndex.Keys keys;
    private long[] hashes = new long[16];
    private int[] locations = new int[16];
    private int count;
    private long next;

    public HashOrderWalk(KeyIndex index, KeyIndex.Keys keys) {
        this.index = index;
        this.keys = keys;
    }

    /**
     * Shows locations in order, those of a hash and on, until one is refused or so many groups have been walked; returns
     * the hash to go on with, or 0 if that was the end.
     */
    public long onFrom(long hash, int groups, IntPredicate visitor) {
        long from = hash;
        for (int walked = 0; walked < groups; walked++) {
            gather(from);
            for (int i = 0; i < count; i++) {
                if (!visitor.test(locations[i])) {
                    return hashes[i];
                }
            }
            from = next;
            if (from == 0) {
                break;
            }
        }
        return from;
    }

    /** Gathers the entries of the group that a hash falls into, from that hash on, in order. */
    public void gather(long from) {
        count = 0;
        int address = index.tableOf(from);
        if (address == Slabs.NOWHERE) {
            next = 0;
            return;
        }
        ByteBuffer bytes = index.slabs().buffer(address);
        int table = Slabs.position(address);
        int depth = IndexTable.depth(bytes, table);
        int groups = IndexTable.groups(bytes, table);
        int home = IndexTable.home(IndexTable.tag(from, depth), groups);
        next = after(from, depth, home, groups);
        int number = home;
        for (int seen = 0; seen < groups; seen++) {
            int group = IndexTable.group(table, number);
            int entries = IndexTable.count(bytes, group);
            for (int place = 0; place < entries; place++) {
                if (IndexTable.home(IndexTable.tagAt(bytes, group, place), groups) == home) {
                    consider(bytes.getInt(IndexTable.slot(group, place)) >>> 2, from);
                }
            }
            if (!IndexTable.isFull(bytes, group)) {
                break;
            }
            number = number + 1 == groups ? 0 : number + 1;
        }
    }

    /** Entries gathered. */
    public int count() {
        return count;
    }

    public long hash(int i) {
        return hashes[i];
    }

    public int location(int i) {
        return locations[i];
    }

    /** Where to go on after the gathered entries; 0 if that was the end. */
    long next() {
        return next;
    }

    private void consider(int location, long from) {
        long hash = keys.hashAt(location);
        if (Long.compareUnsigned(hash, from) < 0) {
            return;
        }
        if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * count);
            locations = Arrays.copyOf(locations, 2 * count);
        }
        int at = count++;
        for (; at > 0 && Long.compareUnsigned(hashes[at - 1], hash) > 0; at--) {
            hashes[at] = hashes[at - 1];
            locations[at] = locations[at - 1];
        }
        hashes[at] = hash;
        locations[at] = location;
    }

    /** The lowest hash of the group after this one, or of the next table. */
    private static long after(long from, int depth, int home, int groups) {
        long prefix = depth == 0 ? 0 : (from >>> (64 - depth)) << (64 - depth);
        int firstTag = (((home + 1) << 16) + groups - 1) / groups;
        return prefix + ((long) firstTag << (48 - depth));
    }
}
