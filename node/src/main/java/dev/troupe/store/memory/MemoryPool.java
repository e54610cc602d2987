package dev.troupe.store.memory;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
 * <p>All that is said of the stores that lead, those of owned partitions. Stores that rest, those of copies, cannot give
 * anything back: they take what there is, and those that lead have no more than their part of the budget, or what
 * the others leave of it. When one that rests is refused, those that lead give back a
 * quarter more than it would have come to, so that a copy that is begun again gets in after a few attempts. Where the part becomes smaller, since
 * there are nodes now whose copies may come, those that lead keep what they have until somebody needs it, and take no more than they might before.
 *
 * <p>A store that is refused although it has given back what it could asks for the bytes. Until it has got them or gives
 * up, the reserve is larger by them, and those give back who hold more than an equal part of what is left beside it: as
 * long as the bytes are not free there is always one.
 */
public final class MemoryPool {
    private static final int HEADROOM_SHIFT = 5;
    /** Stores that rest are not made room for beyond this part of the budget at a time. */
    private static final int MOST_REFUSED_SHIFT = 2;

    private final @Nullable MemoryPool parent;
    private final long maxBytes;
    private final Slabs slabs;
    private volatile double leadingPart;
    /** What those that lead may go on having beyond their part, and some more for what comes and goes. */
    private final AtomicLong keptBytes = new AtomicLong();

    private final AtomicLong usedBytes = new AtomicLong();
    /** Of those the bytes of stores that lead. */
    private final AtomicLong leadingBytes = new AtomicLong();
    /** The most that a store has asked for and not got yet. */
    private final AtomicLong askedBytes = new AtomicLong();

    /** What stores that rest have been refused and not taken since. */
    private final AtomicLong refusedBytes = new AtomicLong();

    private final AtomicInteger stores = new AtomicInteger();
    private final List<MemoryPool> children = new CopyOnWriteArrayList<>();

    /** A pool of this many bytes, all for stores that lead. */
    public MemoryPool(long maxBytes) {
        this(maxBytes, new Slabs(maxBytes), null);
    }

    /**
     * A pool that keeps room for copies.
     *
     * @param maxBytes of all stores together
     * @param leadingPart of them that the stores that lead may take, above 0, at most 1; the stores that rest may take what
     *     there is
     */
    public MemoryPool(long maxBytes, double leadingPart) {
        this(maxBytes, leadingPart, new Slabs(maxBytes));
    }

    /** The same with memory from elsewhere. */
    public MemoryPool(long maxBytes, double leadingPart, Slabs slabs) {
        this(maxBytes, slabs, null);
        lead(leadingPart);
    }

    private MemoryPool(long maxBytes, Slabs slabs, @Nullable MemoryPool parent) {
        this.maxBytes = maxBytes;
        this.slabs = slabs;
        this.leadingPart = 1;
        this.parent = parent;
    }

    /** A pool within this one: what its stores take counts in both and exceeds neither. */
    public MemoryPool child(long childMaxBytes) {
        MemoryPool child = new MemoryPool(childMaxBytes, slabs, this);
        child.lead(leadingPart);
        children.add(child);
        return child;
    }

    /**
     * From now on the stores that lead may take this part. What they have beyond it they keep until one that rests needs it.
     *
     * @param part above 0, at most 1
     * @throws IllegalArgumentException if it is not
     */
    public void lead(double part) {
        if (!(part > 0 && part <= 1)) {
            throw new IllegalArgumentException("a part is above 0 and at most 1, got " + part);
        }
        if (part < leadingPart) {
            long led = leadingBytes.get();
            keptBytes.set(Math.max(led, Math.min(withHeadroom(led), Math.max(partBytes(), keptBytes.get()))));
        }
        leadingPart = part;
        keepLess();
        children.forEach(child -> child.lead(part));
    }

    /** Where its memory comes from. */
    public Slabs slabs() {
        return slabs;
    }

    /** Bytes taken now. */
    public long usedBytes() {
        return usedBytes.get();
    }

    /** Bytes there are. */
    public long maxBytes() {
        return maxBytes;
    }

    /** Stores that lead and share it now. */
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

    /** A store begins to lead, or to rest; its bytes count for one or the other. */
    void turn(boolean leading, long bytes) {
        leadingBytes.addAndGet(leading ? bytes : -bytes);
        stores.addAndGet(leading ? 1 : -1);
        keepLess();
        if (parent != null) {
            parent.turn(leading, bytes);
        }
    }

    /** Takes bytes for a store if they are there. */
    boolean tryReserve(long bytes, MemoryAccount store) {
        if (store.isLeading() && !take(leadingBytes, bytes, limitBytes(bytes, store))) {
            return false;
        }
        boolean taken = take(usedBytes, bytes, maxBytes);
        if (!store.isLeading()) {
            note(taken, bytes, store);
        }
        if (taken && parent != null && !parent.tryReserve(bytes, store)) {
            usedBytes.addAndGet(-bytes);
            taken = false;
        }
        if (!taken && store.isLeading()) {
            leadingBytes.addAndGet(-bytes);
        }
        return taken;
    }

