package dev.troupe.transport.direct;

import dev.troupe.transport.Batch;
import dev.troupe.transport.BatchCodec;
import dev.troupe.wire.FieldWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a node. A frame is its length and its bytes; the first each way is a {@link Hello}, all others are batches. What the
 * socket does not take at once waits, up to a bound, beyond which batches are lost. Many threads may send; one reads.
 */
final class DirectConnection {
    /** Longest frame: a batch of the most bytes, and its head. */
    static final int MOST_FRAME_BYTES = 200 << 10;

    /** Most that waits for the socket: what may be under way between two nodes. */
    static final int MOST_WAITING_BYTES = 4 * MOST_FRAME_BYTES;

    private static final int FIRST_BYTES = 64 << 10;

    /** Reads a frame, up to the limit of the buffer. */
    interface FrameReader {
        void read(ByteBuffer frame) throws IOException;
    }

    private final SocketChannel channel;
    private final SelectionKey key;
    /** Both are small and on the heap until it is known who is there: strangers cost little. */
    private ByteBuffer coming = little();

    private ByteBuffer leaving = little();
    private boolean isClosed;
    private volatile @Nullable PeerCarrier carrier;

    /**
     * One that does not block.
     *
     * @param key by which it is told that there is something to read, or room to write
     */
    DirectConnection(SocketChannel channel, SelectionKey key) {
        this.channel = channel;
        this.key = key;
    }

    /** It is known who is on the other side: whose batches go there from now on. Called by who reads. */
    void belongsTo(PeerCarrier peer) {
        ByteBuffer wider = buffer(Integer.BYTES + MOST_FRAME_BYTES);
        synchronized (this) {
            if (!isClosed) {
                coming = wider.put(coming).flip();
                carrier = peer;
                peer.connected(this);
            }
        }
    }

    /** Who is on the other side, or null while that is not known. */
    @Nullable
    PeerCarrier peer() {
        return carrier;
    }

    /** Whether that is known. */
    boolean isProven() {
        return carrier != null;
    }

    /** Sends a batch, or loses it where too much waits; whether the connection is open. */
    boolean send(Batch batch) {
        return send(batch.frames().length + BatchCodec.MOST_HEAD_BYTES, BatchCodec::writeWithFormat, batch);
    }

    /** Says who is here. */
    void send(Hello hello) {
        send(Hello.MOST_BYTES, (buffer, said) -> said.write(buffer), hello);
    }

    private synchronized <T> boolean send(int mostBytes, FieldWriter<T> writer, T message) {
        if (!isClosed && makeRoom(Integer.BYTES + mostBytes)) {
            int start = leaving.position();
            write(start, writer, message);
            if (start == 0) {
                flush();
            }
        }
        return !isClosed;
    }

    /** Whole, or not at all. */
    private <T> void write(int start, FieldWriter<T> writer, T message) {
        boolean isWritten = false;
        try {
            writer.write(leaving.putInt(0), message);
            leaving.putInt(start, leaving.position() - start - Integer.BYTES);
            isWritten = true;
        } finally {
            if (!isWritten) {
                leaving.position(start);
            }
        }
    }

    /** Without memory for it there is no room; who sends has nothing to do with that. */
    private boolean makeRoom(int bytes) {
        int needed = leaving.position() + bytes;
        if (needed > leaving.capacity() && needed <= MOST_WAITING_BYTES) {
            int wanted = Math.max(FIRST_BYTES, Math.max(needed, 2 * leaving.capacity()));
            try {
                leaving = buffer(Math.min(MOST_WAITING_BYTES, wanted)).put(leaving.flip());
            } catch (OutOfMemoryError none) {
                return false;
            }
        }
        return needed <= leaving.capacity();
    }

    /** Writes what waits, as far as the socket takes it. */
    synchronized void flush() {
        if (isClosed) {
            return;
        }
        try {
            channel.write(leaving.flip());
            leaving.compact();
            wait(leaving.position() > 0);
        } catch (IOException | RuntimeException broken) {
            close();
        }
    }

    private void wait(boolean forRoom) {
        int wanted = forRoom ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        if (key.interestOps() != wanted) {
            key.interestOps(wanted);
            key.selector().wakeup();
        }
    }

    /**
     * Reads what has come.
     *
     * @throws IOException if the connection has ended, or what has come is not to be trusted any further
     */
    void read(FrameReader reader) throws IOException {
        int count = channel.read(coming);
        coming.flip();
        try {
            while (readFrame(reader)) {}
        } finally {
            coming.compact();
        }
        if (count < 0) {
            throw new EOFException("the other side has closed the connection");
        }
    }

    /** Whether there was a whole one. */
    private boolean readFrame(FrameReader reader) throws IOException {
        if (coming.remaining() < Integer.BYTES) {
            return false;
        }
        int length = coming.getInt(coming.position());
        if (length < 0 || length > (isProven() ? MOST_FRAME_BYTES : Hello.MOST_BYTES)) {
            throw new NotSerializableException("a frame of " + length + " bytes");
        }
        if (coming.remaining() < Integer.BYTES + length) {
            return false;
        }
        int start = coming.position() + Integer.BYTES;
        ByteBuffer frame = coming.slice(start, length).order(ByteOrder.LITTLE_ENDIAN);
        coming.position(start + length);
        reader.read(frame);
        return true;
    }

    /** Ends it; what waits is lost. */
    void close() {
        synchronized (this) {
            isClosed = true;
        }
        PeerCarrier peer = carrier;
        if (peer != null) {
            peer.disconnected(this);
        }
        try {
            channel.close();
        } catch (IOException ignored) {
            // it is of no use any more either way
        }
    }

    private static ByteBuffer little() {
        return ByteBuffer.allocate(2 * (Integer.BYTES + Hello.MOST_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
