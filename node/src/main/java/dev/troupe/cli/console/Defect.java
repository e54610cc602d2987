package dev.troupe.cli.console;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whatever ended one of several threads that work together, the first of it. Without the work of that thread the result of all is
 * none. Safe for use by many threads.
 */
public final class Defect {
    private final AtomicReference<@Nullable Throwable> first = new AtomicReference<>();

    /** Does the work of a thread; returns when it is done, or has failed. */
    public void watch(Runnable work) {
        try {
            work.run();
        } catch (Throwable failed) {
            note(failed);
        }
    }

    /** Takes note of what has ended a thread. */
    public void note(Throwable failed) {
        first.compareAndSet(null, failed);
    }

    /** Whether a thread has ended early, so that the others may stop. */
    public boolean isThere() {
        return first.get() != null;
    }

    /**
     * Passes it on in the thread that answers for the result.
     *
     * @throws IllegalStateException for what a thread must not throw without this one
     */
    public void rethrow() {
        @Nullable Throwable failed = first.get();
        if (failed instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failed != null) {
            throw new IllegalStateException("a thread has ended early: " + failed, failed);
        }
    }
}