    /** Whether a store could take bytes now. */
    boolean hasRoom(long bytes, MemoryAccount store) {
        return (!store.isLeading() || leadingBytes.get() + bytes <= limitBytes(bytes, store))
                && usedBytes.get() + bytes <= maxBytes
                && (parent == null || parent.hasRoom(bytes, store));
    }

    void release(long bytes, MemoryAccount store) {
        usedBytes.addAndGet(-bytes);
        if (store.isLeading()) {
            leadingBytes.addAndGet(-bytes);
            keepLess();
        }
        if (parent != null) {
            parent.release(bytes, store);
        }
    }

    /** Whether a store should give some of what it holds back to the others; one that rests cannot. */
    boolean wantsBack(MemoryAccount store) {
        if (!store.isLeading()) {
            return false;
        }
        long asked = askedBytes.get();
        long most = Math.max(0, leadingMaxBytes() - refusedBytes.get());
        long kept = most - Math.min(most, reserveBytes(asked));
        return (leadingBytes.get() > kept && store.bytes() > shareBytes(asked == 0 ? most : kept))
                || (parent != null && parent.wantsBack(store));
    }

    // ---- asking for more than is there

    /** Whether so many bytes could ever be there, if all stores gave back everything. */
    boolean couldEverHold(long bytes, MemoryAccount store) {
        return bytes <= (store.isLeading() ? maxBytes * leadingPart : maxBytes)
                && (parent == null || parent.couldEverHold(bytes, store));
    }

    /** Whether a store would not exceed an equal part with so many bytes more, even if all gave back for them. */
    boolean isWithinShare(long bytes, MemoryAccount store) {
        return store.bytes() + bytes <= shareBytes(leadingMaxBytes() - reserveBytes(bytes))
                && (parent == null || parent.isWithinShare(bytes, store));
    }

    /** Lets the stores above their share give back until so many bytes are there beside the headroom. */
    void ask(long bytes) {
        if (leadingBytes.get() + bytes > leadingMaxBytes() - headroomBytes(leadingMaxBytes())
                || usedBytes.get() + bytes > maxBytes) {
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

    /** A store that rests has got bytes, or not. */
    private void note(boolean taken, long bytes, MemoryAccount store) {
        if (taken) {
            refusedBytes.updateAndGet(refused -> Math.max(0, refused - bytes));
        } else {
            long whole = store.bytes() + bytes;
            long wanted = Math.min(whole + (whole >> 2), maxBytes >> MOST_REFUSED_SHIFT);
            refusedBytes.accumulateAndGet(wanted, Math::max);
        }
    }

    private static boolean take(AtomicLong from, long bytes, long limit) {
        long used;
        do {
            used = from.get();
            if (used + bytes > limit) {
                return false;
            }
        } while (!from.compareAndSet(used, used + bytes));
        return true;
    }

    /** How much the stores that lead may have after one of them takes so much. */
    private long limitBytes(long bytes, MemoryAccount store) {
        return store.isUrgent() || store.bytes() + bytes <= shareBytes(leadingMaxBytes())
                ? leadingMaxBytes()
                : leadingMaxBytes() - reserveBytes(askedBytes.get());
    }

    private long shareBytes(long shared) {
        return shared / Math.max(1, stores.get());
    }

    private long reserveBytes(long asked) {
        return Math.min(leadingMaxBytes(), headroomBytes(leadingMaxBytes()) + asked);
    }

    /** Their part or what they have kept beyond it, or what those that rest leave of the whole if that is less. */
    private long leadingMaxBytes() {
        long restingBytes = Math.max(0, usedBytes.get() - leadingBytes.get());
        return Math.min(Math.max(partBytes(), keptBytes.get()), maxBytes - restingBytes);
    }

    private long partBytes() {
        return (long) (maxBytes * leadingPart);
    }

    /** Those that lead have less: they do not get it back beyond their part, but for what comes and goes. */
    private void keepLess() {
        long kept = keptBytes.get();
        if (kept == 0) {
            return;
        }
        long led = leadingBytes.get();
        if (led <= partBytes() - headroomBytes(partBytes())) {
            keptBytes.compareAndSet(kept, 0);
        } else if (led < kept - 2 * headroomBytes(kept)) {
            keptBytes.compareAndSet(kept, withHeadroom(led));
        }
    }

    private static long withHeadroom(long bytes) {
        return bytes + 2 * headroomBytes(bytes);
    }

    private static long headroomBytes(long bytes) {
        return bytes >> HEADROOM_SHIFT;
    }
}
