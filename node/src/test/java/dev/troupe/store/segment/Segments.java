package dev.troupe.store.segment;

import dev.troupe.store.memory.MemoryAccount;
import dev.troupe.store.memory.MemoryPool;
import java.util.Objects;

/** Segments that are in no log. */
final class Segments {
    private static final int LONGEST_BYTES = 1 << 20;

    private Segments() {}

    /** A segment of one block in the small queue. */
    static Segment segment(int id, int length, long baseMillis) {
        return make(id, length, length, false, baseMillis);
    }

    /** The home of one large entry, of blocks of a length. */
    static Segment large(int id, int bytes, int length, long baseMillis) {
        return make(id, bytes, length, true, baseMillis);
    }

    private static Segment make(int id, int bytes, int length, boolean large, long baseMillis) {
        MemoryAccount account = new MemoryAccount(new MemoryPool(Math.max(2L * bytes, LONGEST_BYTES)));
        int block = Math.min(length, account.slabs().slabBytes());
        Blocks blocks = Objects.requireNonNull(Blocks.take(bytes, block, account));
        return new Segment(id, Queue.SMALL, account.slabs(), blocks, large, baseMillis);
    }
}
