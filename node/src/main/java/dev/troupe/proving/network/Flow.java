package dev.troupe.proving.network;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/** The bytes of one direction of a connection, between having been read and having been written. */
final class Flow {
    private static final int MOST_QUEUED_BYTES = 256 << 10;
    private static final int CHUNK_BYTES = 64 << 10;

    private record Chunk(ByteBuffer bytes, long dueNanos) {}

    private final Link link;
    private final SocketChannel source;
    private final SocketChannel sink;
    private final Deque<Chunk> chunks = new ArrayDeque<>();
    private int queuedBytes;
    private long lastDueNanos = Long.MIN_VALUE;
    private long bytesLeft = Long.MAX_VALUE;
    private boolean ended;
    private boolean finished;
    private boolean blocked;

    Flow(Link link, SocketChannel source, SocketChannel sink) {
        this.link = link;
        this.source = source;
        this.sink = sink;
    }

    Link link() {
        return link;
    }

    /** Lets so many more bytes pass; then the connection breaks. */
    void breakAfter(long bytes) {
        bytesLeft = bytes;
    }

    boolean wantsToRead(Link.Rule rule) {
        return !rule.cut() && !ended && queuedBytes < MOST_QUEUED_BYTES;
    }

    /** Whether it waits for the sink to take more. */
    boolean wantsToWrite(Link.Rule rule) {
        return blocked && !rule.cut();
    }

    /** Takes what is there. */
    void read(Link.Rule rule, long nowNanos) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK_BYTES);
        int count = source.read(buffer);
        if (count < 0) {
            ended = true;
        } else if (count > 0) {
            // A shorter delay does not let later bytes overtake.
            lastDueNanos = lastDueNanos == Long.MIN_VALUE
                    ? nowNanos + rule.delayNanos()
                    : Math.max(lastDueNanos, nowNanos + rule.delayNanos());
            chunks.add(new Chunk(buffer.flip(), lastDueNanos));
            queuedBytes += count;
        }
    }

    /** Hands on what is due. Returns false if the connection has to break now. */
    boolean write(Link.Rule rule, long nowNanos) throws IOException {
        blocked = false;
        if (rule.cut()) {
            return true;
        }
        while (!chunks.isEmpty() && chunks.peek().dueNanos() - nowNanos <= 0) {
            ByteBuffer bytes = chunks.element().bytes();
            ByteBuffer passing = bytes.slice(bytes.position(), (int) Math.min(bytes.remaining(), bytesLeft));
            int count = sink.write(passing);
            bytes.position(bytes.position() + count);
            queuedBytes -= count;
            bytesLeft -= bytesLeft == Long.MAX_VALUE ? 0 : count;
            if (bytesLeft == 0) {
                return false;
            }
            if (bytes.hasRemaining()) {
                blocked = true;
                return true;
            }
            chunks.remove();
        }
        if (ended && chunks.isEmpty() && !finished) {
            finished = true;
            sink.shutdownOutput();
        }
        return true;
    }

    /** How long until the next chunk is due; {@code Long.MAX_VALUE} if none waits for its time. */
    long waitNanos(Link.Rule rule, long nowNanos) {
        return chunks.isEmpty() || rule.cut() || blocked
                ? Long.MAX_VALUE
                : Math.max(0, chunks.element().dueNanos() - nowNanos);
    }

    /** Whether all was handed on to its end. */
    boolean isFinished() {
        return finished;
    }
}
