package dev.troupe.store.memory;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Which units of one slab are free: a binary buddy system (Knowlton, "A fast storage allocator", CACM 1965), in which what a run does not
 * need of its block is free at once. Not thread safe; owned by {@link Slabs}.
 *
 * <p>The blocks are the nodes of a binary tree, numbered as in a heap: 1 is the whole slab, 2 and 3 its halves. A bit says that a block is free
 * as a whole and no part of a larger one that is.
 */
final class Slab {
    /** What {@link #take} says if there is no run of that length, and the order of the largest free block of a full slab. */
    static final int NONE = -1;

    /** Its place among the slabs. */
    final int number;
    /** What is in it. */
    final ByteBuffer bytes;
    /**
     * Made with the slab and not when that is dropped: G1 takes what a young reference refers to for alive as long as it marks beside the program.
     */
    final WeakReference<ByteBuffer> weakBytes;

    /** The neighbours in the list of those with a free block of the same order. */
    @Nullable
    Slab previous;

    @Nullable
    Slab next;
    /** The list that it is in. */
    int listed = NONE;
    /** Whether it is being emptied. */
    volatile boolean isLeaving;
    /** How often in a row it was found free. */
    int idleTicks;

    private final int top;
    private final long[] free;
    /** Free blocks of each order. */
    private final int[] counts;

    private int freeUnits;

    /**
     * A slab that is free.
     *
     * @param units a power of two
     */
    Slab(int number, ByteBuffer bytes, int units) {
        this.number = number;
        this.bytes = bytes;
        this.weakBytes = new WeakReference<>(bytes);
        this.top = Integer.numberOfTrailingZeros(units);
        this.free = new long[Math.max(1, 2 * units / Long.SIZE)];
        this.counts = new int[top + 1];
        this.freeUnits = units;
        mark(1, top);
    }

    /** The first of so many free units in a row, which are taken now; or {@link #NONE}. */
    int take(int units) {
        int order = orderFor(units);
        int from = order;
        while (from <= top && counts[from] == 0) {
            from++;
        }
        if (from > top) {
            return NONE;
        }
        int block = firstFree(from);
        unmark(block, from);
        while (from > order) {
            from--;
            block <<= 1;
            mark(block + 1, from);
        }
        int first = (block - (1 << (top - order))) << order;
        freeUnits -= 1 << order;
        give(first + units, (1 << order) - units);
        return first;
    }

    /**
     * Frees units.
     *
     * @throws IllegalStateException if they lie in a block that is free
     */
    void give(int first, int units) {
        int at = first;
        int left = units;
        while (left > 0) {
            int order =
                    Math.min(Math.min(top, Integer.numberOfTrailingZeros(at)), 31 - Integer.numberOfLeadingZeros(left));
            giveBlock((1 << (top - order)) + (at >> order), order);
            at += 1 << order;
            left -= 1 << order;
        }
        freeUnits += units;
    }

    private void giveBlock(int given, int givenOrder) {
        for (int around = given; around > 0; around >>= 1) {
            if (isMarked(around)) {
                throw new IllegalStateException("a block of slab " + number + " has been given back twice");
            }
        }
        int block = given;
        int order = givenOrder;
        while (order < top && isMarked(block ^ 1)) {
            unmark(block ^ 1, order);
            block >>= 1;
            order++;
        }
        mark(block, order);
    }

    /** The order of the largest free block, or {@link #NONE}. */
    int largest() {
        int order = top;
        while (order >= 0 && counts[order] == 0) {
            order--;
        }
        return order;
    }

    /** Units that are free. */
    int freeUnits() {
        return freeUnits;
    }

    /** Whether nothing of it is taken. */
    boolean isFree() {
        return counts[top] == 1;
    }

    /** The order of the smallest block that so many units fit into. */
    static int orderFor(int units) {
        return 32 - Integer.numberOfLeadingZeros(units - 1);
    }

    private int firstFree(int order) {
        int block = 1 << (top - order);
        long word = free[block >> 6] & (-1L << block);
        int at = block >> 6;
        while (word == 0) {
            word = free[++at];
        }
        return (at << 6) + Long.numberOfTrailingZeros(word);
    }

    private boolean isMarked(int block) {
        return (free[block >> 6] >>> block & 1) != 0;
    }

    private void mark(int block, int order) {
        free[block >> 6] |= 1L << block;
        counts[order]++;
    }

    private void unmark(int block, int order) {
        free[block >> 6] &= ~(1L << block);
        counts[order]--;
    }
}
