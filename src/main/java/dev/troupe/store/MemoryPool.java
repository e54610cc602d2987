package dev.troupe.store;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A byte budget that the stores of a node share. Thread safe; owned by the node, or by a parent pool. Memory is
 * reserved before it is allocated, so the sum over the stores never exceeds the budget.
 *
 * <p>Nobody is assigned a part. Each store has a fair share, the budget divided by the number of stores, and may take
 * more while there is plenty; the last 1/32 of the budget is for stores below their share, and as soon as it is touched
 * the stores above theirs give memory back at their next call.
 */
public final class MemoryPool {
    private static final int HEADROOM_SHIFT = 5;

    private final @Nullable MemoryPool parent;
    private final long maxBytes;
    private final AtomicLong usedBytes = new AtomicLong();
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

    /** Takes bytes for a store that already holds some, if they are there. */
    boolean tryReserve(long bytes, long heldBytes) {
        long limit = limitBytes(heldBytes + bytes);
        long used;
        do {
            used = usedBytes.get();
            if (used + bytes > limit) {
                return false;
            }
        } while (!usedBytes.compareAndSet(used, used + bytes));
        if (parent != null && !parent.tryReserve(bytes, heldBytes)) {
            usedBytes.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    /** Whether a store that already holds some could take bytes now. */
    boolean hasRoom(long bytes, long heldBytes) {
        return usedBytes.get() + bytes <= limitBytes(heldBytes + bytes)
                && (parent == null || parent.hasRoom(bytes, heldBytes));
    }

    void release(long bytes) {
        usedBytes.addAndGet(-bytes);
        if (parent != null) {
            parent.release(bytes);
        }
    }

    /** Whether a store that holds this much should give some back to the others. */
    boolean wantsBack(long heldBytes) {
        return (heldBytes > fairShareBytes() && usedBytes.get() > maxBytes - headroomBytes())
                || (parent != null && parent.wantsBack(heldBytes));
    }

    /** How much may be used after a store takes so much. */
    private long limitBytes(long heldBytes) {
        return heldBytes > fairShareBytes() ? maxBytes - headroomBytes() : maxBytes;
    }

    private long fairShareBytes() {
        return maxBytes / Math.max(1, stores.get());
    }

    private long headroomBytes() {
        return maxBytes >> HEADROOM_SHIFT;
    }
}
