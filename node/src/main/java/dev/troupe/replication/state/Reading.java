package dev.troupe.replication.state;

/**
 * Reads a partition as encoded chunks, one after the other, each once: read again it might end elsewhere, and what lies
 * between would be missing in a copy that has got the first reading. A chunk is kept until the next one is asked for.
 */
public final class Reading {
    private final int chunkBytes;
    private int number = -1;
    private Content.Cursor next = Content.START;
    private byte[] bytes = {};
    private long position;

    public Reading(int chunkBytes) {
        this.chunkBytes = chunkBytes;
    }

    /** Has a chunk at hand, the one that is kept or the one after it; false if it is another. */
    public boolean turnTo(int wanted, PartitionState state, long nowMillis) {
        if (wanted == number + 1 && !isLast()) {
            Content content = state.content(next, chunkBytes, nowMillis);
            number = wanted;
            next = content.next();
            bytes = ChangeCodec.toBytes(content.changes());
            position = state.lastVersion();
        }
        return wanted == number;
    }

    public int number() {
        return number;
    }

    /** Of the state when the chunk was read. */
    public long position() {
        return position;
    }

    public boolean isLast() {
        return number >= 0 && next.equals(Content.END);
    }

    public byte[] bytes() {
        return bytes;
    }
}
