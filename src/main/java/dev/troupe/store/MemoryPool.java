package dev.troupe.store;

import java.util.concurrent.atomic.AtomicLong;

/** A byte budget that the stores of a node share. Thread safe. */
public final class MemoryPool {
    private final long maxBytes;
    private final AtomicLong usedBytes = new AtomicLong();

    /** A pool of this many bytes. */
    public MemoryPool(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Takes bytes if they are there. */
    boolean tryReserve(long bytes) {
        if (usedBytes.addAndGet(bytes) <= maxBytes) {
            return true;
        }
        usedBytes.addAndGet(-bytes);
        return false;
    }

    /** Gives bytes back. */
    void release(long bytes) {
        usedBytes.addAndGet(-bytes);
    }

    /** Bytes taken now. */
    public long usedBytes() {
        return usedBytes.get();
    }

    /** Bytes there are. */
    public long maxBytes() {
        return maxBytes;
    }
}
