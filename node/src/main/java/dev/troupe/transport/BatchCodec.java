package dev.troupe.transport;

import dev.troupe.wire.Wire;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;

/**
 * The bytes of a {@link Batch}: the length of the head, the head, the messages. A head may be longer than is known here: what a newer node
 * has added to it is passed over. Numbers have their lowest byte first.
 */
public final class BatchCodec {
    /** Of this form; another is refused. */
    public static final int FORMAT = 2;

    /** More than any head takes. */
    public static final int MOST_HEAD_BYTES = 512;

    private BatchCodec() {}

    /** Writes the format and the batch. @throws java.nio.BufferOverflowException if there is no room */
    public static void writeWithFormat(ByteBuffer buffer, Batch batch) {
        write(buffer.put((byte) FORMAT), batch);
    }

    /** What {@link #writeWithFormat} has written. @throws NotSerializableException if it is none or of another format */
    public static Batch readWithFormat(ByteBuffer buffer) throws NotSerializableException {
        byte found = buffer.get();
        if (found != FORMAT) {
            throw new NotSerializableException("format " + found + " of a batch, this node reads " + FORMAT);
        }
        return read(buffer);
    }

    /** Writes it. @throws java.nio.BufferOverflowException if there is no room */
    static void write(ByteBuffer buffer, Batch batch) {
        int start = buffer.position();
        Batch.Head head = batch.head();
        buffer.putShort((short) 0);
        buffer.putLong(head.sender())
                .putLong(head.sequence())
                .putLong(head.receiver())
                .putLong(head.taken());
        Wire.putUtf(buffer, batch.from());
        buffer.putShort(start, (short) (buffer.position() - start));
        buffer.put(batch.frames());
    }

    /**
     * The batch that goes on to the limit.
     *
     * @throws NotSerializableException if it is none
     * @throws RuntimeException if it ends too soon
     */
    static Batch read(ByteBuffer buffer) throws NotSerializableException {
        int start = buffer.position();
        int length = buffer.getShort() & 0xffff;
        Batch.Head head = new Batch.Head(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
        String from = Wire.getUtf(buffer);
        if (length < buffer.position() - start || length > buffer.limit() - start) {
            throw new NotSerializableException("a head of " + length + " bytes");
        }
        byte[] frames = new byte[buffer.position(start + length).remaining()];
        buffer.get(frames);
        return new Batch(from, head, frames);
    }
}
