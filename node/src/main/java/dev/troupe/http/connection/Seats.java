package dev.troupe.http.connection;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections may work on requests at a time. There are fewer of them than connections, so that some are always left that can
 * be asked how the node is. Safe for many threads.
 */
final class Seats {
    private final AtomicInteger free;

    Seats(int count) {
        this.free = new AtomicInteger(count);
    }

    /** Takes one if there is one. */
    boolean take() {
        return free.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    /** Whether there is one at the moment. */
    boolean areLeft() {
        return free.get() > 0;
    }

    void giveBack() {
        free.incrementAndGet();
    }
}
