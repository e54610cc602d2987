package dev.troupe.store.index;

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
        int[] table = index.tableOf(from);
        int depth = table[IndexTable.DEPTH];
        int groups = IndexTable.groups(table);
        int home = IndexTable.home(IndexTable.tag(from, depth), groups);
        next = after(from, depth, home, groups);
        int group = home;
        for (int seen = 0; seen < groups; seen++) {
            int base = IndexTable.HEADER + group * IndexTable.GROUP;
            for (int place = 0; place < IndexTable.SLOTS && table[base + IndexTable.TAGS + place] != 0; place++) {
                if (IndexTable.home(IndexTable.tagAt(table, base, place), groups) == home) {
                    consider(table[base + IndexTable.TAGS + place] >>> 2, from);
                }
            }
            if (table[base + IndexTable.GROUP - 1] == 0) {
                break;
            }
            group = group + 1 == groups ? 0 : group + 1;
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
        int firstTag = groups == 0 ? 1 << 16 : (((home + 1) << 16) + groups - 1) / groups;
        return prefix + ((long) firstTag << (48 - depth));
    }
}
