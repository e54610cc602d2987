package dev.troupe.store;

/** What one store has taken from its pool. Not thread safe: owned by the store. */
final class MemoryAccount {
    private static final int ARRAY_HEADER_BYTES = 16;

    private final MemoryPool pool;
    private long bytes;

    MemoryAccount(MemoryPool pool) {
        this.pool = pool;
        pool.join();
    }

    /** What an array takes on the heap, its header and padding included. */
    static long arrayBytes(long contentBytes) {
        return (contentBytes + ARRAY_HEADER_BYTES + 7) & ~7L;
    }

    /** Takes bytes if they are there. */
    boolean tryReserve(long wanted) {
        if (!pool.tryReserve(wanted, bytes)) {
            return false;
        }
        bytes += wanted;
        return true;
    }

    /** Whether bytes are there now. */
    boolean canReserve(long wanted) {
        return pool.hasRoom(wanted, bytes);
    }

    /** Whether so many bytes would be there if this store gave everything back. */
    boolean canHold(long wanted) {
        return pool.hasRoom(wanted - bytes, bytes);
    }

    void release(long returned) {
        bytes -= returned;
        pool.release(returned);
    }

    /** Whether this store holds more than its share while the pool runs dry. */
    boolean shouldGiveBack() {
        return pool.wantsBack(bytes);
    }

    /** Bytes taken now. */
    long bytes() {
        return bytes;
    }

    /** Leaves the pool; everything must have been released. */
    void close() {
        if (bytes != 0) {
            throw new IllegalStateException(bytes + " bytes have not been released");
        }
        pool.leave();
    }
}
