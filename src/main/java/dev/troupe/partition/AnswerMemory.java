package dev.troupe.partition;

import dev.troupe.heap.HeapArrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory for large values that have been read here and that nobody has taken yet: how large the answer to a request is is known
 * only when it is answered, and owners read faster than answers are taken. Safe for use by many threads; one a node.
 */
final class AnswerMemory {
    /** Smaller values are bounded by the number of requests alone. */
    static final int LARGE_BYTES = 32 << 10;

    private final long maxBytes;
    private final AtomicLong held = new AtomicLong();

    AnswerMemory(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Without a bound. */
    static AnswerMemory unbounded() {
        return new AnswerMemory(Long.MAX_VALUE);
    }

    /** Whether a value may be read now; those who answer at the same time may exceed the bound by one each. */
    boolean hasRoomFor(int valueLength) {
        return valueLength < LARGE_BYTES || held.get() < maxBytes;
    }

    /** An answer of so many bytes is on its way; to be run when it has been taken, or is given up, more than once if need be. */
    Runnable hold(int sizeBytes) {
        if (sizeBytes < LARGE_BYTES) {
            return () -> {};
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
    long heldBytes() {
        return held.get();
    }
}
