package dev.troupe.http;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes of request bodies that one node holds in memory at a time. Safe for use by many threads. */
final class BytePermits {
    private final AtomicLong free;

    /** So many bytes. */
    BytePermits(long bytes) {
        free = new AtomicLong(bytes);
    }

    /**
     * Takes permits.
     *
     * @throws Refused with {@link ProblemType#OVERLOADED} if there are not so many
     */
    void acquire(long bytes) {
        if (free.addAndGet(-bytes) < 0) {
            free.addAndGet(bytes);
            throw new Refused(ProblemType.OVERLOADED, "too many bytes of request bodies are in flight on this node");
        }
    }

    /** Gives permits back. */
    void release(long bytes) {
        free.addAndGet(bytes);
    }

    /** How many are left. */
    long free() {
        return free.get();
    }
}
