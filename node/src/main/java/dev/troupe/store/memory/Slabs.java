package dev.troupe.store.memory;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where the memory of stores comes from: blocks in slabs of one size, outside the heap. A block is known by its address, a number that says
 * which slab and where in it, and by its length, which its owner remembers. A slab is made when no other has room, and used again for blocks of any length.
 * Thread safe, but for what is in a block: that belongs to who has taken it until it is given back.
 *
 * <p>Stores share slabs, so those that a large part of the blocks has left are emptied: {@link #tidy} declares the emptiest ones to be leaving, the
 * owners of blocks in them {@link #move} these elsewhere, and a slab that has been free for a while is dropped. Java frees what was dropped when
 * it collects; until then it is taken up again if there is need.
 */
public final class Slabs {
    /** The address of no block. */
    public static final int NOWHERE = -1;

    /** Lengths are counted in units of so many bytes, and every block begins at a multiple of it. */
    public static final int UNIT_BYTES = 128;

    /** No slab, and so no block, is longer. */
    public static final int LARGEST_BYTES = 1 << 20;

    private static final int SMALLEST_BYTES = 64 << 10;
    private static final int FEW = 64;
    private static final int SLACK_PART = 64;
    private static final int MOST_EMPTYING_TICKS = 60;
    private static final int UNIT_SHIFT = Integer.numberOfTrailingZeros(UNIT_BYTES);
    private static final int SLAB_SHIFT = Integer.numberOfTrailingZeros(LARGEST_BYTES) - UNIT_SHIFT;
    private static final int UNITS_MASK = (1 << SLAB_SHIFT) - 1;
    /** Addresses are used up then: 512 GiB. */
    private static final int MOST_SLABS = (1 << (32 - SLAB_SHIFT)) - 1;

    private final int slabBytes;
    private final SlabTable table;
    /** The first slab of each list: of those whose largest free block has that order. */
    private final @Nullable Slab[] lists;

    private final LongAdder movedBytes = new LongAdder();
    private long takenUnits;
    /** Slabs that are being emptied. */
    private int leaving;

    private volatile boolean isTidying;
    /** Calls of {@link #tidy} since some began to be emptied. */
    private int emptyingTicks;

    /**
     * Slabs outside the heap for so many bytes of blocks: a 64th more than these take, or one slab, since what is free in short blocks is of no use where
     * long ones are wanted.
     */
    public Slabs(long maxBytes) {
        this(maxBytes, ByteBuffer::allocateDirect);
    }

    /**
     * The same with memory from elsewhere.
     *
     * @param source a buffer of a length, of any content
     */
    public Slabs(long maxBytes, IntFunction<ByteBuffer> source) {
        long wanted = Math.min(Math.max(maxBytes / FEW, SMALLEST_BYTES), LARGEST_BYTES);
        this.slabBytes = Integer.highestOneBit((int) wanted);
        long most = (maxBytes + maxBytes / SLACK_PART - 1) / slabBytes + 1;
        this.table = new SlabTable((int) Math.min(most, MOST_SLABS), () -> source.apply(slabBytes));
        this.lists = new Slab[Slab.orderFor(slabBytes >> UNIT_SHIFT) + 1];
    }

    /** How many bytes of blocks there may be in slabs of so many bytes, see {@link #Slabs(long)}. */
    public static long inSlabsOf(long bytes) {
        return bytes / (SLACK_PART + 1) * SLACK_PART;
    }

    /** What a block of so many bytes takes. */
    public static long taken(long bytes) {
        return (bytes + UNIT_BYTES - 1) & -UNIT_BYTES;
    }

    /** No block is longer. */
    public int slabBytes() {
        return slabBytes;
    }

    /** The slab that a block is in; it has little-endian numbers. */
    public ByteBuffer buffer(int address) {
        return table.slab(address >>> SLAB_SHIFT).bytes;
    }

    /** Where in its slab a block begins. */
    public static int position(int address) {
        return (address & UNITS_MASK) << UNIT_SHIFT;
    }

    /** Fills the beginning of a block with zeros; a multiple of eight bytes. */
    public void clear(int address, int bytes) {
        ByteBuffer slab = buffer(address);
        int from = position(address);
        for (int at = from; at < from + bytes; at += Long.BYTES) {
            slab.putLong(at, 0);
        }
    }

    // ---- taking and giving

    /**
     * The address of a block of at least so many bytes, of any content, or {@link #NOWHERE}: there may be no such block
     * though so many bytes are free.
     *
     * @param bytes at least 1; there are none of more than {@link #slabBytes()}
     */
    synchronized int take(int bytes) {
        int units = units(bytes);
        Slab slab = slabWith(Slab.orderFor(units));
        if (slab == null) {
            return NOWHERE;
        }
        int first = slab.take(units);
        slab.idleTicks = 0;
        list(slab);
        takenUnits += units;
        return (slab.number << SLAB_SHIFT) | first;
    }

    /** Gives a block of so many bytes back. */
    synchronized void give(int address, int bytes) {
        Slab slab = table.slab(address >>> SLAB_SHIFT);
        slab.give(address & UNITS_MASK, units(bytes));
        takenUnits -= units(bytes);
        if (slab.isLeaving && slab.isFree()) {
            stay(slab);
        }
        list(slab);
    }

    /** The address of what lies so many bytes, in whole units, behind the beginning of a block. */
    static int behind(int address, long bytes) {
        return address + (int) (taken(bytes) >> UNIT_SHIFT);
    }

    // ---- emptying slabs

    /** Whether there are blocks that should be elsewhere. */
    public boolean isTidying() {
        return isTidying;
    }

    /** Whether a block should be elsewhere, since its slab is to be emptied. */
    boolean isLeaving(int address) {
        return table.slab(address >>> SLAB_SHIFT).isLeaving;
    }

    /** Copies a block of so many bytes to where it may stay and gives it back; its new address, or {@link #NOWHERE} if there is no room. */
    int move(int address, int bytes) {
        int moved = take(bytes);
        if (moved != NOWHERE) {
            buffer(moved).put(position(moved), buffer(address), position(address), bytes);
            give(address, bytes);
            movedBytes.add(bytes);
        }
        return moved;
    }

    /**
     * To be called about once a second: drops slabs that have been free in {@link SlabTable#IDLE_TICKS} calls in a row, and has the emptiest ones emptied
     * when more than an eighth of all is free in slabs that are not; returns how many bytes it dropped.
     */
    public synchronized long tidy() {
        long dropped = 0;
        long scattered = 0;
        for (int number = 0; number < table.bound(); number++) {
            Slab slab = table.slabOrNull(number);
            if (slab == null) {
                continue;
            }
            if (!slab.isFree()) {
                scattered += slab.freeUnits();
            } else if (++slab.idleTicks >= SlabTable.IDLE_TICKS) {
                unlist(slab);
                table.drop(slab);
                dropped += slabBytes;
            }
        }
        if (leaving > 0 && ++emptyingTicks > MOST_EMPTYING_TICKS) {
            stay();
        }
        long some = Math.max(4, table.count() / 8);
        if (leaving == 0 && (scattered << UNIT_SHIFT) > some * slabBytes) {
            evacuate(Math.max(1, table.count() / FEW));
        }
        return dropped;
    }

    /** Has at most so many slabs emptied, those with the most free; given up when there is no other room, or when it takes long. */
    public synchronized void evacuate(int most) {
        emptyingTicks = 0;
        for (Slab slab : table.emptiest(most)) {
            if (!slab.isLeaving) {
                unlist(slab);
                slab.isLeaving = true;
                leaving++;
            }
        }
        isTidying = leaving > 0;
    }

    private void stay(Slab slab) {
        slab.isLeaving = false;
        leaving--;
        isTidying = leaving > 0;
    }

    /** Slabs that are being emptied are there again for all; false if there is none. */
    private boolean stay() {
        if (leaving == 0) {
            return false;
        }
        for (int number = 0; number < table.bound(); number++) {
            Slab slab = table.slabOrNull(number);
            if (slab != null && slab.isLeaving) {
                stay(slab);
                list(slab);
            }
        }
        return true;
    }

    // ---- figures

    /** Bytes of blocks that are taken. */
    public synchronized long takenBytes() {
        return takenUnits << UNIT_SHIFT;
    }

    /** Bytes that have been moved from slabs that were to be emptied. */
    public long movedBytes() {
        return movedBytes.sum();
    }

    /** Bytes of all slabs. */
    public synchronized long bytes() {
        return (long) table.count() * slabBytes;
    }

    /** Bytes of slabs that were dropped and that Java has not freed yet. */
    public synchronized long droppedBytes() {
        return (long) table.dropped() * slabBytes;
    }

    /** Bytes that slabs might have beyond those there are, had Java allowed them. */
    public synchronized long refusedBytes() {
        return (long) table.refused() * slabBytes;
    }

    // ---- inside

    private static int units(int bytes) {
        return (bytes + UNIT_BYTES - 1) >> UNIT_SHIFT;
    }

    /** The fullest slab with a free block of this order, as the largest free block tells; another one if there is none. */
    private @Nullable Slab slabWith(int order) {
        for (int each = order; each < lists.length; each++) {
            if (lists[each] != null) {
                return lists[each];
            }
        }
        if (order >= lists.length) {
            return null;
        }
        Slab made = table.make(slabBytes >> UNIT_SHIFT);
        if (made != null) {
            list(made);
            return made;
        }
        return stay() ? slabWith(order) : null;
    }

    /** Puts a slab into the list in which it belongs now. */
    private void list(Slab slab) {
        int largest = slab.isLeaving ? Slab.NONE : slab.largest();
        if (largest == slab.listed) {
            return;
        }
        unlist(slab);
        slab.listed = largest;
        if (largest != Slab.NONE) {
            Slab head = lists[largest];
            slab.next = head;
            if (head != null) {
                head.previous = slab;
            }
            lists[largest] = slab;
        }
    }

    private void unlist(Slab slab) {
        if (slab.listed == Slab.NONE) {
            return;
        }
        if (slab.previous == null) {
            lists[slab.listed] = slab.next;
        } else {
            slab.previous.next = slab.next;
        }
        if (slab.next != null) {
            slab.next.previous = slab.previous;
        }
        slab.previous = null;
        slab.next = null;
        slab.listed = Slab.NONE;
    }
}
