package dev.troupe.store.memory;

import dev.troupe.heap.HeapArrays;

/** What one store has taken from its pool and what it asks of it. Not thread safe: owned by the store. */
public final class MemoryAccount {
    /** What was asked for is not kept for longer than this. */
    private static final long PATIENCE_MILLIS = 5_000;

    private final MemoryPool pool;
    private final Slabs slabs;
    private long bytes;
    private long askedBytes;
    private long askedAtMillis;
    private boolean isUrgent;
    private boolean isLeading = true;

    public MemoryAccount(MemoryPool pool) {
        this.pool = pool;
        this.slabs = pool.slabs();
        pool.join();
    }

    /** What an array on the heap takes, as the collector counts. */
    public static long arrayBytes(long contentBytes) {
        return HeapArrays.HERE.bytes(contentBytes);
    }

    /** Where the blocks are. */
    public Slabs slabs() {
        return slabs;
    }

    /** The address of a block of at least so many bytes, of any content, or {@link Slabs#NOWHERE} if it is not there. */
    public int take(int length) {
        long taken = Slabs.taken(length);
        if (!tryReserve(taken)) {
            return Slabs.NOWHERE;
        }
        int address = slabs.take(length);
        if (address == Slabs.NOWHERE) {
            release(taken);
        }
        return address;
    }

    /** Gives a block of so many bytes back. */
    public void give(int address, int length) {
        slabs.give(address, length);
        release(Slabs.taken(length));
    }

    /** Gives the end of a block back, so that so many bytes of it are left. */
    public void shorten(int address, int length, int left) {
        int rest = (int) (Slabs.taken(length) - Slabs.taken(left));
        if (rest > 0) {
            give(Slabs.behind(address, left), rest);
        }
    }

    /** Where a block of so many bytes is from now on: elsewhere if its slab is to be emptied and there is room. */
    public int relocate(int address, int length) {
        int moved = slabs.isLeaving(address) ? slabs.move(address, length) : Slabs.NOWHERE;
        return moved == Slabs.NOWHERE ? address : moved;
    }

    /** Counts bytes of what is not in a block, if they are there. */
    public boolean tryReserve(long wanted) {
        if (!pool.tryReserve(wanted, this)) {
            return false;
        }
        bytes += wanted;
        return true;
    }

    /** Whether bytes are there now. */
    public boolean canReserve(long wanted) {
        return pool.hasRoom(wanted, this);
    }

    /** Whether so many bytes would be there if this store gave everything back. */
    public boolean canHold(long wanted) {
        return pool.hasRoom(wanted - bytes, this);
    }

    public void release(long returned) {
        bytes -= returned;
        pool.release(returned, this);
    }

    /** Whether this store holds more than its share while the pool runs dry. */
    public boolean shouldGiveBack() {
        return pool.wantsBack(this);
    }

    /** Whether this store would not exceed its share with so many bytes more. */
    public boolean isWithinShare(long wanted) {
        return pool.isWithinShare(wanted, this);
    }

    /**
     * Asks the other stores to give so many bytes back, and lets this one use the headroom until {@link #calm}; false
     * if the pool is too small for them.
     */
    public boolean ask(long wanted, long nowMillis) {
        if (!pool.couldEverHold(wanted, this)) {
            return false;
        }
        withdraw();
        pool.ask(wanted);
        askedBytes = wanted;
        askedAtMillis = nowMillis;
        isUrgent = true;
        return true;
    }

    /** The call that asked is over; what it asked for is still kept for a while. */
    public void calm() {
        isUrgent = false;
    }

    /** So many bytes have been got: as many need not be kept any longer. */
    public void got(long wanted) {
        if (wanted >= askedBytes) {
            withdraw();
        }
    }

    /** Gives up what has been asked for in vain for long. */
    public void forget(long nowMillis) {
        if (nowMillis - askedAtMillis > PATIENCE_MILLIS) {
            withdraw();
        }
    }

    /** Its store leads from now on, or rests. */
    public void lead(boolean leading) {
        if (leading != isLeading) {
            isLeading = leading;
            pool.turn(leading, bytes);
        }
    }

    /** Whether its store leads, so that it gives memory back when others need it, and shares it with those that lead. */
    boolean isLeading() {
        return isLeading;
    }

    /** Whether this store may use the headroom. */
    boolean isUrgent() {
        return isUrgent;
    }

    /** Bytes taken now. */
    public long bytes() {
        return bytes;
    }

    /** Leaves the pool; everything must have been released. */
    public void close() {
        if (bytes != 0) {
            throw new IllegalStateException(bytes + " bytes have not been released");
        }
        withdraw();
        lead(true);
        pool.leave();
    }

    private void withdraw() {
        if (askedBytes != 0) {
            pool.withdraw(askedBytes);
            askedBytes = 0;
        }
    }
}
