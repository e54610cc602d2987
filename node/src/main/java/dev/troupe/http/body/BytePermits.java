package dev.troupe.http.body;

import dev.troupe.http.message.ProblemType;
import dev.troupe.http.message.Refused;
import java.util.concurrent.atomic.AtomicLong;

/** The bytes of one kind that a node holds in memory at a time. Safe for use by many threads. */
public final class BytePermits {
    private final String what;
    private final long total;
    private final AtomicLong free;

    /**
     * So many bytes.
     *
     * @param what they belong to, for the refusal
     */
    public BytePermits(String what, long bytes) {
        this.what = what;
        total = bytes;
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
            throw new Refused(ProblemType.OVERLOADED, "too many bytes of " + what + " are in flight on this node");
        }
    }

    /** Gives permits back. */
    void release(long bytes) {
        free.addAndGet(bytes);
    }

    /** How many there are in all. */
    long total() {
        return total;
    }

    /** How many are left. */
    public long free() {
        return free.get();
    }
}
