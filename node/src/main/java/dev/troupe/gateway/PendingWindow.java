package dev.troupe.gateway;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The unfinished requests of one gateway to one partition, numbered from 1, in a ring that spans the lowest unfinished number to
 * the highest. Not thread safe: owned by a channel.
 */
final class PendingWindow {
    private static final int FIRST_SLOTS = 16;

    private final int credit;
    private final int longestSpan;
    private @Nullable Pending[] ring = new @Nullable Pending[FIRST_SLOTS];
    private long lowest = 1;
    private long next = 1;
    private int unfinished;

    /**
     * An empty window.
     *
     * @param credit most requests that may be unfinished
     * @param longestSpan most numbers from the lowest unfinished one to the highest
     */
    PendingWindow(int credit, int longestSpan) {
        this.credit = credit;
        this.longestSpan = longestSpan;
    }

    /** Adds a request under the next number, or returns null if the credit or the span is used up. */
    @Nullable
    Pending add(GatewayCall call) {
        if (unfinished >= credit || next - lowest >= longestSpan) {
            return null;
        }
        if (next - lowest >= ring.length) {
            grow();
        }
        Pending pending = new Pending(next, call);
        ring[slot(next)] = pending;
        next++;
        unfinished++;
        return pending;
    }

    /** Finishes the request of a number and returns it, or null if it is not among the unfinished ones. */
    @Nullable
    Pending finish(long number) {
        if (number < lowest || number >= next) {
            return null;
        }
        Pending pending = ring[slot(number)];
        if (pending != null) {
            ring[slot(number)] = null;
            unfinished--;
            while (lowest < next && ring[slot(lowest)] == null) {
                lowest++;
            }
        }
        return pending;
    }

    /** Whether the request of a number is unfinished. */
    boolean isWaiting(long number) {
        return number >= lowest && number < next && ring[slot(number)] != null;
    }

    /** No number below this one is unfinished. */
    long lowestUnfinished() {
        return lowest;
    }

    boolean isEmpty() {
        return unfinished == 0;
    }

    /** Calls this for every unfinished request, the lowest number first. It may finish the one it is called with. */
    void forEach(Consumer<Pending> action) {
        long end = next;
        for (long number = lowest; number < end && unfinished > 0; number++) {
            Pending pending = ring[slot(number)];
            if (pending != null && pending.number == number) {
                action.accept(pending);
            }
        }
    }

    private void grow() {
        @Nullable Pending[] wider = new @Nullable Pending[ring.length * 2];
        for (long number = lowest; number < next; number++) {
            wider[(int) (number & (wider.length - 1))] = ring[slot(number)];
        }
        ring = wider;
    }

    private int slot(long number) {
        return (int) (number & (ring.length - 1));
    }
}
