package dev.troupe.replication;

/** Reads a partition as encoded chunks, one after the other, and keeps each until the next is asked for. */
final class Reading {
    private final int chunkBytes;
    private int number = -1;
    private Content.Cursor start = Content.START;
    private Content.Cursor next = Content.START;
    private byte[] bytes = {};
    private long position;

    Reading(int chunkBytes) {
        this.chunkBytes = chunkBytes;
    }

    /** Whether this is the chunk that is kept, read at this position. */
    boolean keeps(int wanted, long at) {
        return wanted == number && at == position;
    }

    /** Whether this is the kept chunk, the one after it, or the first. */
    boolean canRead(int wanted) {
        return wanted == 0 || wanted == number || (wanted == number + 1 && !isLast());
    }

    /** Reads a chunk as it is now. */
    void read(int wanted, PartitionState state, long nowMillis) {
        if (wanted == 0) {
            start = Content.START;
        } else if (wanted != number) {
            start = next;
        }
        Content content = state.content(start, chunkBytes, nowMillis);
        number = wanted;
        next = content.next();
        bytes = ChangeCodec.toBytes(content.changes());
        position = state.lastVersion();
    }

    int number() {
        return number;
    }

    /** Of the state when the chunk was read. */
    long position() {
        return position;
    }

    boolean isLast() {
        return number >= 0 && next.equals(Content.END);
    }

    byte[] bytes() {
        return bytes;
    }
}
