package dev.troupe.store;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A byte budget that the stores of a node share. Thread safe; owned by the node, or by a parent pool. Memory is
 * reserved before it is allocated, so the sum over the stores never exceeds the budget.
 *
 * <p>Nobody is assigned a part. Each store has a fair share and may take more while there is plenty; a reserve, 1/32 of
 * the budget, is for stores below their share, and as soon as it is touched the stores above theirs give memory back at
 * their next call. The share is the budget divided by the number of stores.
 *
 * <p>A store that is refused although it has given back what it could asks for the bytes. Until it has got them or gives
 * up, the reserve is larger by them, and those give back who hold more than an equal part of what is left beside it: as
 * long as the bytes are not free there is always one.
 */
public final class MemoryPool {
    private static final int HEADROOM_SHIFT = 5;

    private final @Nullable MemoryPool parent;
    private final long maxBytes;
    private final AtomicLong usedBytes = new AtomicLong();
    /** The most that a store has asked for and not got yet. */
    private final AtomicLong askedBytes = new AtomicLong();

    private final AtomicInteger stores = new AtomicInteger();

    /** A pool of this many bytes. */
    public MemoryPool(long maxBytes) {
        this(maxBytes, null);
    }

    private MemoryPool(long maxBytes, @Nullable MemoryPool parent) {
        this.maxBytes = maxBytes;
        this.parent = parent;
    }

    /** A pool within this one: what its stores take counts in both and exceeds neither. */
    public MemoryPool child(long childMaxBytes) {
        return new MemoryPool(childMaxBytes, this);
    }

    /** Bytes taken now. */
    public long usedBytes() {
        return usedBytes.get();
    }

    /** Bytes there are. */
    public long maxBytes() {
        return maxBytes;
    }

    /** Stores that share it now. */
    public int stores() {
        return stores.get();
    }

    void join() {
        stores.incrementAndGet();
        if (parent != null) {
            parent.join();
        }
    }

    void leave() {
        stores.decrementAndGet();
        if (parent != null) {
            parent.leave();
        }
    }

    /** Takes bytes for a store if they are there. */
    boolean tryReserve(long bytes, MemoryAccount store) {
        long limit = limitBytes(bytes, store);
        long used;
        do {
            used = usedBytes.get();
            if (used + bytes > limit) {
                return false;
            }
        } while (!usedBytes.compareAndSet(used, used + bytes));
        if (parent != null && !parent.tryReserve(bytes, store)) {
            usedBytes.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    /** Whether a store could take bytes now. */
    boolean hasRoom(long bytes, MemoryAccount store) {
        return usedBytes.get() + bytes <= limitBytes(bytes, store) && (parent == null || parent.hasRoom(bytes, store));
    }

    void release(long bytes) {
        usedBytes.addAndGet(-bytes);
        if (parent != null) {
            parent.release(bytes);
        }
    }

    /** Whether a store should give some of what it holds back to the others. */
    boolean wantsBack(MemoryAccount store) {
        long asked = askedBytes.get();
        long kept = maxBytes - reserveBytes(asked);
        return (usedBytes.get() > kept && store.bytes() > shareBytes(asked == 0 ? maxBytes : kept))
                || (parent != null && parent.wantsBack(store));
    }

    // ---- asking for more than is there

    /** Whether so many bytes could ever be there, if all stores gave back everything. */
    boolean couldEverHold(long bytes) {
        return bytes <= maxBytes && (parent == null || parent.couldEverHold(bytes));
    }

    /** Whether a store would not exceed an equal part with so many bytes more, even if all gave back for them. */
    boolean isWithinShare(long bytes, MemoryAccount store) {
        return store.bytes() + bytes <= shareBytes(maxBytes - reserveBytes(bytes))
                && (parent == null || parent.isWithinShare(bytes, store));
    }

    /** Lets the stores above their share give back until so many bytes are there beside the headroom. */
    void ask(long bytes) {
        if (usedBytes.get() + bytes > maxBytes - headroomBytes()) {
            askedBytes.accumulateAndGet(bytes, Math::max);
        }
        if (parent != null) {
            parent.ask(bytes);
        }
    }

    /** Ends an {@link #ask} for so many bytes, unless another store has asked for more. */
    void withdraw(long bytes) {
        askedBytes.compareAndSet(bytes, 0);
        if (parent != null) {
            parent.withdraw(bytes);
        }
    }

    // ---- inside

    /** How much may be used after a store takes so much. */
    private long limitBytes(long bytes, MemoryAccount store) {
        return store.isUrgent() || store.bytes() + bytes <= shareBytes(maxBytes)
                ? maxBytes
                : maxBytes - reserveBytes(askedBytes.get());
    }

    private long shareBytes(long shared) {
        return shared / Math.max(1, stores.get());
    }

    private long reserveBytes(long asked) {
        return Math.min(maxBytes, headroomBytes() + asked);
    }

    private long headroomBytes() {
        return maxBytes >> HEADROOM_SHIFT;
    }
}
