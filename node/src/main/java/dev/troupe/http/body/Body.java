package dev.troupe.http.body;

/** A request body in memory with the permits it holds; whoever has it releases it exactly once. */
public final class Body {
    private final byte[] bytes;
    private final BytePermits permits;
    private final long held;

    /**
     * A body.
     *
     * @param held permits taken for it
     */
    Body(byte[] bytes, BytePermits permits, long held) {
        this.bytes = bytes;
        this.permits = permits;
        this.held = held;
    }

    /** Its bytes. */
    public byte[] bytes() {
        return bytes;
    }

    /** Gives its permits back. */
    public void release() {
        permits.release(held);
    }
}
