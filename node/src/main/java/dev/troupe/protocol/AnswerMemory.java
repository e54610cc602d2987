package dev.troupe.protocol;

import dev.troupe.heap.HeapArrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory for large values that owners hold: those that have been read here and that nobody has taken yet, and those that wait to be written.
 * How large the answer to a request is is known only when it is answered, and owners read faster than answers are taken, or have to keep them until the
 * copies have what they show; what waits for room has come out of the bounds on its way. Safe for use by many threads; one a node.
 */
public final class AnswerMemory {
    /** What to run when an answer that is not held has been taken. */
    public static final Runnable NOTHING = () -> {};

    /** From there on values count in any case. */
    private static final int MOST_SMALL_BYTES = 32 << 10;

    private final long maxBytes;
    private final int largeBytes;
    private final AtomicLong held = new AtomicLong();

    /**
     * Empty.
     *
     * @param maxBytes as the heap counts
     * @param requests that may be under way, each with a small answer
     */
    public AnswerMemory(long maxBytes, int requests) {
        this.maxBytes = maxBytes;
        this.largeBytes = (int) Math.min(MOST_SMALL_BYTES, maxBytes / requests);
    }

    /** Without a bound. */
    public static AnswerMemory unbounded() {
        return new AnswerMemory(Long.MAX_VALUE, 1);
    }

    /** Whether a value may be read now; those who answer at the same time may exceed the bound by one each. */
    public boolean hasRoomFor(int valueLength) {
        return valueLength < largeBytes || held.get() < maxBytes;
    }

    /** An answer of so many bytes is on its way; to be run when it has been taken, or is given up, more than once if need be. */
    public Runnable hold(int sizeBytes) {
        if (sizeBytes < largeBytes) {
            return NOTHING;
        }
        long bytes = HeapArrays.HERE.bytes(sizeBytes);
        held.addAndGet(bytes);
        AtomicBoolean over = new AtomicBoolean();
        return () -> {
            if (over.compareAndSet(false, true)) {
                held.addAndGet(-bytes);
            }
        };
    }

    /** Bytes held now, as the heap counts. */
    public long heldBytes() {
        return held.get();
    }
}
