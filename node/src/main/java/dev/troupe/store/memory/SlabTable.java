package dev.troupe.store.memory;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The slabs there are, by number, and the buffers of those that were dropped. Not thread safe but for {@link #slab}: whoever has an address sees
 * the slab, since it was there before the address was. Owned by {@link Slabs}.
 */
final class SlabTable {
    /** A slab that has been free for so many calls of {@link Slabs#tidy} in a row is dropped. */
    static final int IDLE_TICKS = 20;

    private static final int FIRST_NUMBERS = 16;

    private int most;
    private int refused;
    private final Supplier<ByteBuffer> source;
    private @Nullable Slab[] slabs = new Slab[0];
    private int bound;
    private int count;
    /** Until the collector has been there it is as if they had not been dropped. */
    private final Deque<WeakReference<ByteBuffer>> dropped = new ArrayDeque<>();

    SlabTable(int most, Supplier<ByteBuffer> source) {
        this.most = most;
        this.source = source;
    }

    /** The slab of a number that is in use. */
    @SuppressWarnings(
            "NullAway") // a check would cost every access, and without a slab there is an exception all the same
    Slab slab(int number) {
        return slabs[number];
    }

    @Nullable
    Slab slabOrNull(int number) {
        return slabs[number];
    }

    /** Numbers are smaller than this. */
    int bound() {
        return bound;
    }

    /** Slabs there are. */
    int count() {
        return count;
    }

    /** Another slab of a power of two of units; null if there may be no more, or Java allows none: then that is not tried again. */
    @Nullable
    Slab make(int units) {
        ByteBuffer buffer = count == most ? null : buffer();
        if (buffer == null) {
            return null;
        }
        int number = 0;
        while (number < bound && slabs[number] != null) {
            number++;
        }
        if (number == slabs.length) {
            slabs = Arrays.copyOf(slabs, Math.min(most, Math.max(FIRST_NUMBERS, 2 * number)));
        }
        Slab made = new Slab(number, buffer.order(ByteOrder.LITTLE_ENDIAN), units);
        slabs[number] = made;
        bound = Math.max(bound, number + 1);
        count++;
        return made;
    }

    /** Gives up a slab that is free. */
    void drop(Slab slab) {
        slabs[slab.number] = null;
        count--;
        dropped.add(slab.weakBytes);
    }

    /** How many that were dropped are still there. */
    int dropped() {
        // To get one would keep it alive.
        dropped.removeIf(reference -> reference.refersTo(null));
        return dropped.size();
    }

    /** Of those that are partly taken so many as have the most free. */
    List<Slab> emptiest(int number) {
        List<Slab> partly = new ArrayList<>();
        for (int each = 0; each < bound; each++) {
            Slab slab = slabs[each];
            if (slab != null && !slab.isFree()) {
                partly.add(slab);
            }
        }
        partly.sort(Comparator.comparingInt(Slab::freeUnits).reversed());
        return partly.subList(0, Math.min(number, partly.size()));
    }

    /** How many there might have been more, had Java allowed them. */
    int refused() {
        return refused;
    }

    private @Nullable ByteBuffer buffer() {
        while (!dropped.isEmpty()) {
            ByteBuffer kept = dropped.removeLast().get();
            if (kept != null) {
                return kept;
            }
        }
        try {
            return source.get();
        } catch (OutOfMemoryError error) {
            // Others in this process have what was meant for entries. What is there has to do.
            refused = most - count;
            most = count;
            return null;
        }
    }
}
